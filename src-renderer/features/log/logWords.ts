/** A record of the journal in the words of a person: who, at which step, what. Pure. */
import type { HardwareEffect, JournalRecord, RecordOf } from '../../../src-shared/session/record';
import type { RunState } from '../../../src-shared/run';
import { formatDuration, formatNumber, formatQuantity } from '../../../src-shared/units';
import { text } from '../../messages';
import { editWords } from '../../store/editWords';

export type Who = 'operator' | 'engine' | 'instrument';

const words = text.logWords;

/** Who brought a record about. */
export function whoOf({ body }: JournalRecord): Who {
  switch (body.kind) {
    case 'intent':
    case 'outcome':
    case 'frame.recorded':
    case 'curve.recorded':
    case 'drift.checked':
    case 'reference.swept':
      return 'instrument';
    case 'decision.made':
      return body.by === 'operator' ? 'operator' : 'engine';
    case 'mode.changed':
      return body.reason === undefined ? 'operator' : 'engine';
    case 'session.opened':
    case 'session.imported':
    case 'veto.added':
    case 'edit.made':
    case 'edit.undone':
    case 'edit.redone':
    case 'label.set':
    case 'session.tagged':
    case 'thresholds.changed':
    case 'bookmark.set':
    case 'bookmark.removed':
    case 'note.added':
    case 'point.marked':
    case 'remark.undone':
    case 'remark.redone':
    case 'alarm.answered':
      return 'operator';
    default:
      return 'engine';
  }
}

/** The step that a record says it belongs to; undefined where it says none. */
export function stepOf({ body }: JournalRecord): number | undefined {
  switch (body.kind) {
    case 'curve.recorded':
    case 'model.trained':
    case 'maps.updated':
    case 'edit.made':
      return body.step;
    case 'proposal.made':
      return body.proposal.step;
    case 'veto.added':
      return body.rule.step;
    default:
      return undefined;
  }
}

/** What happened, in one line. */
export function wordsOf({ body }: JournalRecord): string {
  switch (body.kind) {
    case 'session.opened':
      return words.opened(body.config.name, body.instrument.name);
    case 'session.imported':
      return words.imported(body.file, body.format);
    case 'run.state':
      return words.state(stateWords(body.state), body.reason);
    case 'intent':
      return words.intent(effectWords(body.effect));
    case 'outcome':
      return words.outcome(words.results[body.result], formatDuration(body.seconds), body.error?.message);
    case 'frame.recorded':
      return words.frame(body.cols, body.rows, formatQuantity(body.widthMetres, 'm', 3));
    case 'seeds.chosen':
      return words.seeds(body.candidates.length);
    case 'curve.recorded':
      return curveWords(body);
    case 'drift.checked':
      return words.drift(formatQuantity(body.changeMetres, 'm', 3), body.registered, body.alarm);
    case 'reference.swept':
      return words.reference(body.share === undefined ? undefined : Math.round(100 * body.share), body.alarm);
    case 'scores.updated':
      return words.scores(formatNumber(body.diversity.structural, 3), formatNumber(body.diversity.spectral, 3));
    case 'model.trained':
      return words.trained(body.points, formatDuration(body.seconds), formatNumber(body.loss, 3));
    case 'maps.updated':
      return words.maps(body.step);
    default:
      return decisionWords(body);
  }
}

type Decisive = Exclude<
  JournalRecord['body'],
  RecordOf<
    | 'session.opened'
    | 'session.imported'
    | 'run.state'
    | 'intent'
    | 'outcome'
    | 'frame.recorded'
    | 'seeds.chosen'
    | 'curve.recorded'
    | 'drift.checked'
    | 'reference.swept'
    | 'scores.updated'
    | 'model.trained'
    | 'maps.updated'
  >
>;

/** What was proposed, answered and changed. */
function decisionWords(body: Decisive): string {
  switch (body.kind) {
    case 'proposal.made':
      return words.proposed(body.proposal.id, body.proposal.candidate);
    case 'proposal.confirmed':
      return words.confirmed(body.proposalId);
    case 'proposal.withdrawn':
      return words.withdrawn(body.proposalId, words.why[body.why]);
    case 'decision.made':
      return words.decided(body.proposalId, body.choice, words.by[body.by], formatDuration(body.waitedSeconds));
    case 'veto.added':
      return words.vetoed(body.rule.scope, body.rule.reason);
    case 'edit.made':
      return words.edit(body.number, editWords(undefined, body.edit));
    case 'edit.undone':
      return words.undone(body.number);
    case 'edit.redone':
      return words.redone(body.number);
    case 'queue.taken':
      return words.taken(body.id, body.why);
    case 'mode.changed':
      return words.mode(text.mode[body.decision.mode], body.reason);
    case 'run.finished':
      return words.finished(text.state.idle[body.outcome]);
    case 'manifold.trained':
      return words.manifold;
    default:
      return annotationWords(body);
  }
}

type Annotation = RecordOf<
  | ('label.set' | 'thresholds.changed' | 'bookmark.set' | 'bookmark.removed' | 'note.added' | 'session.tagged')
  | ('point.marked' | 'remark.undone' | 'remark.redone')
  | ('alarm.raised' | 'alarm.answered')
>;

function annotationWords(body: Annotation): string {
  switch (body.kind) {
    case 'label.set':
      return words.label(text.point.name(body.index));
    case 'alarm.raised':
      return words.raised(body.title, body.message);
    case 'alarm.answered': {
      const { title, choice, comment, minutes, until } = body.answer;
      if (choice === 'acknowledged') return words.acknowledged(title, comment);
      return words.shelved(title, text.alarms.shelveFor(until ?? minutes ?? 0));
    }
    case 'session.tagged':
      return words.tagged(body.tags.join(', '));
    case 'point.marked':
      return words.marked(text.point.name(body.index), body.marked);
    case 'thresholds.changed':
    case 'bookmark.set':
    case 'bookmark.removed':
    case 'note.added':
    case 'remark.undone':
    case 'remark.redone':
      return words[body.kind];
  }
}

function curveWords({ index, origin, flags }: RecordOf<'curve.recorded'>): string {
  const faults = [
    flags.complete ? undefined : words.incomplete,
    flags.compliance ? words.compliance : undefined,
    flags.saturated ? words.saturated : undefined,
  ].filter((fault) => fault !== undefined);
  return words.curve(text.point.name(index), words.origins[origin], faults.join(', '));
}

function effectWords(effect: HardwareEffect): string {
  if (effect.kind !== 'moveTo' && effect.kind !== 'sweepBias') return words.effects[effect.kind];
  const { xMetres, yMetres } = effect.at;
  const place = text.point.place(formatQuantity(xMetres, 'm', 3), formatQuantity(yMetres, 'm', 3));
  return `${words.effects[effect.kind]} ${place}`;
}

function stateWords(state: RunState): string {
  switch (state.kind) {
    case 'idle':
      return text.state.idle[state.outcome ?? 'none'];
    case 'running':
      return text.state.phases[state.phase];
    case 'suspended':
      return `${text.state.suspended}: ${state.reason}`;
    case 'halted':
      return `${text.state.halted}: ${state.cause}`;
    default:
      return text.state[state.kind];
  }
}
