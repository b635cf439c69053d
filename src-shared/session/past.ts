/**
 * A session as it stood in the middle of an earlier step: what was measured before that step, and the maps and the
 * proposal that led there. Folded from the records, like everything else that is shown.
 */
import type { MapSet } from '../maps';
import type { JournalRecord } from './record';
import { applyRecord, type SessionView } from './view';

/** What of a past step lies in arrays of its own. */
export interface PastArrays {
  readonly maps: MapSet | undefined;
  /** Novelty of the curves measured before the step, by index. */
  readonly novelty: Float64Array | undefined;
}

/** Number of curves measured before a step. */
export function pointsBefore(session: SessionView, step: number): number {
  const found = session.points.findIndex((point) => point.step >= step);
  return found < 0 ? session.points.length : found;
}

/** The last step that one can go back to: the newest with a curve. 0 where there is none. */
export function lastPastStep(session: SessionView): number {
  return session.points.at(-1)?.step ?? 0;
}

/** Kinds of records whose arrays would be needed to fold them, or that change nothing that is shown. */
const PASSED_OVER: ReadonlySet<JournalRecord['body']['kind']> = new Set([
  'frame.recorded',
  'curve.recorded',
  'scores.updated',
  'maps.updated',
  'session.imported',
  'manifold.trained',
  'intent',
  'outcome',
  'run.state',
  'run.finished',
  'proposal.confirmed',
  'alarm.raised',
  'alarm.answered',
]);

/**
 * The session just before the curve of `step` was recorded.
 *
 * @param records all records of the session up to there, in order
 */
export function sessionAt(
  session: SessionView,
  records: readonly JournalRecord[],
  step: number,
  { maps, novelty }: PastArrays,
): SessionView {
  const end = records.findIndex(({ body }) => body.kind === 'curve.recorded' && body.step >= step);
  const before = end < 0 ? records : records.slice(0, end);
  const folded = before
    .filter(({ body }) => !PASSED_OVER.has(body.kind))
    .reduce<SessionView | undefined>((view, record) => applyRecord(view, { record, arrays: {} }), undefined);
  if (folded === undefined) throw new Error('The records of a session begin with session.opened.');
  const count = pointsBefore(session, step);
  const last = before.at(-1);
  return {
    ...folded,
    lastSeq: last?.seq ?? folded.lastSeq,
    lastAt: last?.at ?? folded.lastAt,
    outcome: undefined,
    frame: session.frame,
    points: session.points.slice(0, count),
    novelty: novelty ?? new Float64Array(),
    diversity: session.diversity.filter(({ points }) => points <= count),
    // With overlapped learning the place after this one may have been chosen already.
    proposals: folded.proposals.filter(({ proposal }) => proposal.step <= step),
    maps,
    manifold: session.manifold,
    ...(session.imported === undefined ? {} : { imported: session.imported }),
  };
}
