import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEFAULT_EXPERIMENT, type NoveltySettings } from '../../../src-shared/experiment';
import { createRandom, standardNormal } from '../../numerics/random';
import {
  cosineDistance,
  curveDistance,
  meanAbsoluteDistance,
  movingAverage,
  noiseAmperes,
  prepareCurve,
} from './curveDistance';
import { scoreAgainst, scoreAll, type CurveSet } from './curveScores';
import { memberFactors, outsideFactor } from './outlierFactor';
import { componentScores, principalComponents, squaredResidual } from './principalComponents';

/** Curves in a plane about a mean, with a little in every other direction. */
function planar(seed: number, count: number, length: number, noise = 0.01): Float64Array[] {
  const random = createRandom(seed);
  const draw = () => Float64Array.from({ length }, () => standardNormal(random));
  const [mean, a, b] = [draw(), draw(), draw()];
  return Array.from({ length: count }, () => {
    const [p, q] = [3 * standardNormal(random), standardNormal(random)];
    return mean.map((value, v) => value + p * a[v]! + q * b[v]! + noise * standardNormal(random));
  });
}

function setOf(curves: readonly Float64Array[], change: Partial<NoveltySettings>): CurveSet {
  const settings = { ...DEFAULT_EXPERIMENT.novelty, ...change };
  const prepared = curves.map((curve) => prepareCurve(curve, settings));
  const distances = prepared.map((a) => prepared.map((b) => curveDistance(settings.distance, a, b)));
  return { prepared, distances, settings };
}

const distance = (a: Float64Array, b: Float64Array) => Math.hypot(...a.map((value, v) => value - b[v]!));
const close = (values: ArrayLike<number>, expected: readonly number[], digits = 8) =>
  expected.forEach((value, k) => expect(values[k]).toBeCloseTo(value, digits));

test('principal components are orthonormal, by falling variance, whichever matrix is taken apart', () => {
  fc.assert(
    fc.property(fc.nat(), fc.constantFrom([5, 9], [9, 5], [7, 7]), (seed, [count, length]) => {
      const curves = planar(seed, count, length, 0.3);
      const model = principalComponents(curves, 3);

      model.components.forEach((a, i) =>
        model.components.forEach((b, j) =>
          expect(a.reduce((sum, value, v) => sum + value * b[v]!, 0)).toBeCloseTo(i === j ? 1 : 0, 9),
        ),
      );
      const scores = curves.map((curve) => componentScores(model, curve));
      model.variances.forEach((variance, k) => {
        expect(scores.reduce((sum, own) => sum + own[k]! ** 2, 0) / count).toBeCloseTo(variance, 8);
        if (k > 0) expect(variance).toBeLessThanOrEqual(model.variances[k - 1]!);
      });
      // Pythagoras: what the components explain and what they leave make up the whole.
      curves.forEach((curve, i) => {
        const explained = scores[i]!.reduce((sum, score) => sum + score ** 2, 0);
        expect(explained + squaredResidual(model, curve)).toBeCloseTo(distance(curve, model.mean) ** 2, 7);
      });
    }),
    { numRuns: 30 },
  );
});

test('the residual is what a plane does not explain, and the component distance sees only the plane', () => {
  const curves = planar(4, 12, 30, 0);
  const odd = curves[5]!.map((value, v) => value + (v === 7 ? 4 : 0));
  const set = [...curves.slice(0, 5), odd, ...curves.slice(6)];

  const recon = scoreAll(setOf(set, { spectral: 'recon', residualComponents: 2 }));
  expect(recon.indexOf(Math.max(...recon))).toBe(5);
  close(
    scoreAll(setOf(curves, { spectral: 'recon', residualComponents: 2 })),
    curves.map(() => 0),
  );
  // Nothing is lost in two components, so the distances of whole curves come out.
  const pca = scoreAll(setOf(curves, { spectral: 'meanDist', distance: 'pca', components: 2 }));
  close(pca, scoreAll(setOf(curves, { spectral: 'meanDist' })));
  // Against the curves before, none of which left the plane.
  const causal = scoreAgainst(setOf(set, { spectral: 'recon', residualComponents: 2 }), 5);
  expect(causal).toBeGreaterThan(0.3);
});

test('the Mahalanobis distance does not know the unit, and is that of the inverse covariance in the plane', () => {
  const curves = planar(8, 20, 6, 0);
  const settings = { spectral: 'mahal', components: 2 } as const;
  const scores = scoreAll(setOf(curves, settings));
  close(
    scoreAll(
      setOf(
        curves.map((curve) => curve.map((value) => 1e-9 * value)),
        settings,
      ),
    ),
    scores,
    6,
  );

  const model = principalComponents(curves, 2);
  const ridge = (1e-3 * (model.variances[0]! + model.variances[1]!)) / 2;
  const expected = curves.map((curve) => {
    const [p, q] = componentScores(model, curve);
    return Math.sqrt(p! ** 2 / (model.variances[0]! + ridge) + q! ** 2 / (model.variances[1]! + ridge));
  });
  close(scores, expected, 9);
});

test('the local outlier factor is 1 on a lattice, larger outside a cluster, and as computed by hand', () => {
  const table = (line: readonly number[]) => line.map((a) => line.map((b) => Math.abs(a - b)));
  // 0 and 1 and 3, one neighbour each: reach 1, 1, 2; densities 1, 1, 1/2.
  close(memberFactors(table([0, 1, 3]), 1), [1, 1, 2]);
  close(memberFactors(table([0, 0, 0]), 2), [1, 1, 1]);
  expect(memberFactors(table([5]), 3)).toEqual([1]);
  const ring = Array.from({ length: 12 }, (_, k) => k);
  const turns = ring.map((a) => ring.map((b) => Math.min(Math.abs(a - b), 12 - Math.abs(a - b))));
  close(
    memberFactors(turns, 2),
    ring.map(() => 1),
  );
  const cluster = [0, 1, 2, 3, 4];
  expect(
    outsideFactor(
      cluster.map((x) => Math.abs(2.5 - x)),
      table(cluster),
      2,
    ),
  ).toBeLessThan(1.3);
  expect(
    outsideFactor(
      cluster.map((x) => Math.abs(40 - x)),
      table(cluster),
      2,
    ),
  ).toBeGreaterThan(10);
  expect(outsideFactor([1, 1], table([2, 2]), 2)).toBeGreaterThan(1e5);
  const scores = scoreAll(
    setOf([...planar(2, 8, 5, 0.1), new Float64Array(5).fill(90)], { spectral: 'lof', densityNeighbours: 3 }),
  );
  expect(scores.indexOf(Math.max(...scores))).toBe(8);
});

test('distances of curves by their definitions', () => {
  const [a, b] = [Float64Array.of(0, 2, 4), Float64Array.of(0, 1, 2)];
  expect(curveDistance('rms', a, b)).toBeCloseTo(Math.sqrt(5 / 3), 12);
  expect(meanAbsoluteDistance(a, b)).toBe(1);
  expect(cosineDistance(a, b)).toBeCloseTo(0, 12);
  expect(cosineDistance(Float64Array.of(1, 0), Float64Array.of(0, 3))).toBe(1);
  expect([cosineDistance(a, new Float64Array(3)), cosineDistance(new Float64Array(3), new Float64Array(3))]).toEqual([
    1, 0,
  ]);
  expect(curveDistance('pca', Float64Array.of(3, 0), Float64Array.of(0, 4))).toBeCloseTo(5, 12);
});

test('the shape of a curve does not know its scale, unless there is nothing but noise', () => {
  const rising = Float64Array.from({ length: 60 }, (_, k) => (k / 59) ** 2);
  const shape = { distance: 'shape', smooth: false } as const;
  const [one, ten] = [
    prepareCurve(rising, shape),
    prepareCurve(
      rising.map((value) => -10 * value),
      shape,
    ),
  ];
  close(ten, [...one.map((value) => -value)], 12);
  expect(Math.max(...one)).toBe(1);
  const random = createRandom(1);
  const noise = Float64Array.from({ length: 400 }, () => 6e-12 * standardNormal(random));
  expect(noiseAmperes(noise)).toBeGreaterThan(4.5e-12);
  expect(noiseAmperes(noise)).toBeLessThan(7e-12);
  // Three times its noise stands in for the largest current: the noise stays within it, mostly.
  expect(prepareCurve(noise, shape).filter((value) => Math.abs(value) > 0.5).length).toBeLessThan(60);
  expect([...prepareCurve(new Float64Array(4), shape)]).toEqual([0, 0, 0, 0]);
  close(movingAverage(Float64Array.of(0, 3, 6, 0), 3), [1.5, 3, 3, 3]);
  close(prepareCurve(Float64Array.of(5, 0, 0, 0, 0), { distance: 'rms', smooth: true }), [5 / 3, 1.25, 1, 0, 0]);
});
