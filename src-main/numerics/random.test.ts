import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Random } from './random';
import {
  choose,
  createRandom,
  deriveRandom,
  integerBelow,
  randomFromKey,
  shuffle,
  standardNormal,
  uniform,
  uniformBetween,
} from './random';

const seeds = fc.integer({ min: 0, max: 0xffffffff });

function take<T>(count: number, draw: () => T): T[] {
  return Array.from({ length: count }, draw);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Pearson's correlation of two streams of normal numbers. */
function correlation(a: Random, b: Random, count: number): number {
  let product = 0;
  for (let i = 0; i < count; i++) product += standardNormal(a) * standardNormal(b);
  return product / count;
}

describe('the generator', () => {
  test('gives the published numbers of xoshiro128** from the state 1, 2, 3, 4', () => {
    const random = randomFromKey([1, 2, 3, 4]);

    const expected = [11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597];
    expect(take(9, () => random.next())).toEqual([...expected]);
  });

  test('does not stay at zero from the all-zero key', () => {
    const random = randomFromKey([0, 0, 0, 0]);

    expect(new Set(take(20, () => random.next())).size).toBeGreaterThan(10);
  });

  test('repeats for the same seed and differs for neighbouring seeds', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const first = take(
          8,
          (
            (random) => () =>
              random.next()
          )(createRandom(seed)),
        );
        const again = take(
          8,
          (
            (random) => () =>
              random.next()
          )(createRandom(seed)),
        );
        const next = take(
          8,
          (
            (random) => () =>
              random.next()
          )(createRandom(seed + 1)),
        );
        expect(again).toEqual(first);
        expect(next.filter((word, i) => word === first[i])).toEqual([]);
      }),
    );
  });

  test('sets each bit in half of the words', () => {
    const random = createRandom(7);
    const words = take(20_000, () => random.next());

    for (let bit = 0; bit < 32; bit++) {
      const share = words.filter((word) => (word >>> bit) & 1).length / words.length;
      expect(Math.abs(share - 0.5)).toBeLessThan(5 * (0.5 / Math.sqrt(words.length)));
    }
  });
});

describe('derived streams', () => {
  test('depend on the parent key and the label, not on what was drawn before', () => {
    const parent = createRandom(3);
    const before = deriveRandom(parent, 'film').next();
    take(100, () => parent.next());

    expect(deriveRandom(parent, 'film').next()).toBe(before);
    expect(deriveRandom(parent, 'films').next()).not.toBe(before);
    expect(deriveRandom(createRandom(4), 'film').next()).not.toBe(before);
  });

  test('are uncorrelated with their parent, with each other and with the next label', () => {
    const limit = 5 / Math.sqrt(20_000);

    for (const [a, b] of [
      [createRandom(1), deriveRandom(createRandom(1), 'noise')],
      [deriveRandom(createRandom(1), 'noise'), deriveRandom(createRandom(1), 'drift')],
      [deriveRandom(createRandom(1), 'noise/1'), deriveRandom(createRandom(1), 'noise/2')],
      [createRandom(1), createRandom(2)],
    ] as const)
      expect(Math.abs(correlation(a, b, 20_000))).toBeLessThan(limit);
  });

  test('of ten thousand labels have ten thousand keys', () => {
    const root = createRandom(1);

    expect(
      new Set(
        take(
          10_000,
          (
            (i) => () =>
              deriveRandom(root, `p${i++}`).key.join()
          )(0),
        ),
      ).size,
    ).toBe(10_000);
  });
});

describe('distributions', () => {
  test('uniform stays in [0, 1) with mean 1/2 and variance 1/12', () => {
    const random = createRandom(11);
    const values = take(50_000, () => uniform(random));

    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    expect(meanOf(values)).toBeCloseTo(0.5, 2);
    expect(meanOf(values.map((value) => (value - 0.5) ** 2))).toBeCloseTo(1 / 12, 2);
  });

  test('uniformBetween stays in its interval', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: -100, max: 100 }), fc.integer({ min: 1, max: 100 }), (seed, low, span) => {
        const value = uniformBetween(createRandom(seed), low, low + span);
        expect(value >= low && value < low + span).toBe(true);
      }),
    );
  });

  test('standardNormal has the first four moments 0, 1, 0, 3', () => {
    const random = createRandom(5);
    const values = take(100_000, () => standardNormal(random));

    expect(values.every(Number.isFinite)).toBe(true);
    expect(Math.abs(meanOf(values))).toBeLessThan(0.015);
    expect(Math.abs(meanOf(values.map((value) => value ** 2)) - 1)).toBeLessThan(0.025);
    expect(Math.abs(meanOf(values.map((value) => value ** 3)))).toBeLessThan(0.06);
    expect(Math.abs(meanOf(values.map((value) => value ** 4)) - 3)).toBeLessThan(0.18);
  });

  test('integerBelow gives every integer equally often (chi-squared, 6 degrees of freedom)', () => {
    const random = createRandom(9);
    const counts = new Array<number>(7).fill(0);
    for (let i = 0; i < 70_000; i++) counts[integerBelow(random, 7)]!++;

    expect(counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0)).toBeLessThan(27);
  });

  test('integerBelow names what it refuses', () => {
    for (const n of [0, -1, 1.5, Number.NaN, 2 ** 32 + 1])
      expect(() => integerBelow(createRandom(1), n)).toThrow(RangeError);
    expect(integerBelow(createRandom(1), 1)).toBe(0);
  });

  test('shuffle keeps the items and leaves the given array alone', () => {
    fc.assert(
      fc.property(seeds, fc.array(fc.integer()), (seed, items) => {
        const given = [...items];
        const mixed = shuffle(createRandom(seed), items);
        expect(items).toEqual(given);
        expect([...mixed].sort((a, b) => a - b)).toEqual([...given].sort((a, b) => a - b));
      }),
    );
  });

  test('shuffle makes the six orders of three items equally often', () => {
    const random = createRandom(2);
    const counts = new Map<string, number>();
    for (let i = 0; i < 12_000; i++) {
      const order = shuffle(random, ['a', 'b', 'c']).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }

    expect(counts.size).toBe(6);
    expect([...counts.values()].reduce((sum, count) => sum + (count - 2000) ** 2 / 2000, 0)).toBeLessThan(25);
  });

  test('choose gives k different integers below n', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 500 }), (seed, k, extra) => {
        const chosen = choose(createRandom(seed), k, k + extra);
        expect(chosen.length).toBe(k);
        expect(new Set(chosen).size).toBe(k);
        expect(chosen.every((value) => Number.isInteger(value) && value >= 0 && value < k + extra)).toBe(true);
      }),
    );
  });

  test('choose takes each integer equally often in each position', () => {
    const random = createRandom(13);
    const counts = new Array<number>(15).fill(0);
    for (let i = 0; i < 10_000; i++) choose(random, 3, 5).forEach((value, place) => counts[place * 5 + value]!++);

    expect(counts.reduce((sum, count) => sum + (count - 2000) ** 2 / 2000, 0)).toBeLessThan(40);
  });

  test('choose names what it refuses', () => {
    expect(() => choose(createRandom(1), 4, 3)).toThrow(RangeError);
    expect(() => choose(createRandom(1), -1, 3)).toThrow(RangeError);
  });
});
