import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pixelToSample, samplePoint, type SamplePoint } from '../../src-shared/geometry';
import type { Frame } from '../../src-shared/scan';
import { createRandom, integerBelow, uniform } from '../numerics/random';
import { turnedAxes } from './axes';
import { heightAt, type HeightReading } from './inspect';

const N = 48;
const raster = { rows: N, cols: N, widthMetres: 1e-6, heightMetres: 1e-6 };

/** Waves in directions and phases of a seed: without any symmetry. */
function survey(seed: number): Frame {
  const random = createRandom(seed);
  const waves = Array.from({ length: 8 }, () => [uniform(random), uniform(random), uniform(random)] as const);
  const heightsMetres = Float32Array.from({ length: N * N }, (_, k) => {
    const [row, col] = [Math.floor(k / N) / N, (k % N) / N];
    return (
      5e-9 * waves.reduce((sum, [a, b, c]) => sum + Math.sin(2 * Math.PI * (8 * (a - 0.5) * col + 8 * b * row + c)), 0)
    );
  });
  return { ...raster, heightsMetres };
}

/** Heights read at places whose true place is another one, with an offset and a little noise. */
function readings(frame: Frame, seed: number, truly: (at: SamplePoint) => SamplePoint): HeightReading[] {
  const random = createRandom(seed);
  return Array.from({ length: 6 }, () => {
    const at = pixelToSample(raster, { row: integerBelow(random, N), col: integerBelow(random, N) });
    return { at, heightMetres: heightAt(frame, truly(at)) + 3e-8 + 2e-10 * (uniform(random) - 0.5) };
  });
}

const seed = fc.integer({ min: 0, max: 1e6 });

it('never doubts axes that are right, whatever the surface, the offset in height and the places', () => {
  fc.assert(
    fc.property(seed, seed, (one, other) => {
      const frame = survey(one);
      expect(
        turnedAxes(
          frame,
          readings(frame, other, (at) => at),
        ),
      ).toBeUndefined();
    }),
  );
});

it.each([
  ['mirrored left to right', ({ xMetres, yMetres }: SamplePoint) => samplePoint(-xMetres, yMetres)],
  ['mirrored top to bottom', ({ xMetres, yMetres }: SamplePoint) => samplePoint(xMetres, -yMetres)],
  ['turned by half a turn', ({ xMetres, yMetres }: SamplePoint) => samplePoint(-xMetres, -yMetres)],
  ['with x and y swapped', ({ xMetres, yMetres }: SamplePoint) => samplePoint(yMetres, xMetres)],
  ['with x and y swapped and mirrored', ({ xMetres, yMetres }: SamplePoint) => samplePoint(-yMetres, -xMetres)],
] as const)('names axes that are %s', (name, truly) => {
  for (let k = 0; k < 20; k++) {
    const frame = survey(k);
    expect(turnedAxes(frame, readings(frame, 100 + k, truly))).toBe(name);
  }
});

it('says nothing where too little was read, where the surface is flat, and where there are gaps', () => {
  const frame = survey(1);
  const mirrored = readings(frame, 2, ({ xMetres, yMetres }) => samplePoint(-xMetres, yMetres));
  expect(turnedAxes(frame, mirrored.slice(1))).toBeUndefined();
  expect(turnedAxes({ ...raster, heightsMetres: new Float32Array(N * N) }, mirrored)).toBeUndefined();
  expect(turnedAxes({ ...raster, heightsMetres: new Float32Array(N * N).fill(NaN) }, mirrored)).toBeUndefined();
});
