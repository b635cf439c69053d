/** Measures of a set that grows step by step, from the distances of all its pairs. */
import { vendiDiversity } from '../learning/novelty/vendi';

/** Distances of all pairs of `count` things. */
export interface PairDistances {
  readonly count: number;
  readonly at: (i: number, j: number) => number;
}

/** Computes every pair once. */
export function allPairs(count: number, distance: (i: number, j: number) => number): PairDistances {
  const held = new Float64Array(count * count);
  for (let i = 0; i < count; i++)
    for (let j = 0; j < i; j++) {
      const value = distance(i, j);
      held[i * count + j] = value;
      held[j * count + i] = value;
    }
  return { count, at: (i, j) => held[i * count + j]! };
}

/** Mean distance over the pairs among the first k things, for k = first .. count; 0 for fewer than two. */
export function meanPairwiseFrom(first: number, { count, at }: PairDistances): number[] {
  const means: number[] = [];
  let sum = 0;
  for (let k = 1; k <= count; k++) {
    for (let j = 0; j < k - 1; j++) sum += at(k - 1, j);
    if (k >= first) means.push(k > 1 ? (2 * sum) / (k * (k - 1)) : 0);
  }
  return means;
}

/** Vendi diversity of the first `first` + step things at each step, under one width for all. */
export function vendiAt(steps: readonly number[], first: number, { at }: PairDistances, width: number): number[] {
  return steps.map((step) => vendiDiversity(first + step, at, width));
}

/** 0, every, 2 every, ... and the last. */
export function everySteps(last: number, every: number): number[] {
  const steps = Array.from({ length: Math.floor(last / every) + 1 }, (_, k) => k * every);
  return steps.at(-1) === last ? steps : [...steps, last];
}
