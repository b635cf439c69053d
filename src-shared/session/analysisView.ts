/** What people said about a session after the fact, folded from its journal. */
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

export interface AnalysisView {
  readonly thresholds: LabelThresholds;
  /** Labels given by people, by index of the measured point. */
  readonly labels: Readonly<Record<number, CurveLabel>>;
  readonly bookmarks: readonly Bookmark[];
  readonly notes: readonly SavedNote[];
  readonly tags: readonly string[];
}

/** A session about which nobody has said anything yet. */
export const NO_ANALYSIS: AnalysisView = {
  thresholds: DEFAULT_THRESHOLDS,
  labels: {},
  bookmarks: [],
  notes: [],
  tags: [],
};

const KINDS = [
  'label.set',
  'thresholds.changed',
  'bookmark.set',
  'bookmark.removed',
  'note.added',
  'session.tagged',
] as const;
type AnalysisRecord = RecordOf<(typeof KINDS)[number]>;

/** Whether a record is something that a person said. */
export function isAnalysisRecord(body: RecordBody): body is AnalysisRecord {
  return (KINDS as readonly string[]).includes(body.kind);
}

/** Folds one record into what people said. */
export function analysisOf(view: AnalysisView, body: AnalysisRecord, at: string): AnalysisView {
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
    case 'session.tagged':
      return { ...view, tags: body.tags };
  }
}

function withLabel(labels: AnalysisView['labels'], index: number, label: CurveLabel | undefined) {
  const others = Object.entries(labels).filter(([key]) => Number(key) !== index);
  const kept: Record<number, CurveLabel> = Object.fromEntries(others);
  return label === undefined ? kept : { ...kept, [index]: label };
}
