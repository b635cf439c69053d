/** The part of WebAssembly that the kernels use; the library of the language does not describe it outside of browsers. */
declare namespace WebAssembly {
  /** Compiled code; nothing of it is read here. */
  interface Module {
    readonly [Symbol.toStringTag]: string;
  }
  const Module: new (binary: Uint8Array) => Module;
  class Instance {
    constructor(module: Module, imports: Record<string, Record<string, unknown>>);
    readonly exports: Record<string, unknown>;
  }
  class Memory {
    constructor(limits: { initial: number; maximum: number; shared: boolean });
    readonly buffer: SharedArrayBuffer;
    grow(pages: number): number;
  }
  function validate(binary: Uint8Array): boolean;
}
