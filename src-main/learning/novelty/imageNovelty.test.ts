import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Frame } from '../../../src-shared/scan';
import { createRandom, uniform } from '../../numerics/random';
import { buildPatchSet, heightPatch, type PatchSet } from '../patches';
import { addMeasuredPatch, createImageNovelty, imageNoveltyScores } from './imageNovelty';
import { addPatch, createPatchArchive, similarMeasured, structuralDiversity } from './patchArchive';

function patchSet(seed: number, holes: readonly number[] = []): PatchSet {
  const random = createRandom(seed);
  const heightsMetres = Float32Array.from({ length: 12 * 13 }, () => uniform(random));
  for (const hole of holes) heightsMetres[hole] = NaN;
  const frame: Frame = { rows: 12, cols: 13, widthMetres: 1, heightMetres: 1, heightsMetres };
  return buildPatchSet(frame, { size: 4, stride: 1, normalisation: 'perPatch' });
}

function rms(set: PatchSet, a: number, b: number): number {
  const other = heightPatch(set, b);
  return Math.sqrt(heightPatch(set, a).reduce((sum, value, p) => sum + (value - other[p]!) ** 2, 0) / other.length);
}

function cosine(set: PatchSet, a: number, b: number): number {
  const [p, q] = [heightPatch(set, a), heightPatch(set, b)];
  const dot = (x: Float32Array, y: Float32Array) => x.reduce((sum, value, i) => sum + value * y[i]!, 0);
  return 1 - dot(p, q) / Math.sqrt(dot(p, p) * dot(q, q));
}

/** Smallest distance over turning and mirroring one patch pixel by pixel. */
function turnedRms(set: PatchSet, a: number, b: number): number {
  const { size } = set;
  const [p, q] = [heightPatch(set, a), heightPatch(set, b)];
  const at = (i: number, j: number, turn: number): [number, number] => {
    let [x, y] = [i, j];
    for (let k = 0; k < turn % 4; k++) [x, y] = [y, size - 1 - x];
    return turn < 4 ? [x, y] : [x, size - 1 - y];
  };
  const ways = Array.from({ length: 8 }, (_, turn) => {
    let sum = 0;
    for (let i = 0; i < size; i++)
      for (let j = 0; j < size; j++) {
        const [x, y] = at(i, j, turn);
        sum += (p[i * size + j]! - q[x * size + y]!) ** 2;
      }
    return Math.sqrt(sum / size ** 2);
  });
  return Math.min(...ways);
}

const measuredPoints = fc.uniqueArray(fc.nat({ max: 89 }), { minLength: 1, maxLength: 8 });

const DISTANCES = { nearest: rms, knn: rms, meanDist: rms, embed: rms, cosine, rotInv: turnedRms, pca: rms };
// Patches of 4 x 4 have sixteen principal components, so that `pca` loses nothing.
const KINDS = ['nearest', 'knn', 'meanDist', 'cosine', 'rotInv', 'pca', 'embed'] as const;

test('the scores kept step by step are those of all measured patches at once', () => {
  fc.assert(
    fc.property(fc.nat(), measuredPoints, fc.constantFrom(...KINDS), (seed, measured, kind) => {
      const set = patchSet(seed);
      const novelty = createImageNovelty(set, kind);
      for (const candidate of measured) addMeasuredPatch(novelty, set, candidate);

      const scores = imageNoveltyScores(novelty, set);

      for (let k = 0; k < set.count; k += 7) {
        const all = measured.map((m) => DISTANCES[kind](set, k, m)).sort((a, b) => a - b);
        const near = kind === 'meanDist' ? all : all.slice(0, kind === 'knn' ? 3 : 1);
        expect(scores[k]).toBeCloseTo(near.reduce((sum, d) => sum + d, 0) / near.length, 5);
      }
    }),
    { numRuns: 30 },
  );
});

test('the score is 0 where a patch was measured, and not a number where pixels are missing', () => {
  const set = patchSet(5, [0, 80]);
  const novelty = createImageNovelty(set, 'nearest');
  const measured = set.usable.lastIndexOf(1);
  addMeasuredPatch(novelty, set, measured);

  const scores = imageNoveltyScores(novelty, set);

  expect(scores[measured]).toBe(0);
  scores.forEach((score, k) => expect(Number.isNaN(score)).toBe(set.usable[k] === 0));
  expect(set.usable).toContain(0);
});

test('structural diversity is the mean distance over pairs, and neighbours come nearest first', () => {
  fc.assert(
    fc.property(fc.nat(), measuredPoints, (seed, measured) => {
      const set = patchSet(seed);
      const archive = createPatchArchive();
      for (const candidate of measured) addPatch(archive, set, candidate);
      let sum = 0;
      for (const a of measured) for (const b of measured) sum += rms(set, a, b);

      const neighbours = similarMeasured(archive, set, 0);

      const expected = measured.length < 2 ? 0 : sum / (measured.length * (measured.length - 1));
      expect(structuralDiversity(archive, set, 'meanPairwise')).toBeCloseTo(expected, 9);
      const centre = heightPatch(set, measured[0]!).map(
        (_, p) => measured.reduce((total, m) => total + heightPatch(set, m)[p]!, 0) / measured.length,
      );
      const away = measured.map((m) =>
        Math.sqrt(heightPatch(set, m).reduce((total, v, p) => total + (v - centre[p]!) ** 2, 0) / centre.length),
      );
      const spread = measured.length < 2 ? 0 : away.reduce((a, b) => a + b, 0) / measured.length;
      expect(structuralDiversity(archive, set, 'toCentroid')).toBeCloseTo(spread, 6);
      const byDistance = measured.map((m, index) => ({ index, d: rms(set, 0, m) })).sort((a, b) => a.d - b.d);
      expect(neighbours).toEqual(byDistance.slice(0, 3).map(({ index }) => index));
    }),
    { numRuns: 30 },
  );
});

test('components that are left out bring patches closer, never apart', () => {
  const random = createRandom(3);
  const heightsMetres = Float32Array.from({ length: 24 * 24 }, () => uniform(random));
  const frame: Frame = { rows: 24, cols: 24, widthMetres: 1, heightMetres: 1, heightsMetres };
  const set = buildPatchSet(frame, { size: 8, stride: 1, normalisation: 'global' });
  const [near, pca] = [createImageNovelty(set, 'nearest'), createImageNovelty(set, 'pca')];
  for (const novelty of [near, pca]) for (const measured of [0, 100]) addMeasuredPatch(novelty, set, measured);

  const [full, reduced] = [imageNoveltyScores(near, set), imageNoveltyScores(pca, set)];

  reduced.forEach((score, k) => expect(score).toBeLessThanOrEqual(full[k]! + 1e-6));
  expect(reduced[100]).toBe(0);
  expect(Math.max(...reduced)).toBeGreaterThan(0.1);
});
