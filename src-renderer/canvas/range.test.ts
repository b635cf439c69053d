import { describe, expect, it } from 'vitest';
import { fullRange, quantileRange } from './range';

describe('ranges', () => {
  it('pass over what is missing', () => {
    expect(fullRange([Number.NaN, 3, -1, Number.POSITIVE_INFINITY])).toEqual({ low: -1, high: 3 });
    expect(fullRange([Number.NaN])).toBeUndefined();
    expect(quantileRange(new Float32Array([Number.NaN]), 0.01, 0.99)).toBeUndefined();
  });

  it('leave the spikes out', () => {
    const values = Float32Array.from({ length: 101 }, (_, i) => i);
    values[100] = 1e9;

    expect(quantileRange(values, 0.01, 0.99)).toEqual({ low: 1, high: 99 });
  });

  it('interpolate between two values', () => {
    expect(quantileRange(new Float32Array([4, 2]), 0.25, 0.75)).toEqual({ low: 2.5, high: 3.5 });
  });
});
