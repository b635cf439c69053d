/**
 * Where structure says something about the curve: coupling without the Dual-VAE (algorithm.md 9.2, second opinion).
 *
 * Every curve is predicted from the rotation-invariant features of its patch by a fit without that point. About each
 * point the errors are averaged (their logarithm, so that one outlier does not decide) over its neighbours on the sample
 * and, weaker, over points of about the same level. Pairs shuffled over the whole session say which average comes about
 * without any coupling.
 */
import type { CouplingMap, CouplingPoint } from '../../../src-shared/manifold';
import type { PixelPoint } from '../../../src-shared/geometry';
import type { VaePairs } from '../../learning/dualVae/ports';
import { shuffle, type Random } from '../../numerics/random';
import { quantile } from '../../numerics/stats';
import { adjusted } from './falseDiscovery';
import { countVerdicts } from './verdicts';
import { groupsOf, leaveOneOut, type Predictor } from './leaveOneOut';
import { localMean, neighbourhood, type Neighbourhood } from './neighbourhood';
import { curveTable, levelTable, principalComponents, rowDistance, structureTable, type Table } from './pointTable';

/** Reach on the sample as a share of the side of a patch, and reach in the standardised level. */
const REACH_PATCHES = 0.375;
const REACH_LEVEL = 1;
/** Weight of a point of the same level but elsewhere, beside 1 for one at the same place. */
const LEVEL_WEIGHT = 0.1;
/** Error below which a prediction is as good as perfect, in units of the spread of all curves. */
const ERROR_FLOOR = 0.05;
const PERMUTATIONS = 500;
const FALSE_DISCOVERY_RATE = 0.05;
/**
 * What the structure tells about a place, as the logarithm by which it makes the errors smaller, is held against what it
 * tells about the better places of the session: at least so much of that quantile. Chance alone is no measure, because a
 * few well predicted points make a whole neighbourhood significant.
 */
const LEAST_SHARE = 0.6;
const BETTER_PLACES = 0.75;
const FEWEST_NEIGHBOURS = 8;
/** Components of the structure that curves are asked to predict in return. */
const STRUCTURE_COMPONENTS = 4;

export interface CouplingInput {
  /** Index of the measured point of each pair. */
  readonly points: readonly number[];
  readonly pairs: VaePairs;
  /** Where each pair was measured. */
  readonly at: readonly PixelPoint[];
}

/** Lets others work for a moment. */
export type Pause = () => Promise<void>;

/** The coupling map in the space of structural features. The same input and random stream give the same map. */
export async function featureCoupling(
  { points, pairs, at }: CouplingInput,
  random: Random,
  pause: Pause,
): Promise<CouplingMap> {
  const structure = structureTable(pairs);
  const curves = curveTable(pairs);
  const near = surroundings(pairs, at);
  const predict = await leaveOneOut(structure, pause);
  const identity = points.map((_, k) => k);
  const forward = shares(predict(curves, identity), curves);
  const mean = localMean(near, forward.map(logError));
  const p = await shuffled({ predict, curves, near, mean }, random, pause);
  const parts = principalComponents(structure, STRUCTURE_COMPONENTS);
  const backward = shares((await leaveOneOut(curves, pause))(parts, identity), parts);
  const [localForward, localBackward] = [localMean(near, forward), localMean(near, backward)];
  const enough = (k: number): boolean => near.effective[k]! >= FEWEST_NEIGHBOURS;
  const tested = points.map((_, k) => (enough(k) ? p.values[k]! : undefined));
  const q = adjusted(tested);
  const gains = mean.map((value, k) => p.usual[k]! - value);
  const leastGain = leastGainOf(gains.filter((_, k) => enough(k)));
  const map = points.map((index, k): CouplingPoint => {
    const coupling = 1 - Math.exp(-gains[k]!);
    const known = { curveFromStructure: 1 - localForward[k]!, structureFromCurve: 1 - localBackward[k]! };
    const neighbours = near.effective[k]!;
    if (!enough(k)) return { index, neighbours, ...NOTHING, verdict: 'tooFew' };
    const coupled = q[k]! <= FALSE_DISCOVERY_RATE && gains[k]! >= leastGain;
    return {
      index,
      neighbours,
      coupling,
      p: tested[k],
      q: q[k],
      ...known,
      verdict: coupled ? 'coupled' : 'noConclusion',
    };
  });
  return {
    space: 'features',
    points: map,
    bandwidth: REACH_PATCHES * pairs.side,
    permutations: PERMUTATIONS,
    falseDiscoveryRate: FALSE_DISCOVERY_RATE,
    leastCoupling: 1 - Math.exp(-leastGain),
    counts: countVerdicts(map),
  };
}

const NOTHING = {
  coupling: undefined,
  p: undefined,
  q: undefined,
  curveFromStructure: undefined,
  structureFromCurve: undefined,
} as const;

/** Gain below which a place gets no conclusion; never below none at all. */
function leastGainOf(gains: Float64Array): number {
  return gains.length === 0 ? 0 : Math.max(0, LEAST_SHARE * quantile(gains, BETTER_PLACES));
}

function surroundings(pairs: VaePairs, at: readonly PixelPoint[]): Neighbourhood {
  const level = levelTable(pairs);
  const reach = REACH_PATCHES * pairs.side;
  return neighbourhood(at.length, (i, k) => {
    const apart = Math.hypot(at[i]!.row - at[k]!.row, at[i]!.col - at[k]!.col) / reach;
    const levels = rowDistance(level, i, level, k) / REACH_LEVEL;
    return Math.exp(-0.5 * apart ** 2) + LEVEL_WEIGHT * Math.exp(-0.5 * levels ** 2);
  });
}

/** Errors as shares of the mean square of the targets. */
function shares(errors: Float64Array, { rows, values }: Table): Float64Array {
  const total = values.reduce((sum, value) => sum + value * value, 0) / rows;
  return errors.map((error) => (total > 0 ? error / total : 1));
}

function logError(share: number): number {
  return Math.log(share + ERROR_FLOOR);
}

interface Observed {
  readonly predict: Predictor;
  readonly curves: Table;
  readonly near: Neighbourhood;
  readonly mean: Float64Array;
}

/** Share of shuffles (plus one) in which the errors about a point are as small, and their usual logarithm. */
async function shuffled({ predict, curves, near, mean }: Observed, random: Random, pause: Pause) {
  const groups = groupsOf(curves.rows);
  const asSmall = new Float64Array(curves.rows);
  const usual = new Float64Array(curves.rows);
  for (let round = 0; round < PERMUTATIONS; round++) {
    if (round % 10 === 0) await pause();
    const order = new Array<number>(curves.rows);
    for (const group of groups) shuffle(random, group).forEach((from, k) => (order[group[k]!] = from));
    const local = localMean(near, shares(predict(curves, order), curves).map(logError));
    for (let k = 0; k < local.length; k++) {
      if (local[k]! <= mean[k]!) asSmall[k]!++;
      usual[k]! += local[k]! / PERMUTATIONS;
    }
  }
  return { values: asSmall.map((count) => (1 + count) / (1 + PERMUTATIONS)), usual };
}
