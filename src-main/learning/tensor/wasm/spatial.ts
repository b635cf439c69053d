/** The spatial decoder on the compiled kernels; see kernels/spatial.as. */
import type { CrossEntropy, Reals, SpatialDecoder } from '../kernels';
import { plainCrossEntropy, plainSpatialDecoder, spatialLength, spatialParts } from '../plainSpatial';
import type { Arena } from './arena';
import type { Jobs } from './jobs';

/** Samples are cut into this many tiles, each with sums of its own. */
const TILES = 32;
/** Sizes as in the kernels. */
const PANEL = 8;
const MAX_HIDDEN = 256;
const SCRATCH_FLOATS = 3 * 64 * 272 + 1024;
const ENTROPY_ROWS = 16;
const SUM_COLUMNS = 128;
const LINE_FLOATS = 16;

export interface SpatialEngine {
  readonly arena: Arena;
  readonly jobs: Jobs;
  readonly threads: number;
}

/** The compiled kernel where it can: single precision, units a multiple of 8 and at most 256. */
export function wasmSpatialDecoder({ arena, jobs, threads }: SpatialEngine, job: SpatialDecoder): void {
  const { places, offsets, parameters, logits, samples, pixels, hidden, training } = job;
  if (offsets instanceof Float64Array || hidden % PANEL !== 0 || hidden > MAX_HIDDEN) return plainSpatialDecoder(job);
  arena.scope(() => {
    const parts = spatialParts(parameters, hidden);
    const pack = (weights: Reals, rowStride: number, colStride: number) => {
      const packed = arena.blank(hidden * hidden);
      const words = [undefined, 0, 0, weights, rowStride, colStride, packed, undefined, hidden, hidden, hidden];
      jobs.run('packPanels', hidden / PANEL, words);
      return packed;
    };
    const forward = [pack(parts.weights1, hidden, 1), pack(parts.weights2, hidden, 1)] as const;
    const back =
      training === undefined ? [] : ([pack(parts.weights2, 1, hidden), pack(parts.weights1, 1, hidden)] as const);
    // An odd number of cache lines, so that the tiles' sums do not share cache sets.
    const stride = LINE_FLOATS * (2 * Math.floor(spatialLength(hidden) / (2 * LINE_FLOATS)) + 3);
    const tiles = Math.min(TILES, samples);
    const sums = training === undefined ? undefined : arena.blank(tiles * stride);
    const words = [
      ...[places, offsets, parts.placeWeights, forward[0], parts.bias1, forward[1], parts.bias2],
      ...[parts.outputWeights, parts.outputBias, back[0], back[1], training?.targets, sums],
      ...[training?.offsetGradient, training?.placeGradient, logits, training?.losses],
      ...[arena.blank(threads * SCRATCH_FLOATS), samples, pixels, hidden, stride, training === undefined ? 0 : 1],
    ];
    jobs.run('spatial', tiles, words, [training?.factor ?? 0]);
    if (training === undefined || sums === undefined) return;
    const total = arena.blank(stride);
    jobs.run('columnSums', Math.ceil(stride / SUM_COLUMNS), [sums, total, tiles, stride]);
    training.gradient.set(total.subarray(0, spatialLength(hidden)));
  });
}

export function wasmCrossEntropy(jobs: Jobs, job: CrossEntropy): void {
  const { logits, targets, losses, factor, rows, cols } = job;
  if (logits instanceof Float64Array) return plainCrossEntropy(job);
  jobs.run('crossEntropy', Math.ceil(rows / ENTROPY_ROWS), [logits, targets, losses, rows, cols], [factor]);
}
