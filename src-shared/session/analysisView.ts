/** What people said about a session after the fact, folded from its journal, with the way back. */
import { DEFAULT_THRESHOLDS, type Bookmark, type CurveLabel, type LabelThresholds } from '../analysis';
import type { RecordBody, RecordOf } from './record';

/** A remark with the time at which it was made. */
export interface SavedNote {
  /** Index of the measured point that it is about; undefined for the session as a whole. */
  readonly index: number | undefined;
  readonly text: string;
  /** UTC, ISO 8601. */
  readonly at: string;
}

/** What was said, without the way back. */
export interface Remarks {
  readonly thresholds: LabelThresholds;
  /** Labels given by people, by index of the measured point. */
  readonly labels: Readonly<Record<number, CurveLabel>>;
  readonly bookmarks: readonly Bookmark[];
  readonly notes: readonly SavedNote[];
  /** Indices of the measured points that someone wants to find again, ascending. */
  readonly marked: readonly number[];
  readonly tags: readonly string[];
}

/** A remark and what was said before it. */
export interface RemarkMade {
  readonly before: Remarks;
  readonly body: Remark;
  /** UTC, ISO 8601. */
  readonly at: string;
}

export interface AnalysisView extends Remarks {
  /** The newest remarks, oldest first; those before them stay. */
  readonly made: readonly RemarkMade[];
  /** What was taken back and can be said again, the next one last. */
  readonly undone: readonly RemarkMade[];
}

/** A session about which nobody has said anything yet. */
export const NO_ANALYSIS: AnalysisView = {
  thresholds: DEFAULT_THRESHOLDS,
  labels: {},
  bookmarks: [],
  notes: [],
  marked: [],
  tags: [],
  made: [],
  undone: [],
};

/** So many remarks can be taken back. */
const MOST_STEPS_BACK = 100;

const KINDS = [
  'label.set',
  'thresholds.changed',
  'bookmark.set',
  'bookmark.removed',
  'note.added',
  'point.marked',
  'session.tagged',
  'remark.undone',
  'remark.redone',
] as const;
type AnalysisRecord = RecordOf<(typeof KINDS)[number]>;
/** A record that says something. */
export type Remark = Exclude<AnalysisRecord, RecordOf<'remark.undone' | 'remark.redone'>>;

/** Whether a record is something that a person said, or took back. */
export function isAnalysisRecord(body: RecordBody): body is AnalysisRecord {
  return (KINDS as readonly string[]).includes(body.kind);
}

/** Folds one record into what people said. Taking back where nothing stands changes nothing. */
export function analysisOf(view: AnalysisView, body: AnalysisRecord, at: string): AnalysisView {
  const { made, undone, ...now } = view;
  if (body.kind === 'remark.undone') {
    const last = made.at(-1);
    return last === undefined ? view : { ...last.before, made: made.slice(0, -1), undone: [...undone, last] };
  }
  if (body.kind === 'remark.redone') {
    const next = undone.at(-1);
    if (next === undefined) return view;
    return { ...said(now, next.body, next.at), made: [...made, next], undone: undone.slice(0, -1) };
  }
  return { ...said(now, body, at), made: [...made, { before: now, body, at }].slice(-MOST_STEPS_BACK), undone: [] };
}

function said(view: Remarks, body: Remark, at: string): Remarks {
  switch (body.kind) {
    case 'label.set':
      return { ...view, labels: withLabel(view.labels, body.index, body.label) };
    case 'thresholds.changed':
      return { ...view, thresholds: body.thresholds };
    case 'bookmark.set': {
      const others = view.bookmarks.filter(({ id }) => id !== body.bookmark.id);
      return { ...view, bookmarks: [...others, body.bookmark] };
    }
    case 'bookmark.removed':
      return { ...view, bookmarks: view.bookmarks.filter(({ id }) => id !== body.id) };
    case 'note.added':
      return { ...view, notes: [...view.notes, { index: body.note.index, text: body.note.text, at }] };
    case 'point.marked': {
      const others = view.marked.filter((index) => index !== body.index);
      return { ...view, marked: body.marked ? [...others, body.index].sort((a, b) => a - b) : others };
    }
    case 'session.tagged':
      return { ...view, tags: body.tags };
  }
}

function withLabel(labels: Remarks['labels'], index: number, label: CurveLabel | undefined) {
  const others = Object.entries(labels).filter(([key]) => Number(key) !== index);
  const kept: Record<number, CurveLabel> = Object.fromEntries(others);
  return label === undefined ? kept : { ...kept, [index]: label };
}
