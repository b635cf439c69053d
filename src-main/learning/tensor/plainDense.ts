/** Dense layers in plain TypeScript: the readable reference of the compiled kernels, and their fall-back. */
import { multiply, rowMajor, transposed } from '../../numerics/product';
import type { Activation, AdamStep, Dense, DenseInputGradient, DenseWeightGradient, Reals } from './kernels';

const BETA_1 = 0.9;
const BETA_2 = 0.999;
const EPSILON = 1e-8;

export function plainDense({ input, weights, bias, output, rows, inner, cols, activation }: Dense): void {
  for (let i = 0; i < rows; i++) for (let j = 0; j < cols; j++) output[i * cols + j] = bias[j]!;
  const matrices = { a: rowMajor(input, inner), b: rowMajor(weights, cols), c: rowMajor(output, cols) };
  multiply(matrices, { rows, inner, cols }, 'add');
  activate(output, rows * cols, activation);
}

export function plainDenseInputGradient(job: DenseInputGradient): void {
  const { outputGradient, weights, input, inputGradient, rows, inner, cols, activation } = job;
  multiply(
    { a: rowMajor(outputGradient, cols), b: transposed(rowMajor(weights, cols)), c: rowMajor(inputGradient, inner) },
    { rows, inner: cols, cols: inner },
  );
  for (let k = 0; k < rows * inner; k++) inputGradient[k] = inputGradient[k]! * activationSlope(input[k]!, activation);
}

export function plainDenseWeightGradient(job: DenseWeightGradient): void {
  const { input, outputGradient, weightGradient, biasGradient, rows, inner, cols } = job;
  multiply(
    { a: transposed(rowMajor(input, inner)), b: rowMajor(outputGradient, cols), c: rowMajor(weightGradient, cols) },
    { rows: inner, inner: rows, cols },
  );
  for (let j = 0; j < cols; j++) {
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += outputGradient[i * cols + j]!;
    biasGradient[j] = sum;
  }
}

export function plainAdam({ values, gradient, firstMoment, secondMoment, rate, step }: AdamStep): void {
  const { stepSize, rootScale } = adamFactors(rate, step);
  for (let k = 0; k < values.length; k++) {
    const g = gradient[k]!;
    const first = BETA_1 * firstMoment[k]! + (1 - BETA_1) * g;
    const second = BETA_2 * secondMoment[k]! + (1 - BETA_2) * g * g;
    firstMoment[k] = first;
    secondMoment[k] = second;
    values[k] = values[k]! - (stepSize * first) / (Math.sqrt(second) * rootScale + EPSILON);
  }
}

/** The bias corrections of Adam as two factors: rate / (1 - beta1^t) and 1 / sqrt(1 - beta2^t). */
export function adamFactors(rate: number, step: number): { readonly stepSize: number; readonly rootScale: number } {
  return { stepSize: rate / (1 - power(BETA_1, step)), rootScale: 1 / Math.sqrt(1 - power(BETA_2, step)) };
}

/** Slope of an activation as a function of its value. */
function activationSlope(value: number, activation: Activation): number {
  switch (activation) {
    case 'linear':
      return 1;
    case 'relu':
      return value > 0 ? 1 : 0;
    case 'tanh':
      return 1 - value * value;
    case 'sigmoid':
      return value * (1 - value);
  }
}

function activate(values: Reals, length: number, activation: Activation): void {
  switch (activation) {
    case 'linear':
      return;
    case 'relu':
      for (let k = 0; k < length; k++) if (values[k]! < 0) values[k] = 0;
      return;
    case 'tanh':
      for (let k = 0; k < length; k++) values[k] = Math.tanh(values[k]!);
      return;
    case 'sigmoid':
      for (let k = 0; k < length; k++) values[k] = 1 / (1 + Math.exp(-values[k]!));
  }
}

/** base^exponent by squaring: the same bits on every engine, which `Math.pow` does not promise. */
function power(base: number, exponent: number): number {
  let result = 1;
  for (let square = base, left = exponent; left > 0; left = Math.floor(left / 2), square *= square)
    if (left % 2 === 1) result *= square;
  return result;
}
