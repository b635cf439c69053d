/** Which candidate is proposed, given the scores. */
import type { ProposalReason } from '../../../src-shared/proposal';
import { deriveRandom, integerBelow, type Random } from '../../numerics/random';
import type { Combined } from './gate';

/** Combined scores below this say nothing; the image novelty decides then. */
const NOTHING = 1e-9;

export interface Choice {
  readonly candidate: number;
  readonly reason: ProposalReason;
}

/**
 * The candidate with the largest combined score, ties to the larger image novelty, then to the lower index. Where every
 * score is about 0, the image novelty alone decides. Undefined where nothing is allowed.
 *
 * @param collapsed whether the uncertainty stood in for expected improvement
 */
export function chooseBest({ scores, imageNovelty }: Combined, collapsed: boolean): Choice | undefined {
  const best = largest(scores, imageNovelty);
  if (best !== undefined && scores[best]! >= NOTHING)
    return { candidate: best, reason: collapsed ? 'uncertainty-fallback' : 'combined' };
  const novel = largest(imageNovelty, imageNovelty);
  return novel === undefined ? undefined : { candidate: novel, reason: 'image-novelty-fallback' };
}

/** The allowed candidate with the largest image novelty, of equals the lowest index; undefined where nothing is allowed. */
export function chooseMostNovel(imageNovelty: Float64Array, allowed: Uint8Array): Choice | undefined {
  const open = imageNovelty.map((novelty, k) => (allowed[k] === 1 ? novelty : NaN));
  const best = largest(open, open);
  return best === undefined ? undefined : { candidate: best, reason: 'image-novelty' };
}

/** A uniformly random allowed candidate, the same for the same seed, step and round; undefined where nothing is allowed. */
export function chooseRandom(
  random: Random,
  { step, round }: { readonly step: number; readonly round: number },
  allowed: Uint8Array,
): Choice | undefined {
  const open = openCandidates(allowed);
  if (open.length === 0) return undefined;
  const stream = deriveRandom(random, `random policy ${step} ${round}`);
  return { candidate: open[integerBelow(stream, open.length)]!, reason: 'random' };
}

/** Indices of the allowed candidates, ascending. */
export function openCandidates(allowed: Uint8Array): number[] {
  const open: number[] = [];
  allowed.forEach((flag, k) => {
    if (flag === 1) open.push(k);
  });
  return open;
}

function largest(values: Float64Array, tieBreak: Float64Array): number | undefined {
  let best: number | undefined;
  for (let k = 0; k < values.length; k++) {
    const value = values[k]!;
    if (Number.isNaN(value)) continue;
    if (best === undefined || value > values[best]! || (value === values[best]! && tieBreak[k]! > tieBreak[best]!))
      best = k;
  }
  return best;
}
