import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scaleBarMetres } from './scaleBar';

describe('scaleBarMetres', () => {
  it('takes the next round length below', () => {
    expect(scaleBarMetres(0.6e-6)).toBe(5e-7);
    expect(scaleBarMetres(0.49e-6)).toBe(2e-7);
    expect(scaleBarMetres(1e-6)).toBe(1e-6);
    expect(scaleBarMetres(0)).toBe(0);
  });

  it('is never longer than asked and never shorter than two fifths of it', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-10, max: 1e-3, noNaN: true }), (longest) => {
        const bar = scaleBarMetres(longest);

        expect(bar).toBeLessThanOrEqual(longest * 1.01);
        expect(bar).toBeGreaterThanOrEqual(longest * 0.39);
      }),
    );
  });
});
