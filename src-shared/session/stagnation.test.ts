import { describe, expect, it } from 'vitest';
import { isStagnant, STAGNANT_CURVES } from './stagnation';

/** Ten seeds whose diversity is high by chance, then chosen curves with these values. */
const session = (structural: readonly number[], spectral: readonly number[]) => [
  ...Array.from({ length: 10 }, (_, points) => ({ points, step: 0, structural: 9, spectral: 9 })),
  ...structural.map((value, i) => ({ points: 10 + i, step: i + 1, structural: value, spectral: spectral[i]! })),
];
const rising = Array.from({ length: 2 * STAGNANT_CURVES }, (_, i) => i);
const flat = rising.map(() => 1);

describe('stagnation', () => {
  it('is when neither diversity has risen over the newest curves', () => {
    expect(isStagnant(session(flat, flat))).toBe(true);
    expect(isStagnant(session([...rising].reverse(), flat))).toBe(true);
  });

  it('is not while one of them rises, nor before there is enough to say so', () => {
    expect(isStagnant(session(rising, flat))).toBe(false);
    expect(isStagnant(session(flat, rising))).toBe(false);
    expect(isStagnant(session(flat.slice(1), flat.slice(1)))).toBe(false);
    expect(isStagnant([])).toBe(false);
  });
});
