/** The spatial decoder in plain TypeScript: the reference of the compiled kernel, and its fall-back. */
import type { CrossEntropy, Reals, SpatialDecoder, SpatialTraining } from './kernels';
import { plainDense, plainDenseInputGradient, plainDenseWeightGradient } from './plainDense';

/** The parts of {@link SpatialDecoder.parameters} as views. */
export function spatialParts(parameters: Reals, hidden: number) {
  let offset = 0;
  const take = (length: number) => parameters.subarray(offset, (offset += length));
  const squared = hidden * hidden;
  return {
    weights1: take(squared),
    weights2: take(squared),
    bias1: take(hidden),
    bias2: take(hidden),
    outputWeights: take(hidden),
    placeWeights: take(2 * hidden),
    outputBias: take(1),
  };
}

/** Length of {@link SpatialDecoder.parameters}. */
export function spatialLength(hidden: number): number {
  return 2 * hidden * hidden + 5 * hidden + 1;
}

export function plainSpatialDecoder(job: SpatialDecoder): void {
  const { samples, pixels, hidden, offsets, training } = job;
  const allocate = (length: number): Reals =>
    offsets instanceof Float64Array ? new Float64Array(length) : new Float32Array(length);
  const maps = [0, 1, 2].map(() => allocate(pixels * hidden));
  const slopes = [0, 1, 2].map(() => allocate(pixels * hidden));
  const ofSample = allocate(spatialLength(hidden));
  training?.gradient.fill(0);
  training?.offsetGradient.fill(0);
  for (let sample = 0; sample < samples; sample++) {
    forwardSample(job, sample, maps);
    if (training === undefined) continue;
    backwardSample(job, training, sample, { maps, slopes, gradient: ofSample });
    for (let k = 0; k < ofSample.length; k++) training.gradient[k] = training.gradient[k]! + ofSample[k]!;
  }
}

function forwardSample(job: SpatialDecoder, sample: number, [first, second, third]: readonly Reals[]): void {
  const { places, offsets, logits, pixels, hidden } = job;
  const parts = spatialParts(job.parameters, hidden);
  for (let pixel = 0; pixel < pixels; pixel++) {
    const place = 2 * (sample * pixels + pixel);
    const [x, y] = [places[place]!, places[place + 1]!];
    for (let j = 0; j < hidden; j++) {
      const moved = x * parts.placeWeights[j]! + y * parts.placeWeights[hidden + j]!;
      first![pixel * hidden + j] = Math.tanh(offsets[sample * hidden + j]! + moved);
    }
  }
  const shape = { rows: pixels, inner: hidden, cols: hidden, activation: 'tanh' } as const;
  plainDense({ ...shape, input: first!, weights: parts.weights1, bias: parts.bias1, output: second! });
  plainDense({ ...shape, input: second!, weights: parts.weights2, bias: parts.bias2, output: third! });
  const output = logits.subarray(sample * pixels, (sample + 1) * pixels);
  const last = { rows: pixels, inner: hidden, cols: 1, activation: 'linear' } as const;
  plainDense({ ...last, input: third!, weights: parts.outputWeights, bias: parts.outputBias, output });
}

interface SampleMemory {
  readonly maps: readonly Reals[];
  readonly slopes: readonly Reals[];
  /** Slopes by the parameters for this sample alone. */
  readonly gradient: Reals;
}

function backwardSample(job: SpatialDecoder, training: SpatialTraining, sample: number, memory: SampleMemory): void {
  const { logits, pixels, hidden, parameters } = job;
  const { maps, slopes, gradient } = memory;
  const parts = spatialParts(parameters, hidden);
  const sums = spatialParts(gradient, hidden);
  const range = [sample * pixels, (sample + 1) * pixels] as const;
  const logitSlopes: Reals = logits.slice(...range);
  plainCrossEntropy({
    logits: logitSlopes,
    targets: training.targets.subarray(...range),
    losses: training.losses.subarray(sample, sample + 1),
    factor: training.factor,
    rows: 1,
    cols: pixels,
  });
  const layers = [
    { cols: 1, weights: parts.outputWeights, weightSums: sums.outputWeights, biasSums: sums.outputBias },
    { cols: hidden, weights: parts.weights2, weightSums: sums.weights2, biasSums: sums.bias2 },
    { cols: hidden, weights: parts.weights1, weightSums: sums.weights1, biasSums: sums.bias1 },
  ];
  let outputGradient: Reals = logitSlopes;
  layers.forEach(({ cols, weights, weightSums, biasSums }, step) => {
    const input = maps[2 - step]!;
    const shape = { rows: pixels, inner: hidden, cols };
    plainDenseWeightGradient({ ...shape, input, outputGradient, weightGradient: weightSums, biasGradient: biasSums });
    const inputGradient = slopes[2 - step]!;
    plainDenseInputGradient({ ...shape, outputGradient, weights, input, inputGradient, activation: 'tanh' });
    outputGradient = inputGradient;
  });
  placeGradients(job, training, sample, { slopes: outputGradient, sums: sums.placeWeights });
}

/** Slopes by offsets, place weights and places from the slopes of the first layer. */
function placeGradients(
  { places, parameters, pixels, hidden }: SpatialDecoder,
  { offsetGradient, placeGradient }: SpatialTraining,
  sample: number,
  { slopes, sums }: { readonly slopes: Reals; readonly sums: Reals },
): void {
  const { placeWeights } = spatialParts(parameters, hidden);
  sums.fill(0);
  for (let pixel = 0; pixel < pixels; pixel++) {
    const place = 2 * (sample * pixels + pixel);
    const [x, y] = [places[place]!, places[place + 1]!];
    let [byX, byY] = [0, 0];
    for (let j = 0; j < hidden; j++) {
      const slope = slopes[pixel * hidden + j]!;
      offsetGradient[sample * hidden + j] = offsetGradient[sample * hidden + j]! + slope;
      sums[j] = sums[j]! + slope * x;
      sums[hidden + j] = sums[hidden + j]! + slope * y;
      byX += slope * placeWeights[j]!;
      byY += slope * placeWeights[hidden + j]!;
    }
    if (placeGradient === undefined) continue;
    placeGradient[place] = byX;
    placeGradient[place + 1] = byY;
  }
}

export function plainCrossEntropy({ logits, targets, losses, factor, rows, cols }: CrossEntropy): void {
  for (let row = 0; row < rows; row++) {
    let total = 0;
    for (let k = row * cols; k < (row + 1) * cols; k++) {
      const x = logits[k]!;
      // log(1 + exp(x)) - x t, for large |x| too.
      total += Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))) - x * targets[k]!;
      logits[k] = factor * (1 / (1 + Math.exp(-x)) - targets[k]!);
    }
    losses[row] = total;
  }
}
