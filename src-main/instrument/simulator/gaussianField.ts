/** Smooth random fields and Gaussian blur on square rasters. */
import type { Random } from '../../numerics/random';
import { standardNormal } from '../../numerics/random';

/**
 * White noise blurred by a Gaussian and brought to mean 0 and variance 1 over the square.
 *
 * @param sigma standard deviation of the Gaussian, pixels
 * @returns row-major, side x side
 */
export function gaussianField(random: Random, side: number, sigma: number): Float64Array {
  // Blurred on a larger square and cut out, so that the field at the edge is like the field in the middle.
  const margin = Math.ceil(4 * sigma);
  const grown = side + 2 * margin;
  const noise = new Float64Array(grown * grown);
  for (let i = 0; i < noise.length; i++) noise[i] = standardNormal(random);
  const smooth = blur(noise, grown, sigma);
  const field = new Float64Array(side * side);
  for (let row = 0; row < side; row++)
    for (let col = 0; col < side; col++) field[row * side + col] = smooth[(row + margin) * grown + col + margin]!;
  return standardise(field);
}

/** Gaussian blur of a square raster; beyond the edge the outermost value goes on. `sigma` in pixels. */
export function blur(values: Float64Array, side: number, sigma: number): Float64Array {
  const kernel = gaussianKernel(sigma);
  const across = new Float64Array(values.length);
  const down = new Float64Array(values.length);
  blurLines(values, across, { side, kernel, step: 1, stride: side });
  blurLines(across, down, { side, kernel, step: side, stride: 1 });
  return down;
}

/** One half of a Gaussian kernel, middle first, cut at 4 sigma; the whole kernel adds up to 1. */
export function gaussianKernel(sigma: number): Float64Array {
  const half = Math.ceil(4 * sigma);
  const kernel = Float64Array.from({ length: half + 1 }, (_, i) => Math.exp(-0.5 * (i / sigma) ** 2));
  const total = 2 * kernel.reduce((sum, value) => sum + value, 0) - kernel[0]!;
  return kernel.map((value) => value / total);
}

interface Lines {
  readonly side: number;
  readonly kernel: Float64Array;
  /** Distance in the array between neighbours in a line, and between lines. */
  readonly step: number;
  readonly stride: number;
}

function blurLines(from: Float64Array, to: Float64Array, { side, kernel, step, stride }: Lines): void {
  const last = side - 1;
  for (let line = 0; line < side; line++) {
    const start = line * stride;
    for (let i = 0; i < side; i++) {
      let sum = kernel[0]! * from[start + i * step]!;
      for (let k = 1; k < kernel.length; k++) {
        const before = from[start + Math.max(i - k, 0) * step]!;
        const after = from[start + Math.min(i + k, last) * step]!;
        sum += kernel[k]! * (before + after);
      }
      to[start + i * step] = sum;
    }
  }
}

function standardise(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return values.map((value) => (value - mean) / Math.sqrt(variance));
}
