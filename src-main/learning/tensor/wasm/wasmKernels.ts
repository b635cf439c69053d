/** The tensor seam on the compiled kernels. Single precision networks and double precision processes. */
import type {
  Activation,
  AdamStep,
  Dense,
  DenseInputGradient,
  DenseWeightGradient,
  Kernels,
  RbfGradient,
  RbfMatrix,
  Reals,
  RowReduction,
} from '../kernels';
import { adamFactors, plainAdam, plainDense, plainDenseInputGradient, plainDenseWeightGradient } from '../plainDense';
import { plainRbfGradient } from '../plainProcess';
import { addressOf, createArena, type Arena } from './arena';
import type { KernelInstance } from './instance';
import { wasmCrossEntropy, wasmSpatialDecoder } from './spatial';
import { createJobs, type Argument, type Help, type Jobs } from './jobs';

/** Sizes of tiles and panels, as in the kernels. */
const PANEL = 8;
const TILE_ROWS = 16;
const TILE_COLS = 128;
const COLUMN_TILE = 128;
const PARAMETER_TILE = 8192;
/** Points whose slopes fit into the scratch of a thread. */
const MAX_GRADIENT_POINTS = 5000;

const ACTIVATIONS: Readonly<Record<Activation, number>> = { linear: 0, relu: 1, tanh: 2, sigmoid: 3 };

interface Engine {
  readonly arena: Arena;
  readonly jobs: Jobs;
}

const ALONE: Help = { helpers: 0, when: 'always', monotonicSeconds: () => 0 };

/** The seam over an instance, with helping threads beside the calling one or alone. */
export function createWasmKernels(instance: KernelInstance, help: Help = ALONE): Kernels {
  const arena = createArena(instance.memory);
  const engine: Engine = { arena, jobs: createJobs(instance, help) };
  return {
    name: instance.name,
    threads: help.helpers + 1,
    ...arena,
    dense: (job) => (isDouble(job.input) ? plainDense(job) : dense(engine, job)),
    denseInputGradient: (job) => (isDouble(job.input) ? plainDenseInputGradient(job) : inputGradient(engine, job)),
    denseWeightGradient: (job) => (isDouble(job.input) ? plainDenseWeightGradient(job) : weightGradient(engine, job)),
    adam: (job) => (isDouble(job.values) ? plainAdam(job) : adam(engine, job)),
    spatialDecoder: (job) => wasmSpatialDecoder({ arena, jobs: engine.jobs, threads: help.helpers + 1 }, job),
    crossEntropy: (job) => wasmCrossEntropy(engine.jobs, job),
    rbfMatrix: (job) => rbfMatrix(engine, job),
    rbfGradient: (job) => (job.count > MAX_GRADIENT_POINTS ? plainRbfGradient(job) : rbfGradient(engine, job)),
    reduceRows: ({ matrix, vector, out, rows, cols }: RowReduction) =>
      engine.jobs.run('rowSums', Math.ceil(rows / TILE_ROWS), [
        ...[matrix, vector, out, rows, cols],
        isDouble(matrix) ? 0 : 1,
      ]),
    cholesky: (a, n) => instance.exports.factorCholesky(addressOf(a), n) === 1,
    invert: (factor, n, inverse) => invert(engine, factor, n, inverse),
    solveLowerRows: (factor, n, rows, count) =>
      engine.jobs.run('solveRows', Math.ceil(count / TILE_ROWS), [factor, n, rows, count]),
  };
}

/** Networks in double precision exist for comparisons only and stay with the plain kernels. */
function isDouble(values: Reals): values is Float64Array {
  return values instanceof Float64Array;
}

/** A product with what becomes of it: strides of A and B in elements. */
interface Product {
  readonly a: readonly [Reals, rowStride: number, colStride: number];
  readonly b: readonly [Reals, rowStride: number, colStride: number];
  readonly c: Reals;
  readonly rows: number;
  readonly inner: number;
  readonly cols: number;
  readonly bias?: Reals;
  readonly slopeOf?: Reals;
  readonly activation?: Activation;
}

function product({ arena, jobs }: Engine, job: Product): void {
  const { a, b, c, rows, inner, cols, bias, slopeOf, activation = 'linear' } = job;
  if (rows === 0 || cols === 0) return;
  arena.scope(() => {
    const panels = Math.ceil(cols / PANEL);
    const packed = arena.single(panels * PANEL * inner);
    const words: Argument[] = [...a, ...b, packed, c, rows, inner, cols, bias, ACTIVATIONS[activation], slopeOf];
    jobs.run('packPanels', panels, words);
    jobs.run('product', Math.ceil(rows / TILE_ROWS) * Math.ceil(cols / TILE_COLS), words);
  });
}

function dense(engine: Engine, { input, weights, bias, output, rows, inner, cols, activation }: Dense): void {
  product(engine, { a: [input, inner, 1], b: [weights, cols, 1], c: output, rows, inner, cols, bias, activation });
}

function inputGradient(engine: Engine, job: DenseInputGradient): void {
  const { outputGradient, weights, input, inputGradient: c, rows, inner, cols, activation } = job;
  const sizes = { rows, inner: cols, cols: inner };
  const slope = activation === 'linear' ? {} : { slopeOf: input, activation };
  product(engine, { a: [outputGradient, cols, 1], b: [weights, 1, cols], c, ...sizes, ...slope });
}

function weightGradient(engine: Engine, job: DenseWeightGradient): void {
  const { input, outputGradient, weightGradient: c, biasGradient, rows, inner, cols } = job;
  const sizes = { rows: inner, inner: rows, cols };
  product(engine, { a: [input, 1, inner], b: [outputGradient, cols, 1], c, ...sizes });
  engine.jobs.run('columnSums', Math.ceil(cols / COLUMN_TILE), [outputGradient, biasGradient, rows, cols]);
}

function adam({ jobs }: Engine, { values, gradient, firstMoment, secondMoment, rate, step }: AdamStep): void {
  const { stepSize, rootScale } = adamFactors(rate, step);
  const words = [values, gradient, firstMoment, secondMoment, values.length];
  jobs.run('adam', Math.ceil(values.length / PARAMETER_TILE), words, [stepSize, rootScale]);
}

function rbfMatrix({ arena, jobs }: Engine, job: RbfMatrix): void {
  const { a, b, inverseLengthscales, outputscale, matrix, rows, cols, dims } = job;
  arena.scope(() => {
    const scaled = arena.double(rows * dims);
    for (let k = 0; k < scaled.length; k++) scaled[k] = a[k]! * inverseLengthscales[k % dims]!;
    const { columns, padded } = byDimension(arena, b, cols, dims);
    for (let k = 0; k < columns.length; k++) columns[k] = columns[k]! * inverseLengthscales[Math.floor(k / padded)]!;
    const words = [scaled, columns, matrix, rows, cols, dims, padded];
    jobs.run('rbfMatrix', Math.ceil(rows / TILE_ROWS), words, [outputscale]);
  });
}

function rbfGradient({ arena, jobs }: Engine, job: RbfGradient): void {
  const { points, inverseLengthscales, matrix, inverse, alpha, pointGradient, sums, count, dims } = job;
  arena.scope(() => {
    const { columns, padded } = byDimension(arena, points, count, dims);
    const squared = arena.double(dims);
    for (let d = 0; d < dims; d++) squared[d] = inverseLengthscales[d]! ** 2;
    const ofRows = arena.double(count * (dims + 2));
    const words = [columns, squared, matrix, inverse, alpha, pointGradient, ofRows, count, dims, padded];
    jobs.run('rbfGradient', Math.ceil(count / TILE_ROWS), words);
    for (let s = 0; s < dims + 2; s++) {
      let sum = 0;
      for (let i = 0; i < count; i++) sum += ofRows[i * (dims + 2) + s]!;
      sums[s] = sum;
    }
  });
}

function invert({ arena, jobs }: Engine, factor: Float64Array, n: number, inverse: Float64Array): void {
  arena.scope(() => {
    const padded = n + (n % 2);
    const columns = arena.double(n * padded);
    const tiles = Math.ceil(n / TILE_ROWS);
    jobs.run('invertFactor', tiles, [factor, n, columns, padded]);
    jobs.run('gram', tiles, [undefined, n, columns, padded, inverse]);
  });
}

/** Points [count x dims] as one row for each dimension, padded with 0 to an even length. */
function byDimension(arena: Arena, points: Float64Array, count: number, dims: number) {
  const padded = count + (count % 2);
  const columns = arena.double(dims * padded);
  for (let i = 0; i < count; i++) for (let d = 0; d < dims; d++) columns[d * padded + i] = points[i * dims + d]!;
  return { columns, padded };
}
