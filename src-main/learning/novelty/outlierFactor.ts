/** Local outlier factor (Breunig et al. 2000): how much thinner a set is about a thing than about its neighbours. */

/** Distances of things among themselves. */
export type DistanceTable = readonly (readonly number[])[];

/** Beside things that coincide, a thing apart would have an infinite factor. */
const MOST = 1e6;

/**
 * The factor of every member of a set: mean density about its k nearest over its own density. About 1 inside a cluster,
 * larger outside; 1 for a single thing.
 */
export function memberFactors(table: DistanceTable, k: number): number[] {
  const set = densities(table, k);
  return set.near.map((near, i) => ratio(near, set.density[i]!, set.density));
}

/** The factor of a thing outside the set. @param row its distances to the members, at least one */
export function outsideFactor(row: readonly number[], table: DistanceTable, k: number): number {
  const set = densities(table, k);
  const near = nearestOf(row, k, undefined);
  return ratio(near, densityOf(row, near, set.reach), set.density);
}

interface Densities {
  /** Indices of the k nearest of each member. */
  readonly near: readonly (readonly number[])[];
  /** Distance of the last of them. */
  readonly reach: readonly number[];
  /** One over the mean reachability distance; infinite where k things coincide. */
  readonly density: readonly number[];
}

function densities(table: DistanceTable, k: number): Densities {
  const near = table.map((row, i) => nearestOf(row, k, i));
  const reach = near.map((own, i) => (own.length === 0 ? 0 : table[i]![own.at(-1)!]!));
  return { near, reach, density: near.map((own, i) => densityOf(table[i]!, own, reach)) };
}

/** Nobody is nearer to a member than the member's own reach. */
function densityOf(row: readonly number[], near: readonly number[], reach: readonly number[]): number {
  const sum = near.reduce((total, j) => total + Math.max(row[j]!, reach[j]!), 0);
  return near.length / sum;
}

/** Equal densities, infinite and undefined ones too, count as 1. */
function ratio(near: readonly number[], own: number, density: readonly number[]): number {
  if (near.length === 0) return 1;
  const sum = near.reduce((total, j) => {
    const theirs = density[j]!;
    return total + (Object.is(theirs, own) || Number.isNaN(theirs) ? 1 : theirs / own);
  }, 0);
  return Math.min(MOST, sum / near.length);
}

/** Indices of the k smallest distances, `self` left out, nearest first, of equals the lower index. */
function nearestOf(row: readonly number[], k: number, self: number | undefined): number[] {
  return Array.from(row.keys())
    .filter((j) => j !== self)
    .sort((a, b) => row[a]! - row[b]! || a - b)
    .slice(0, k);
}
