/** Which measured curves the model learns from: all of them but those that a person or the quality gate rejected. */
import type { IvCurve } from '../../src-shared/sweep';
import type { Scores } from '../engine/ports';
import { retrainOn, scoresOf, type LearnerSession } from './session';

export interface TrainingSet {
  /** Notes a curve that was taken in; gives its scores with a place for every curve ever measured. */
  taken(candidate: number, curve: IvCurve, scores: Scores): Scores;
  /** Notes a curve that does not enter; a second one at the same place bars it. */
  refused(candidate: number, curve: IvCurve): Scores;
  /** How many of the first so many curves are in. */
  within(points: number): number;
  /** Takes a curve out, or back in without `again`. */
  reject(index: number, again: 'retry' | 'never' | undefined): Scores;
  /** Candidates that are never to be proposed again although their curve is out. */
  barred(): readonly number[];
}

export function createTrainingSet(session: LearnerSession): TrainingSet {
  const points: { readonly candidate: number; readonly curve: IvCurve }[] = [];
  const rejected = new Map<number, 'retry' | 'never'>();

  /** Novelty by order of acquisition, NaN for what is out. */
  function spread({ novelty, diversity }: Scores): Scores {
    if (rejected.size === 0) return { novelty, diversity };
    let next = 0;
    return { novelty: Float64Array.from(points, (_, k) => (rejected.has(k) ? NaN : novelty[next++]!)), diversity };
  }

  return {
    taken(candidate, curve, scores) {
      points.push({ candidate, curve });
      return spread(scores);
    },
    refused(candidate, curve) {
      const before = points.some((point, k) => point.candidate === candidate && rejected.has(k));
      rejected.set(points.length, before ? 'never' : 'retry');
      points.push({ candidate, curve });
      return spread(scoresOf(session));
    },
    within: (count) => points.slice(0, count).filter((_, k) => !rejected.has(k)).length,
    reject(index, again) {
      if (again === undefined) rejected.delete(index);
      else rejected.set(index, again);
      retrainOn(
        session,
        points.filter((_, k) => !rejected.has(k)),
      );
      return spread(scoresOf(session));
    },
    barred: () => points.filter((_, k) => rejected.get(k) === 'never').map(({ candidate }) => candidate),
  };
}
