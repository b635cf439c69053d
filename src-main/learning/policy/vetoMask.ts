/** What the operator's rules mean for each candidate: out, less likely, or nothing. */
import type { MaskRule, RuleScope } from '../../../src-shared/rules';
import { candidatePixel } from '../../../src-shared/maps';
import { deriveRandom, integerBelow, type Random } from '../../numerics/random';
import { quantile } from '../../numerics/stats';
import { patchRms } from '../novelty/imageNovelty';
import type { PatchSet } from '../patches';
import { openCandidates } from './choice';
import { forWithin } from './spacing';

export interface VetoMask {
  /** 1 where a rule takes the candidate out. */
  readonly out: Uint8Array;
  /** Factor of the combined score by candidate, 1 where no soft rule applies; absent without soft rules. */
  readonly factor: Float64Array | undefined;
}

/** Pairs of patches whose distances give the width of the similarity. */
const WIDTH_PAIRS = 4000;
const WIDTH_QUANTILE = 0.05;

export interface VetoMasks {
  /** The effect of all active rules together for a proposal of this step. */
  maskOf(rules: readonly MaskRule[], step: number): VetoMask;
}

/** The masks of one frame. Look-alikes are found once for each place: patches do not change. */
export function createVetoMasks(set: PatchSet, random: Random): VetoMasks {
  const alike = new Map<number, Float64Array>();
  let width: number | undefined;

  function similarities(candidate: number): Float64Array {
    const known = alike.get(candidate);
    if (known !== undefined) return known;
    width ??= similarityWidth(set, random);
    const values = new Float64Array(set.count);
    for (let k = 0; k < set.count; k++)
      if (set.usable[k] === 1) values[k] = similarity(patchRms(set, k, candidate), width);
    alike.set(candidate, values);
    return values;
  }

  function apply(about: RuleScope, out: Uint8Array, soft: (similar: Float64Array, weight: number) => void): void {
    switch (about.scope) {
      case 'point':
      case 'defer':
        out[about.candidate] = 1;
        return;
      case 'radius':
        forWithin(set.grid, about.candidate, about, (k) => (out[k] = 1));
        return;
      case 'lookalike': {
        const similar = similarities(about.candidate);
        if (about.strength === 'soft') return soft(similar, about.weight);
        similar.forEach((value, k) => {
          if (value >= about.similarity) out[k] = 1;
        });
        return;
      }
      case 'region':
        if (about.sense === 'exclude') markInside(set, about.outline, out);
    }
  }

  return {
    maskOf(rules, step) {
      const out = new Uint8Array(set.count);
      let factor: Float64Array | undefined;
      for (const rule of rules) {
        if (!inForce(rule, step)) continue;
        apply(rule.about, out, (similar, weight) => {
          factor = (factor ?? new Float64Array(set.count).fill(1)).map(
            (value, k) => value * (1 - weight * similar[k]!),
          );
        });
      }
      keepIncluded(set, rules, out);
      return { out, factor };
    },
  };
}

/** A rule that is switched on and, where it is for a time only, not yet over. */
export function inForce({ active, step: since, about }: MaskRule, step: number): boolean {
  return active && (about.scope !== 'defer' || step < since + about.steps);
}

function keepIncluded(set: PatchSet, rules: readonly MaskRule[], out: Uint8Array): void {
  const inside = new Uint8Array(set.count);
  let any = false;
  for (const { active, about } of rules) {
    if (!active || about.scope !== 'region' || about.sense !== 'includeOnly') continue;
    any = true;
    markInside(set, about.outline, inside);
  }
  if (any) inside.forEach((flag, k) => (out[k] = flag === 1 ? out[k]! : 1));
}

function similarity(distance: number, width: number): number {
  // A frame without any structure: equal patches are alike, and there are no others.
  if (width === 0) return distance === 0 ? 1 : 0;
  return Math.exp(-(distance ** 2) / (2 * width ** 2));
}

/** 5th percentile of the distances of randomly drawn pairs; the same pairs for the same seed. */
function similarityWidth(set: PatchSet, random: Random): number {
  const usable = openCandidates(set.usable);
  if (usable.length < 2) return 0;
  const stream = deriveRandom(random, 'look-alike pairs');
  const draw = (): number => usable[integerBelow(stream, usable.length)]!;
  return quantile(
    Float64Array.from({ length: WIDTH_PAIRS }, () => patchRms(set, draw(), draw())),
    WIDTH_QUANTILE,
  );
}

type Outline = Extract<RuleScope, { scope: 'region' }>['outline'];

function markInside({ grid, count }: PatchSet, outline: Outline, inside: Uint8Array): void {
  for (let k = 0; k < count; k++) if (isInside(outline, candidatePixel(grid, k))) inside[k] = 1;
}

/** Whether a pixel lies in an outline or on its edge (crossing number, with the edge tested first). */
export function isInside(outline: Outline, { row, col }: { readonly row: number; readonly col: number }): boolean {
  if (outline.kind === 'rectangle') {
    const { from, to } = outline;
    const between = (value: number, a: number, b: number): boolean =>
      value >= Math.min(a, b) && value <= Math.max(a, b);
    return between(row, from.row, to.row) && between(col, from.col, to.col);
  }
  const { corners } = outline;
  let inside = false;
  for (let i = 0, j = corners.length - 1; i < corners.length; j = i++) {
    const [a, b] = [corners[i]!, corners[j]!];
    const turn = (b.col - a.col) * (row - a.row) - (b.row - a.row) * (col - a.col);
    const along = (row - a.row) * (row - b.row) + (col - a.col) * (col - b.col);
    if (turn === 0 && along <= 0) return true;
    if (a.row > row !== b.row > row && col < ((b.col - a.col) * (row - a.row)) / (b.row - a.row) + a.col)
      inside = !inside;
  }
  return inside;
}
