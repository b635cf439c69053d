/** Memory of the compiled kernels: a stack of arrays above the pages that the kernels keep for themselves. */

const PAGE = 65536;
/** Most threads that the scratch pages serve. */
export const MAX_THREADS = 16;
/** End of the fixed part, see kernels/layout.as: 4 KiB of control words, then 64 KiB of scratch for each thread. */
const ARENA_START = 4096 + MAX_THREADS * PAGE;
/** Arrays begin on cache lines, so that threads that write neighbouring arrays do not share one. */
const ALIGNMENT = 64;

export interface Arena {
  single(length: number): Float32Array;
  double(length: number): Float64Array;
  /** An array of whatever is there, for large ones that are written before they are read. */
  blank(length: number): Float32Array;
  /** Runs `work` and gives back what it took. */
  scope<T>(work: () => T): T;
}

/**
 * A stack of arrays in a shared memory, which grows when it has to. Views stay valid when it grows, because shared
 * memory never moves. Throws RangeError where the memory's maximum does not suffice.
 */
export function createArena(memory: WebAssembly.Memory): Arena {
  let top = ARENA_START;

  function take(bytes: number): number {
    const start = top;
    top = Math.ceil((start + bytes) / ALIGNMENT) * ALIGNMENT;
    const missing = Math.ceil((top - memory.buffer.byteLength) / PAGE);
    if (missing > 0) memory.grow(missing);
    return start;
  }

  // The memory may be another object after it has grown, so it is asked for its buffer after the array was taken.
  return {
    single(length) {
      const start = take(length * 4);
      return new Float32Array(memory.buffer, start, length).fill(0);
    },
    double(length) {
      const start = take(length * 8);
      return new Float64Array(memory.buffer, start, length).fill(0);
    },
    blank(length) {
      const start = take(length * 4);
      return new Float32Array(memory.buffer, start, length);
    },
    scope(work) {
      const mark = top;
      try {
        return work();
      } finally {
        top = mark;
      }
    },
  };
}

/** Where an array of an arena lies; throws TypeError for an array from anywhere else. */
export function addressOf(values: Float32Array | Float64Array): number {
  if (values.buffer instanceof SharedArrayBuffer) return values.byteOffset;
  throw new TypeError('values: expected an array of the kernels, given one from elsewhere');
}
