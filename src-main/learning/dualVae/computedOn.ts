/** Where numbers are computed, in words for the screen and the journal. */
import type { ComputedOn } from '../../../src-shared/manifold';
import type { GpuDevice } from './gpu/protocol';
import type { VaeReady } from './worker/protocol';

/**
 * The processor.
 *
 * @param ready  what its thread said when it came up, or the kernels that a model names
 * @param notGpu why it is not the graphics unit, a whole sentence; absent where that was not asked
 */
export function onProcessor(
  { kernels, threads, fallback }: Partial<VaeReady> & { kernels: string },
  notGpu?: string,
): ComputedOn {
  const on = threads === undefined ? '' : threads === 1 ? ', 1 thread' : `, ${threads} threads`;
  const why = fallback ?? 'Compiled kernels on the processor.';
  return {
    backend: fallback === undefined ? 'wasm' : 'plain',
    device: `${kernels}${on}`,
    reason: notGpu === undefined ? why : `${why} ${notGpu}`,
  };
}

/** The graphics unit, after a test that it passed. */
export function onGpu({ backend, name }: GpuDevice, verdict: string): ComputedOn {
  return { backend, device: `${backend === 'webgpu' ? 'WebGPU' : 'WebGL'}, ${name}`, reason: verdict };
}
