import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEFAULT_EXPERIMENT, type NoveltySettings } from '../../../src-shared/experiment';
import {
  addCurve,
  createCurveArchive,
  referenceCurrent,
  spectralDiversity,
  spectralNovelty,
  trainingTargets,
} from './spectralNovelty';

const curves = fc
  .integer({ min: 1, max: 9 })
  .chain((length) =>
    fc.array(fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: length, maxLength: length }), {
      minLength: 2,
      maxLength: 12,
    }),
  )
  .map((all) => all.map((curve) => Float64Array.from(curve, (value) => Math.fround(value) + 0.1)));

function archiveOf(all: readonly Float64Array[], seeds = all.length, settings: Partial<NoveltySettings> = {}) {
  const archive = createCurveArchive({ ...DEFAULT_EXPERIMENT.novelty, ...settings });
  for (const curve of all) addCurve(archive, curve, seeds);
  return archive;
}

const rms = (a: Float64Array, b: Float64Array) =>
  Math.hypot(...a.map((value, v) => value - b[v]!)) / Math.sqrt(a.length);

test('every score is what its definition says, computed from nothing', () => {
  fc.assert(
    fc.property(curves, (all) => {
      const archive = archiveOf(all);
      const reference = referenceCurrent(all);
      const mean = all[0]!.map((_, v) => all.reduce((sum, curve) => sum + curve[v]! / all.length, 0));

      const scores = {
        meanDist: spectralNovelty(archive, 'meanDist'),
        toMean: spectralNovelty(archive, 'toMean'),
        knn: spectralNovelty(archive, 'knn'),
        nearest: spectralNovelty(archive, 'nearest'),
      };

      all.forEach((curve, i) => {
        const others = all.filter((_, j) => j !== i).map((other) => rms(curve, other) / reference);
        others.sort((a, b) => a - b);
        const near = others.slice(0, Math.min(5, others.length));
        const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
        expect(scores.meanDist[i]).toBeCloseTo(sum(others) / others.length, 9);
        expect(scores.toMean[i]).toBeCloseTo(rms(curve, mean) / reference, 9);
        expect(scores.knn[i]).toBeCloseTo(sum(near) / near.length, 9);
        expect(scores.nearest[i]).toBeCloseTo(others[0]!, 9);
      });
      const pairs = scores.meanDist.reduce((total, score) => total + score, 0) / all.length;
      expect(spectralDiversity(archive)).toBeCloseTo(pairs, 9);
    }),
  );
});

test('the scores do not depend on the order of acquisition', () => {
  fc.assert(
    fc.property(curves, (all) => {
      const forward = spectralNovelty(archiveOf(all), 'meanDist');
      const backward = spectralNovelty(archiveOf([...all].reverse()), 'meanDist').reverse();

      forward.forEach((score, i) => expect(score).toBeCloseTo(backward[i]!, 9));
    }),
  );
});

test('the reference current is the 95th percentile of the maxima of the seeds, and frozen after them', () => {
  const constant = (amperes: number) => Float64Array.of(amperes / 2, -amperes, 0);
  const archive = createCurveArchive();

  const references = [1, 3, 2, 50].map((amperes) => {
    addCurve(archive, constant(amperes), 3);
    return archive.referenceAmperes;
  });

  expect(references[0]).toBe(1);
  expect(references[2]).toBeCloseTo(2.9, 12);
  expect(references[3]).toBe(references[2]);
});

test('curves without any current score 0 and do not freeze a reference of 0', () => {
  const archive = archiveOf([new Float64Array(3), new Float64Array(3)], 2);
  expect(spectralNovelty(archive, 'meanDist')).toEqual(new Float64Array(2));
  expect(spectralDiversity(archive)).toBe(0);

  addCurve(archive, Float64Array.of(1, 2, 3), 2);

  expect(archive.referenceAmperes).toBeGreaterThan(0);
  expect(spectralNovelty(archive, 'meanDist')[2]).toBeGreaterThan(0);
});

test('one curve scores 0', () => {
  expect(spectralNovelty(archiveOf([Float64Array.of(1, 2)]), 'knn')).toEqual(Float64Array.of(0));
});

test('targets span 0 to 1, or are all one half', () => {
  expect([...trainingTargets(Float64Array.of(2, 4, 3))]).toEqual([0, 1, 0.5]);
  expect([...trainingTargets(Float64Array.of(2, 2))]).toEqual([0.5, 0.5]);
  expect([...trainingTargets(Float64Array.of(7))]).toEqual([0.5]);
});

test('causal scores know only what came before, frozen ones what had come; both stay', () => {
  fc.assert(
    fc.property(curves, fc.integer({ min: 2, max: 4 }), (all, seeds) => {
      const reference = referenceCurrent(all.slice(0, Math.max(seeds, 1)));
      const spectral = 'nearest' as const;
      const causal = spectralNovelty(archiveOf(all, seeds, { spectral, timing: 'causal' }), spectral);
      const frozen = spectralNovelty(archiveOf(all, seeds, { spectral, timing: 'frozen' }), spectral);

      all.forEach((curve, i) => {
        const least = (others: readonly Float64Array[]) =>
          Math.min(...others.filter((other) => other !== curve).map((other) => rms(curve, other))) / reference;
        const known = Math.min(all.length, Math.max(seeds, i + 1));
        expect(causal[i]).toBeCloseTo(i === 0 ? 0 : least(all.slice(0, i)), 9);
        expect(frozen[i]).toBeCloseTo(least(all.slice(0, known)), 9);
      });
    }),
  );
});

test('a beginning of the archive scores as if nothing had come later', () => {
  fc.assert(
    fc.property(curves, fc.constantFrom(...SPECTRAL), fc.constantFrom(...TIMINGS), (all, spectral, timing) => {
      const settings = { spectral, timing, components: 2, residualComponents: 1 };
      const whole = archiveOf(all, 2, settings);
      const n = Math.max(2, all.length - 2);
      const part = {
        ...whole,
        curves: whole.curves.slice(0, n),
        distances: whole.distances.slice(0, n).map((row) => row.slice(0, n)),
      };

      const scores = spectralNovelty(part, spectral);

      const alone = spectralNovelty(archiveOf(all.slice(0, n), 2, settings), spectral);
      expect(scores).toHaveLength(n);
      scores.forEach((score, i) => expect(score).toBeCloseTo(alone[i]!, 9));
    }),
  );
});

const SPECTRAL = ['meanDist', 'toMean', 'knn', 'nearest', 'mahal', 'recon', 'lof'] as const;
const TIMINGS = ['all', 'causal', 'frozen'] as const;
