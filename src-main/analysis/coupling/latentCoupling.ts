/**
 * Coupling in the latent space (algorithm.md 9.2): about each point the distances of the two latents of a pair, against
 * those of pairs shuffled inside the neighbourhood.
 */
import type { CouplingMap, CouplingPoint } from '../../../src-shared/manifold';
import { shuffle, type Random } from '../../numerics/random';
import { adjusted } from './falseDiscovery';
import type { Pause } from './featureCoupling';
import { neighbourhood, type Neighbourhood } from './neighbourhood';
import { centred, rowDistance, type Table } from './pointTable';
import { countVerdicts } from './verdicts';

/** Reach in units of the pooled spread of the latents. */
const REACH = 0.35;
/** Points with less than this share of the largest weight are not shuffled. */
const LEAST_WEIGHT = 0.01;
const PERMUTATIONS = 500;
const FALSE_DISCOVERY_RATE = 0.05;
const FEWEST_NEIGHBOURS = 8;
/** Neighbours by which one latent predicts the other. */
const NEAREST = 8;

export interface Latents {
  readonly points: readonly number[];
  readonly latent: number;
  /** n x latent. */
  readonly image: Float32Array;
  readonly spectrum: Float32Array;
}

/** The coupling map in the latent space. The same latents and random stream give the same map. */
export async function latentCoupling(latents: Latents, random: Random, pause: Pause): Promise<CouplingMap> {
  const { points } = latents;
  const image = tableOf(latents, latents.image);
  const spectrum = tableOf(latents, latents.spectrum);
  const bandwidth = REACH * pooledSpread(image, spectrum);
  const near = midpoints(image, spectrum, bandwidth);
  const gaps = new Float64Array(points.length ** 2);
  for (let i = 0; i < points.length; i++)
    for (let k = 0; k < points.length; k++) gaps[i * points.length + k] = rowDistance(image, i, spectrum, k);
  const forward = nearestErrors(image, spectrum);
  const backward = nearestErrors(spectrum, image);
  const found: CouplingPoint[] = [];
  for (const [k, index] of points.entries()) {
    if (k % 10 === 0) await pause();
    const neighbours = near.effective[k]!;
    const { coupling, p } =
      neighbours >= FEWEST_NEIGHBOURS ? couplingAt(k, near, gaps, random) : { coupling: undefined, p: undefined };
    const local = (errors: Float64Array): number | undefined =>
      coupling === undefined ? undefined : 1 - weighted(near, k, errors);
    const known = { curveFromStructure: local(forward), structureFromCurve: local(backward) };
    found.push({ index, neighbours, coupling, p, q: undefined, ...known, verdict: 'tooFew' });
  }
  const q = adjusted(found.map((point) => point.p));
  const map = found.map((point, k): CouplingPoint => {
    if (point.p === undefined) return point;
    const coupled = q[k]! <= FALSE_DISCOVERY_RATE && point.coupling! > 0;
    return { ...point, q: q[k], verdict: coupled ? 'coupled' : 'noConclusion' };
  });
  return {
    space: 'latent',
    points: map,
    bandwidth,
    permutations: PERMUTATIONS,
    falseDiscoveryRate: FALSE_DISCOVERY_RATE,
    leastCoupling: 0,
    counts: countVerdicts(map),
  };
}

function tableOf({ points, latent }: Latents, values: Float32Array): Table {
  return { rows: points.length, cols: latent, values: Float64Array.from(values) };
}

function pooledSpread(image: Table, spectrum: Table): number {
  const square = ({ values }: Table): number => values.reduce((sum, value) => sum + value * value, 0);
  const count = 2 * image.values.length;
  return Math.sqrt((square(centred(image)) + square(centred(spectrum))) / count);
}

function midpoints(image: Table, spectrum: Table, bandwidth: number): Neighbourhood {
  const middle = { ...image, values: image.values.map((value, at) => (value + spectrum.values[at]!) / 2) };
  return neighbourhood(image.rows, (i, k) =>
    bandwidth > 0 ? Math.exp(-0.5 * (rowDistance(middle, i, middle, k) / bandwidth) ** 2) : 1,
  );
}

/** C(u) about one point and the share of shuffles (plus one) that come as close. */
function couplingAt(u: number, { count, weights }: Neighbourhood, gaps: Float64Array, random: Random) {
  const row = weights.subarray(u * count, (u + 1) * count);
  const most = row.reduce((a, b) => Math.max(a, b), 0);
  const members = [...row.keys()].filter((k) => row[k]! > LEAST_WEIGHT * most);
  let own = 0;
  let any = 0;
  let total = 0;
  for (const i of members) {
    total += row[i]!;
    own += row[i]! * gaps[i * count + i]!;
    for (const k of members) any += row[i]! * row[k]! * gaps[i * count + k]!;
  }
  let asClose = 0;
  for (let round = 0; round < PERMUTATIONS; round++) {
    const order = shuffle(random, members);
    let gap = 0;
    for (let i = 0; i < members.length; i++) gap += row[members[i]!]! * gaps[members[i]! * count + order[i]!]!;
    if (gap <= own) asClose++;
  }
  return { coupling: any > 0 ? 1 - (own * total) / any : 0, p: (1 + asClose) / (1 + PERMUTATIONS) };
}

/** Squared errors of one table predicted from the nearest rows of another, own row left out, over its mean square. */
function nearestErrors(from: Table, to: Table): Float64Array {
  const target = centred(to);
  const spread = target.values.reduce((sum, value) => sum + value * value, 0) / target.rows;
  return Float64Array.from({ length: from.rows }, (_, i) => {
    const nearest = Array.from({ length: from.rows }, (_, k) => ({ k, distance: rowDistance(from, i, from, k) }))
      .filter(({ k }) => k !== i)
      .sort((a, b) => a.distance - b.distance || a.k - b.k)
      .slice(0, NEAREST);
    let error = 0;
    for (let c = 0; c < target.cols; c++) {
      const mean = nearest.reduce((sum, { k }) => sum + target.values[k * target.cols + c]!, 0) / nearest.length;
      error += (target.values[i * target.cols + c]! - mean) ** 2;
    }
    return spread > 0 ? error / spread : 1;
  });
}

function weighted({ count, weights }: Neighbourhood, u: number, values: Float64Array): number {
  return values.reduce((sum, value, k) => sum + weights[u * count + k]! * value, 0);
}
