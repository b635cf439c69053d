/**
 * The grains of the film: a Laguerre tessellation (power diagram; Imai, Iri & Murota 1985), the usual model of grains
 * that grew from random seeds at slightly different rates. All lengths are pixels of the film, rows counted down.
 */
import type { Random } from '../../numerics/random';
import { standardNormal, uniformBetween } from '../../numerics/random';

/** 90 grains on 128 x 128 pixels: an equivalent diameter of about 15 pixels, 0.24 µm at 15.6 nm per pixel. */
const GRAINS_PER_PIXEL = 90 / 128 ** 2;
/** Sites are sown on a square this much larger than the film, so that the outermost cells are like the others. */
const SOWN_SIDE = 1.2;
/** Boundaries farther away than this need not be known. */
const REACH_PIXELS = 16;

/** Sites of all grains, also of those that lie wholly outside the film. */
export interface Grains {
  readonly count: number;
  readonly row: Float64Array;
  readonly col: Float64Array;
  /** Power weight of each site, pixels squared: the larger, the larger the grain. */
  readonly weight: Float64Array;
  /** Radius of a circle with the mean area of a grain, pixels. */
  readonly radius: number;
  /** 1 / (2 * distance between two sites), count x count, 1/pixels. */
  readonly halfInverseDistance: Float64Array;
}

/** What lies around one place: the grain it belongs to and the boundaries nearby, nearest first. */
export interface Surroundings {
  readonly grain: number;
  /** Grains behind these boundaries. */
  readonly neighbours: number[];
  /** Distance to each of these boundaries in pixels, ascending. */
  readonly distances: number[];
}

/** Sows the grains of a square film: the same density of grains whatever its size. */
export function sowGrains(random: Random, pixels: number): Grains {
  const count = Math.round(GRAINS_PER_PIXEL * pixels ** 2 * SOWN_SIDE ** 2);
  const radius = Math.sqrt(1 / (GRAINS_PER_PIXEL * Math.PI));
  const row = new Float64Array(count);
  const col = new Float64Array(count);
  const weight = new Float64Array(count);
  const margin = ((SOWN_SIDE - 1) / 2) * pixels;
  for (let i = 0; i < count; i++) {
    row[i] = uniformBetween(random, -margin, pixels + margin) - 0.5;
    col[i] = uniformBetween(random, -margin, pixels + margin) - 0.5;
    weight[i] = standardNormal(random) * 0.35 * radius ** 2;
  }
  return { count, row, col, weight, radius, halfInverseDistance: invertDistances(row, col) };
}

/**
 * The sites that can matter to a place in a square of the film: own it, or have a boundary within reach of it.
 *
 * With P the least upper bound of the owner's power in the square and A that of its distance, a site at a distance D
 * has its boundary at (D^2 - w - P) / (2 (D + A)) or farther, which grows with D; so all sites beyond the root are out.
 */
export function sitesAround(grains: Grains, square: { row: number; col: number; side: number }): Int32Array {
  const half = square.side / Math.SQRT2;
  const distances = Float64Array.from(grains.row, (row, k) =>
    Math.hypot(row - square.row, grains.col[k]! - square.col),
  );
  const largestWeight = grains.weight.reduce((most, weight) => Math.max(most, weight), 0);
  const power = distances.reduce((least, d, k) => Math.min(least, (d + half) ** 2 - grains.weight[k]!), Infinity);
  const away = Math.sqrt(Math.max(power + largestWeight, 0));
  const root = REACH_PIXELS + Math.sqrt(REACH_PIXELS ** 2 + largestWeight + power + 2 * REACH_PIXELS * away);
  return Int32Array.from(distances.keys()).filter((k) => distances[k]! < root + half);
}

/**
 * The grain at a place and its boundaries, nearest first.
 *
 * The cell of site a is where its power |x - s_a|^2 - w_a is the least. Its boundary with site k is the straight line
 * where both powers are equal, at the distance (p_k - p_a) / (2 |s_a - s_k|); the nearest boundary of a convex cell is
 * the least of these over all k, which need not be the site with the second least power.
 *
 * @param among sites that can matter, as {@link sitesAround} gives them: boundaries beyond reach are then left out where at
 *   least two are within; without it every boundary is given
 */
export function lookAround(grains: Grains, at: { row: number; col: number }, among?: Int32Array): Surroundings {
  const sites = among ?? Int32Array.from({ length: grains.count }, (_, k) => k);
  const powers = new Float64Array(sites.length);
  let own = 0;
  for (let i = 0; i < sites.length; i++) {
    const k = sites[i]!;
    powers[i] = (at.row - grains.row[k]!) ** 2 + (at.col - grains.col[k]!) ** 2 - grains.weight[k]!;
    if (powers[i]! < powers[own]!) own = i;
  }
  const grain = sites[own]!;
  const near: { neighbour: number; distance: number }[] = [];
  for (let i = 0; i < sites.length; i++) {
    const distance = (powers[i]! - powers[own]!) * grains.halfInverseDistance[grain * grains.count + sites[i]!]!;
    if (i !== own && (distance < REACH_PIXELS || !among)) near.push({ neighbour: sites[i]!, distance });
  }
  if (among && near.length < 2) return lookAround(grains, at);
  near.sort((a, b) => a.distance - b.distance || a.neighbour - b.neighbour);
  return { grain, neighbours: near.map((n) => n.neighbour), distances: near.map((n) => n.distance) };
}

function invertDistances(row: Float64Array, col: Float64Array): Float64Array {
  const count = row.length;
  const inverse = new Float64Array(count * count);
  for (let i = 0; i < count; i++)
    for (let k = 0; k < count; k++)
      inverse[i * count + k] = i === k ? 0 : 0.5 / Math.hypot(row[i]! - row[k]!, col[i]! - col[k]!);
  return inverse;
}
