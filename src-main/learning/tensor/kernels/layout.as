/**
 * Where things lie in the shared memory. The first pages are fixed; everything above belongs to the arena of the
 * caller. No static data may exist in this module: every thread instantiates it over the same memory.
 */

/** Job and tiles left of it in one word: see threads.as. */
export const TICKET: usize = 64;
/** Tiles finished. */
export const DONE: usize = 128;
/** Changes when a job is published; idle threads sleep on it. */
export const WAKE: usize = 192;
/** How many threads sleep. */
export const SLEEPERS: usize = 256;
/** Not 0 when the threads are to end. */
export const SHUTDOWN: usize = 320;
/** Integer arguments of a job; the first is its operation. */
export const ARGUMENTS: usize = 512;
/** Double precision arguments of a job. */
export const NUMBERS: usize = 768;

/** Scratch of each thread: a packed strip of A, a tile of C, a row of doubles. */
const SCRATCH: usize = 4096;
const SCRATCH_SIZE: usize = 65536;
const TILE_SCRATCH: usize = 16384;
const ROW_SCRATCH: usize = 24576;

@inline
export function argument(index: i32): i32 {
  return load<i32>(ARGUMENTS + (<usize>index << 2));
}

@inline
export function pointer(index: i32): usize {
  return <usize>load<u32>(ARGUMENTS + (<usize>index << 2));
}

@inline
export function number(index: i32): f64 {
  return load<f64>(NUMBERS + (<usize>index << 3));
}

@inline
export function stripScratch(thread: i32): usize {
  return SCRATCH + <usize>thread * SCRATCH_SIZE;
}

@inline
export function tileScratch(thread: i32): usize {
  return SCRATCH + <usize>thread * SCRATCH_SIZE + TILE_SCRATCH;
}

@inline
export function rowScratch(thread: i32): usize {
  return SCRATCH + <usize>thread * SCRATCH_SIZE + ROW_SCRATCH;
}
