/** Whether a session still finds something new: what the stop advice goes by. Pure. */
import type { DiversityPoint } from './view';

/** Curves without gain after which a session is called stagnant. */
export const STAGNANT_CURVES = 40;

/**
 * Whether the newest curves brought no gain: neither diversity rose above the largest value that it had before them. Seeds
 * do not count, because the diversity of a handful of points says little; nor is anything said before twice as many curves.
 */
export function isStagnant(diversity: readonly DiversityPoint[]): boolean {
  const chosen = diversity.filter(({ step }) => step > 0);
  if (chosen.length < 2 * STAGNANT_CURVES) return false;
  const before = chosen.slice(0, -STAGNANT_CURVES);
  const newest = chosen.slice(-STAGNANT_CURVES);
  return (['structural', 'spectral'] as const).every((kind) => largest(newest, kind) <= largest(before, kind));
}

function largest(points: readonly DiversityPoint[], kind: 'structural' | 'spectral'): number {
  return points.reduce((most, point) => Math.max(most, point[kind]), -Infinity);
}
