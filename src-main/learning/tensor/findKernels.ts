/** Where the build put the compiled kernels. */
import { findBuilt } from '../../findBuilt';

/** The folder with the kernels that is nearest to a bundled module. */
export function findKernels(from: string): string {
  return findBuilt(from, 'kernels', 'kernels.wasm');
}
