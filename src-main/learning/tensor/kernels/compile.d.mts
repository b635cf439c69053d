/** Writes `kernels.wasm` and `kernels-fused.wasm` into a folder. */
export function compileKernels(folder: string): Promise<void>;
