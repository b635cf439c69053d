/** What the veto rules leave of the candidates: a mask and a factor, computed from the rules alone. */
import { candidatePixel } from '../../../src-shared/maps';
import type { RegionShape, VetoRule } from '../../../src-shared/proposal';
import type { PixelPoint } from '../../../src-shared/geometry';
import { quantile } from '../../numerics/stats';
import { distanceToPatch } from '../novelty/imageNovelty';
import type { PatchSet } from '../patches';
import { openCandidates } from './choice';
import { forWithin } from './spacing';

/** Patches, evenly spaced over the usable ones, that say what counts as alike on this frame. */
const SAMPLE = 120;
/** Quantile of their distances that is the width of a look-alike veto. */
const ALIKE_QUANTILE = 0.05;

export interface VetoEffect {
  /** 1 where a candidate may be proposed as far as the rules go. */
  readonly allowed: Uint8Array;
  /** What the combined score is multiplied by, 0 to 1; undefined where no rule weighs. */
  readonly factor: Float64Array | undefined;
}

/**
 * The effect of all rules together. It depends on the set of rules only: not on their order, not on rules that have been
 * taken back.
 *
 * `point`, `radius` and excluded regions shut out; with included regions everything outside all of them is shut out.
 * `lookAlike` weighs by 1 - strength exp(-d^2 / 2 h^2), d being the distance to the patch it was made at and h the 5 %
 * quantile of the distances on the frame; with strength 1 it shuts out everything nearer than h. Of several such rules the
 * one that weighs most decides.
 */
export function vetoEffect(set: PatchSet, rules: readonly VetoRule[]): VetoEffect {
  const allowed = new Uint8Array(set.count).fill(1);
  shutOutside(set, rules, allowed);
  for (const rule of rules) shutInside(set, rule, allowed);
  return { allowed, factor: lookAlikeFactor(set, rules, allowed) };
}

/**
 * Weighs a combined score: multiplied where it is positive, pushed down as far where it is negative, so that less always
 * means later.
 */
export function weigh(scores: Float64Array, factor: Float64Array | undefined): Float64Array {
  if (factor === undefined) return scores;
  return scores.map((score, k) => (score >= 0 ? score * factor[k]! : score * (2 - factor[k]!)));
}

function shutInside({ grid, count }: PatchSet, rule: VetoRule, allowed: Uint8Array): void {
  if (rule.scope === 'point' && rule.candidate < count) allowed[rule.candidate] = 0;
  if (rule.scope === 'radius' && rule.candidate < count)
    forWithin(grid, rule.candidate, rule, (candidate) => (allowed[candidate] = 0));
  if (rule.scope === 'region' && rule.effect === 'exclude')
    for (let k = 0; k < count; k++) if (isInside(rule.shape, candidatePixel(grid, k))) allowed[k] = 0;
}

function shutOutside({ grid, count }: PatchSet, rules: readonly VetoRule[], allowed: Uint8Array): void {
  const shapes = rules.flatMap((rule) => (rule.scope === 'region' && rule.effect === 'include' ? [rule.shape] : []));
  if (shapes.length === 0) return;
  for (let k = 0; k < count; k++) {
    const at = candidatePixel(grid, k);
    if (!shapes.some((shape) => isInside(shape, at))) allowed[k] = 0;
  }
}

function lookAlikeFactor(set: PatchSet, rules: readonly VetoRule[], allowed: Uint8Array): Float64Array | undefined {
  const alike = rules.flatMap((rule) => (rule.scope === 'lookAlike' && set.usable[rule.candidate] === 1 ? [rule] : []));
  if (alike.length === 0) return undefined;
  const width = alikeWidth(set);
  const factor = new Float64Array(set.count).fill(1);
  for (const { candidate, strength } of alike) {
    const distanceOf = distanceToPatch(set, candidate);
    for (let k = 0; k < set.count; k++) {
      if (set.usable[k] === 0) continue;
      const distance = distanceOf(k);
      if (strength === 1 && distance <= width) allowed[k] = 0;
      const likeness = width > 0 ? Math.exp(-(distance ** 2) / (2 * width ** 2)) : distance === 0 ? 1 : 0;
      factor[k] = Math.min(factor[k]!, 1 - strength * likeness);
    }
  }
  return factor;
}

/** The 5 % quantile of the distances of pairs of patches on the frame. */
export function alikeWidth(set: PatchSet): number {
  const open = openCandidates(set.usable);
  const count = Math.min(SAMPLE, open.length);
  const places = Array.from({ length: count }, (_, k) => open[Math.floor(((k + 0.5) * open.length) / count)]!);
  const pairs = places.flatMap((place, i) => places.slice(0, i).map(distanceToPatch(set, place)));
  return pairs.length === 0 ? 0 : quantile(pairs, ALIKE_QUANTILE);
}

/** Whether a pixel lies in a region. */
export function isInside(shape: RegionShape, { row, col }: PixelPoint): boolean {
  if (shape.kind === 'rectangle') {
    const { from, to } = shape;
    const between = (value: number, a: number, b: number) => value >= Math.min(a, b) && value <= Math.max(a, b);
    return between(row, from.row, to.row) && between(col, from.col, to.col);
  }
  // A ray to the right crosses the outline an odd number of times from inside.
  let inside = false;
  shape.corners.forEach((a, i) => {
    const b = shape.corners[(i + 1) % shape.corners.length]!;
    const crosses = a.row > row !== b.row > row;
    if (crosses && col < a.col + ((row - a.row) / (b.row - a.row)) * (b.col - a.col)) inside = !inside;
  });
  return inside;
}
