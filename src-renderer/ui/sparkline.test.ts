import { describe, expect, it } from 'vitest';
import { sparkPath } from './sparkline.model';

describe('sparkPath', () => {
  const box = { width: 10, height: 20, x: { low: 0, high: 2 }, y: { low: -1, high: 1 } };

  it('draws upwards what grows', () => {
    expect(sparkPath([0, 1, 2], [-1, 0, 1], box)).toBe('M0.0 20.0L5.0 10.0L10.0 0.0');
  });

  it('passes over what is missing and draws nothing from one point', () => {
    expect(sparkPath([0, 1, 2], [-1, Number.NaN, 1], box)).toBe('M0.0 20.0L10.0 0.0');
    expect(sparkPath([1], [1], box)).toBe('');
  });
});
