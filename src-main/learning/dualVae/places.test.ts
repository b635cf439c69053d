import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addTransformSlopes, pixelGrid, placePixels } from './places';
import type { TransformRule } from './shape';
import { copyView, patchViews } from './views';

const BOTH: TransformRule = { count: 3, priors: [1, 1, 1], angle: 0, shiftX: 1, shiftY: 2 };

function placed(rule: TransformRule, latents: readonly number[], side = 3): number[] {
  const pixels = side * side;
  const places = new Float64Array(2 * pixels);
  const placement = { rule, grid: pixelGrid(side), chosen: undefined, samples: 1, pixels };
  placePixels(placement, Float64Array.from(latents), latents.length, places);
  return Array.from(places);
}

test('rows run from -1 to 1 along x, columns from 1 to -1 along y', () => {
  expect(Array.from(pixelGrid(2))).toEqual([-1, 1, -1, -1, 1, 1, 1, -1]);
});

test('a quarter turn takes (x, y) to (-y, x); a shift of 1 moves by half a unit', () => {
  const [x, y] = placed(BOTH, [Math.PI / 2, 0, 0]);
  expect([x, y].map((value) => Math.round(value! * 1e9) / 1e9)).toEqual([-1, -1]);
  expect(placed(BOTH, [0, 1, -2]).slice(0, 2)).toEqual([-0.5, 0]);
});

test('slopes by angle and shifts are differences', () => {
  const latent = fc.double({ min: -2, max: 2, noNaN: true });
  fc.assert(
    fc.property(fc.tuple(latent, latent, latent), fc.nat(), (latents, seed) => {
      const weights = Array.from({ length: 18 }, (_, k) => Math.sin(seed + 3 * k));
      const value = (at: readonly number[]) => placed(BOTH, at).reduce((sum, p, k) => sum + p * weights[k]!, 0);
      const placement = { rule: BOTH, grid: pixelGrid(3), chosen: undefined, samples: 1, pixels: 9 };
      const slopes = new Float64Array(3);
      const given = { latents: Float64Array.from(latents), width: 3, places: Float64Array.from(placed(BOTH, latents)) };
      addTransformSlopes(placement, { ...given, placeSlopes: Float64Array.from(weights) }, slopes);
      latents.forEach((_, d) => {
        const moved = (by: number) => latents.map((x, k) => (k === d ? x + by : x));
        expect((value(moved(1e-6)) - value(moved(-1e-6))) / 2e-6).toBeCloseTo(slopes[d]!, 6);
      });
    }),
  );
});

test('the eight views are all different, and each keeps every pixel', () => {
  const patch = Float32Array.from({ length: 16 }, (_, k) => k);
  const seen = patchViews(4).map((view) => {
    const out = new Float32Array(16);
    copyView(patch, 0, view, { values: out, to: 0 });
    expect(Array.from(out).sort((a, b) => a - b)).toEqual(Array.from(patch));
    return out.join();
  });
  expect(new Set(seen).size).toBe(8);
});
