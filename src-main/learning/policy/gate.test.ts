import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEFAULT_EXPERIMENT, type GateSettings } from '../../../src-shared/experiment';
import { createRandom } from '../../numerics/random';
import { chooseBest, chooseRandom } from './choice';
import { combineScores, gateShares } from './gate';
import { chooseSeeds } from './seedPoints';

const gate = (kind: GateSettings['kind'], gamma = 1, change: Partial<GateSettings> = {}): GateSettings => ({
  ...DEFAULT_EXPERIMENT.gate,
  kind,
  gamma,
  quantile: 0.5,
  weight: 0.25,
  ...change,
});
const acquisition = Float64Array.of(1, 3, NaN, 5, 2);
const novelty = Float64Array.of(0.3, 0.1, 9, 0.2, 0.5);
// Scaled over the allowed ones: A = 0, .5, -, 1, .25 and N = .5, 0, -, .25, 1 with median .375.

test('each gate joins the scaled scores by its formula', () => {
  const scores = (kind: GateSettings['kind'], gamma?: number) => [
    ...combineScores(acquisition, novelty, gate(kind, gamma)).scores,
  ];
  const close = (values: number[], expected: number[]) =>
    values.forEach((value, k) =>
      Number.isFinite(expected[k]) ? expect(value).toBeCloseTo(expected[k]!, 12) : expect(value).toBe(expected[k]),
    );
  const step = (n: number) => 1 / (1 + Math.exp(-(n - 0.375) / 0.1));

  close(scores('product'), [0, 0, NaN, 0.25, 0.25]);
  close(scores('product', 2), [0, 0, NaN, 0.0625, 0.25]);
  close(scores('hard'), [0, -Infinity, NaN, -Infinity, 0.25]);
  close(scores('sigmoid'), [0, 0.5 * step(0), NaN, step(0.25), 0.25 * step(1)]);
  close(scores('sum'), [0.375, 0.125, NaN, 0.4375, 0.8125]);
  close(scores('none'), [0, 0.5, NaN, 1, 0.25]);
});

test('the penalty takes away what the image novelty is short of its threshold, times its strength', () => {
  const { scores } = combineScores(acquisition, novelty, gate('penalty', 1, { strength: 10, threshold: 0.3 }));
  [0, 0.5 - 3, NaN, 1 - 0.5, 0.25].forEach((expected, k) =>
    Number.isNaN(expected) ? expect(scores[k]).toBeNaN() : expect(scores[k]).toBeCloseTo(expected, 12),
  );
});

test('the step of the sigmoid stands at its quantile and has its width', () => {
  const { scores } = combineScores(acquisition, novelty, gate('sigmoid', 1, { quantile: 1, width: 0.5 }));
  expect(scores[3]).toBeCloseTo(1 / (1 + Math.exp((1 - 0.25) / 0.5)), 12);
});

test('ranks know the order of both sides and nothing else', () => {
  const values = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 2, maxLength: 12 });
  fc.assert(
    fc.property(values, (list) => {
      const a = Float64Array.from([NaN, ...list]);
      const ranked = combineScores(a, a, gate('none', 1, { scale: 'rank' }));
      const bent = combineScores(a.map(Math.exp), a, gate('none', 1, { scale: 'rank' }));

      expect(bent.scores).toEqual(ranked.scores);
      expect(ranked.acquisition[0]).toBeNaN();
      const flat = new Set(list).size === 1;
      list.forEach((value, k) => {
        const below = list.filter((other) => other < value).length;
        const equal = list.filter((other) => other === value).length;
        const rank = (below + (equal - 1) / 2) / (list.length - 1);
        expect(ranked.acquisition[k + 1]).toBeCloseTo(flat ? 0 : rank, 12);
        expect(ranked.imageNovelty[k + 1]).toBeCloseTo(flat ? 1 : rank, 12);
      });
    }),
  );
});

test('ties go to the larger image novelty, then to the lower index', () => {
  const tied = combineScores(acquisition, novelty, gate('product'));
  const same = combineScores(Float64Array.of(1, 2, 2), Float64Array.of(0, 5, 5), gate('none'));

  expect(chooseBest(tied, false)).toEqual({ candidate: 4, reason: 'combined' });
  expect(chooseBest(tied, true)).toEqual({ candidate: 4, reason: 'uncertainty-fallback' });
  expect(chooseBest(same, false)).toEqual({ candidate: 1, reason: 'combined' });
});

test('where all combined scores are about 0 the image novelty chooses, and where nothing is allowed nobody does', () => {
  const flat = combineScores(Float64Array.of(2, 2, 2), Float64Array.of(0.1, 0.9, 0.4), gate('product'));
  const none = combineScores(Float64Array.of(NaN, NaN), Float64Array.of(1, 2), gate('hard'));
  const one = combineScores(Float64Array.of(NaN, 4), Float64Array.of(1, 2), gate('hard'));

  expect(chooseBest(flat, false)).toEqual({ candidate: 1, reason: 'image-novelty-fallback' });
  expect(chooseBest(none, false)).toBeUndefined();
  expect(chooseBest(one, false)).toEqual({ candidate: 1, reason: 'image-novelty-fallback' });
});

test('image novelty that is the same everywhere shuts nobody out', () => {
  for (const kind of ['product', 'hard', 'sigmoid'] as const) {
    const combined = combineScores(Float64Array.of(1, 3, 2), Float64Array.of(7, 7, 7), gate(kind));

    expect(chooseBest(combined, false)?.candidate).toBe(1);
  }
});

test('the choice is the largest score for any gate, and no scale of either side matters', () => {
  const values = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 15 });
  const kinds = fc.constantFrom<GateSettings['kind']>('product', 'hard', 'sigmoid', 'sum', 'none');
  fc.assert(
    fc.property(values, fc.nat(), kinds, (a, seed, kind) => {
      const random = createRandom(seed);
      const scores = Float64Array.from(a);
      const image = scores.map(() => random.next() % 16);
      const combined = combineScores(scores, image, gate(kind));

      const choice = chooseBest(combined, false)!;

      const list = choice.reason === 'combined' ? combined.scores : combined.imageNovelty;
      expect(list[choice.candidate]).toBe(Math.max(...list));
      expect(list.indexOf(list[choice.candidate]!)).toBeLessThanOrEqual(choice.candidate);
      const scaled = combineScores(
        scores.map((v) => 4 * v + 8),
        image.map((v) => 2 * v + 1),
        gate(kind),
      );
      expect(chooseBest(scaled, false)).toEqual(choice);
    }),
  );
});

test('shares of the gate add up to 1 and belong to the factor that lifts the candidate above the usual', () => {
  const factor = fc.double({ min: 0, max: 1, noNaN: true });
  const factors = fc.record({ acquisition: factor, imageNovelty: factor });
  fc.assert(
    fc.property(factors, factors, fc.constantFrom('product', 'sum'), (chosen, typical, kind) => {
      const { spectral, image } = gateShares(chosen, typical, gate(kind))!;

      expect(spectral + image).toBeCloseTo(1, 12);
      expect(Math.min(spectral, image)).toBeGreaterThanOrEqual(0);
    }),
  );
  const typical = { acquisition: 0.25, imageNovelty: 0.5 };
  const spectralShare = (acquisition: number, imageNovelty: number, gamma = 1): number =>
    gateShares({ acquisition, imageNovelty }, typical, gate('product', gamma))!.spectral;
  expect(spectralShare(1, 1)).toBeCloseTo(2 / 3, 12);
  expect(spectralShare(1, 1, 2)).toBeCloseTo(1 / 2, 12);
  expect(spectralShare(1, 0.4)).toBe(1);
  expect(spectralShare(0.2, 0.9)).toBe(0);
  expect(spectralShare(0.1, 0.1)).toBe(0.5);
  const sum = (acquisition: number, imageNovelty: number) =>
    gateShares({ acquisition, imageNovelty }, typical, gate('sum', 1, { weight: 0.25 }))!.spectral;
  expect(sum(0.65, 0.6)).toBeCloseTo((0.25 * 0.4) / (0.25 * 0.4 + 0.75 * 0.1), 12);
  expect(sum(0.9, 0.3)).toBe(1);
  expect(gateShares(typical, typical, gate('hard'))).toBeUndefined();
});

test('seeds and random choices come from the usable candidates, each step and round anew', () => {
  const usable = Uint8Array.from({ length: 200 }, (_, k) => (k % 3 === 0 ? 1 : 0));
  const seeds = chooseSeeds(createRandom(5), usable, 20);
  const pick = (step: number, round: number) => chooseRandom(createRandom(5), { step, round }, usable)!.candidate;

  expect(new Set(seeds).size).toBe(20);
  expect(seeds.every((k) => usable[k] === 1)).toBe(true);
  expect(chooseSeeds(createRandom(5), usable, 20)).toEqual(seeds);
  expect(chooseSeeds(createRandom(6), usable, 20)).not.toEqual(seeds);
  expect(() => chooseSeeds(createRandom(5), usable, 68)).toThrow('67 places');
  const picks = [1, 2, 3, 4, 5, 6].map((step) => pick(step, 0));
  expect(picks.every((k) => usable[k] === 1)).toBe(true);
  expect(picks).toEqual([1, 2, 3, 4, 5, 6].map((step) => pick(step, 0)));
  expect(new Set([...picks, pick(1, 1)]).size).toBeGreaterThan(4);
  expect(chooseRandom(createRandom(5), { step: 1, round: 0 }, new Uint8Array(9))).toBeUndefined();
});
