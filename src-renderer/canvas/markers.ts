/** What is marked on a map, and the words for it. */
import { pixelToSample, type SamplePoint } from '../../src-shared/geometry';
import type { VetoRule } from '../../src-shared/proposal';
import { rulesInForce } from '../../src-shared/rules';
import type { SessionView } from '../../src-shared/session/view';

export interface Marker {
  readonly kind: 'seed' | 'measured' | 'vetoed' | 'rejected';
  readonly at: SamplePoint;
  /** Index of the measured point; absent for a veto. */
  readonly index: number | undefined;
  /** Step over planned steps, 0 to 1. */
  readonly progress: number;
  /** Someone wants to find it again. */
  readonly bookmarked: boolean;
}

/** Markers of everything measured or vetoed, vetoes first so that points lie on top. */
export function markersOf(session: SessionView): readonly Marker[] {
  const raster = session.frame ?? session.config.scan;
  const bookmarked = new Set(session.analysis.marked);
  const rejected = new Set(session.editState.rejected.map(({ index }) => index));
  const vetoed = vetoedPlaces(session).map((rule): Marker => ({
    kind: 'vetoed',
    at: pixelToSample(raster, rule.at),
    index: undefined,
    progress: 0,
    bookmarked: false,
  }));
  const measured = session.points.map((point): Marker => ({
    kind: rejected.has(point.index) ? 'rejected' : point.origin === 'seed' ? 'seed' : 'measured',
    at: pixelToSample(raster, point.at),
    index: point.index,
    progress: session.config.steps === 0 ? 0 : point.step / session.config.steps,
    bookmarked: bookmarked.has(point.index),
  }));
  return [...vetoed, ...measured];
}

/**
 * The rules about a place that hold now, one for each place: those in force, and vetoes of journals that knew no rules.
 */
export function vetoedPlaces(
  session: Pick<SessionView, 'vetoes' | 'edits' | 'editState' | 'points'>,
): readonly VetoRule[] {
  const made = new Set(session.edits.flatMap(({ edit }) => (edit.kind === 'rule.set' ? [edit.rule.rule.id] : [])));
  const next = (session.points.at(-1)?.step ?? 0) + 1;
  const held = [
    ...session.vetoes.filter(({ id }) => !made.has(id)),
    ...rulesInForce(session.editState.rules, next).filter(({ scope }) => scope !== 'region'),
  ];
  return [...new Map(held.map((rule) => [rule.candidate, rule])).values()];
}
