/** Wilcoxon's signed-rank test for pairs (Wilcoxon 1945), with the exact distribution. */

/** Pairs up to which the counts of the exact distribution are exact in a double. */
export const MOST_PAIRS = 50;

export interface SignedRank {
  /** Pairs that differ; equal ones say nothing and are left out. */
  readonly pairs: number;
  /** Sum of the ranks of positive differences. */
  readonly rankSum: number;
  /** Two-sided probability of a sum at least as far from its middle, if signs were chance; 1 without pairs. */
  readonly p: number;
}

/**
 * Tests whether the differences of pairs lie about 0. Equal sizes share their mean rank, and the distribution is that
 * of all 2^n signs on the ranks at hand. Throws RangeError for more than {@link MOST_PAIRS} differences or for NaN.
 */
export function signedRankTest(differences: readonly number[]): SignedRank {
  if (differences.length > MOST_PAIRS || differences.some(Number.isNaN))
    throw new RangeError(`differences: expected up to ${MOST_PAIRS} numbers, given ${differences.length}`);
  const different = differences.filter((difference) => difference !== 0);
  const doubled = doubledRanks(different.map(Math.abs));
  const sum = doubled.reduce((total, rank, k) => (different[k]! > 0 ? total + rank : total), 0);
  return { pairs: different.length, rankSum: sum / 2, p: twoSided(doubled, sum) };
}

/** Twice the ranks from 1, so that shared ranks are whole numbers too. */
function doubledRanks(sizes: readonly number[]): number[] {
  return sizes.map((size) => {
    const below = sizes.filter((other) => other < size).length;
    const equal = sizes.filter((other) => other === size).length;
    return 2 * below + equal + 1;
  });
}

function twoSided(ranks: readonly number[], sum: number): number {
  const total = ranks.reduce((a, b) => a + b, 0);
  let counts = new Float64Array(total + 1);
  counts[0] = 1;
  for (const rank of ranks) {
    const before = counts;
    counts = before.map((count, at) => count + (at >= rank ? before[at - rank]! : 0));
  }
  const away = Math.abs(2 * sum - total);
  const extreme = counts.reduce((all, count, at) => (Math.abs(2 * at - total) >= away ? all + count : all), 0);
  return extreme / 2 ** ranks.length;
}
