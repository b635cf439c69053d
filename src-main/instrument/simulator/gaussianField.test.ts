import { describe, expect, test } from 'vitest';
import { createRandom } from '../../numerics/random';
import { blur, gaussianField, gaussianKernel } from './gaussianField';

describe('gaussianField', () => {
  test('has mean 0 and variance 1', () => {
    for (const sigma of [1.5, 3]) {
      const field = gaussianField(createRandom(1), 64, sigma);
      const mean = field.reduce((sum, value) => sum + value, 0) / field.length;
      const variance = field.reduce((sum, value) => sum + value ** 2, 0) / field.length;
      expect(mean).toBeCloseTo(0, 10);
      expect(variance).toBeCloseTo(1, 10);
    }
  });

  test('is correlated as a Gaussian of sqrt(2) sigma says, along rows and columns alike', () => {
    const sigma = 3;
    const correlations = [1, 3, 6, 12].map((lag) => {
      let across = 0;
      let down = 0;
      for (let seed = 0; seed < 8; seed++) {
        const field = gaussianField(createRandom(seed), 96, sigma);
        across += lagged(field, 96, 1, lag) / 8;
        down += lagged(field, 96, 96, lag) / 8;
      }
      return { across, down, expected: Math.exp(-(lag ** 2) / (4 * sigma ** 2)) };
    });

    for (const { across, down, expected } of correlations) {
      expect(Math.abs(across - expected)).toBeLessThan(0.08);
      expect(Math.abs(down - expected)).toBeLessThan(0.08);
    }
  });
});

describe('blur', () => {
  test('keeps a constant, and spreads one pixel as the kernel says', () => {
    const constant = blur(new Float64Array(400).fill(3), 20, 0.7);
    const point = new Float64Array(400);
    point[10 * 20 + 10] = 1;
    const spot = blur(point, 20, 0.7);
    const kernel = gaussianKernel(0.7);

    expect(constant.every((value) => Math.abs(value - 3) < 1e-12)).toBe(true);
    expect(spot[10 * 20 + 10]).toBeCloseTo(kernel[0]! ** 2, 12);
    expect(spot[11 * 20 + 10]).toBeCloseTo(kernel[0]! * kernel[1]!, 12);
    expect(spot[9 * 20 + 12]).toBeCloseTo(kernel[1]! * kernel[2]!, 12);
    expect(spot.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
  });
});

/** Mean product of values `lag` apart, `step` numbers being one pixel; pairs that cross an edge are left out. */
function lagged(field: Float64Array, side: number, step: number, lag: number): number {
  let sum = 0;
  let count = 0;
  for (let row = 0; row < side; row++)
    for (let col = 0; col < side; col++) {
      if ((step === 1 ? col : row) + lag >= side) continue;
      sum += field[row * side + col]! * field[row * side + col + lag * step]!;
      count += 1;
    }
  return sum / count;
}
