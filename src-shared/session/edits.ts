/**
 * What the operator changes in a session beside measuring: rules, the queue, steering and rejected curves. Every edit is
 * a line of the journal; undoing one is another line. The state is what the edits that stand give when they are made one
 * after the other from the beginning, so undo brings back exactly what was before.
 */
import { AcquisitionSettings, GateSettings } from '../experiment';
import { PixelPoint } from '../geometry';
import { MaskRule } from '../rules';
import { z } from '../zod';

/** A place that a person wants measured. It goes to the instrument through the gate like any other, before the model's. */
export const QueuedTarget = z
  .object({
    id: z.string().min(1).max(80),
    candidate: z.int().min(0),
    at: PixelPoint,
    /** `here`: chosen on the map. `like`: like another place. `seed`: one of new starting points. `batch`: a place of an approved batch. */
    purpose: z.enum(['here', 'like', 'seed', 'batch']),
  })
  .readonly();
export type QueuedTarget = z.infer<typeof QueuedTarget>;

/** The part of the method that may be changed while a session runs. */
export const Steering = z.object({ acquisition: AcquisitionSettings, gate: GateSettings }).readonly();
export type Steering = z.infer<typeof Steering>;

/** A curve taken out of the training set. The raw curve stays; `retry` lets the place be proposed again. */
export const RejectedCurve = z.object({ index: z.int().min(0), again: z.enum(['retry', 'never']) }).readonly();
export type RejectedCurve = z.infer<typeof RejectedCurve>;

export const Edit = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('rule.set'), rule: MaskRule }),
  z.object({ kind: z.literal('rule.removed'), id: z.string() }),
  z.object({ kind: z.literal('queue.added'), targets: z.array(QueuedTarget), first: z.boolean() }),
  z.object({ kind: z.literal('queue.removed'), ids: z.array(z.string()) }),
  z.object({ kind: z.literal('queue.ordered'), ids: z.array(z.string()) }),
  z.object({ kind: z.literal('steering.changed'), steering: Steering }),
  z.object({ kind: z.literal('curve.rejected'), curve: RejectedCurve }),
  z.object({ kind: z.literal('curve.restored'), index: z.int().min(0) }),
]);
export type Edit = z.infer<typeof Edit>;

/** An edit with its number in the session, from 1, and the step that was next when it was made. */
export const MadeEdit = z
  .object({ id: z.int().min(1), step: z.int().min(0), at: z.string(), edit: Edit, undone: z.boolean() })
  .readonly();
export type MadeEdit = z.infer<typeof MadeEdit>;

/** What the edits that stand come to. */
export interface EditState {
  /** In the order in which they were first made; switched off ones too. */
  readonly rules: readonly MaskRule[];
  /** In the order in which they will be measured; those that were measured are gone. */
  readonly queue: readonly QueuedTarget[];
  /** Absent while the method is that of the experiment. */
  readonly steering: Steering | undefined;
  readonly rejected: readonly RejectedCurve[];
}

const NO_EDITS: EditState = { rules: [], queue: [], steering: undefined, rejected: [] };

/** @param taken ids of queued targets that were measured or given up */
export function stateOfEdits(edits: readonly MadeEdit[], taken: ReadonlySet<string>): EditState {
  const state = edits.filter(({ undone }) => !undone).reduce((at, { edit }) => after(at, edit), NO_EDITS);
  return { ...state, queue: state.queue.filter(({ id }) => !taken.has(id)) };
}

/** The newest edit that stands: what undo takes back. */
export function undoable(edits: readonly MadeEdit[]): MadeEdit | undefined {
  return edits.findLast(({ undone }) => !undone);
}

/** What redo makes again: the oldest of those that were undone. */
export function redoable(edits: readonly MadeEdit[]): MadeEdit | undefined {
  const standing = edits.findLastIndex(({ undone }) => !undone);
  return edits[standing + 1];
}

/** The edits with one more. What was undone before it can not be made again. */
export function withMade(edits: readonly MadeEdit[], made: MadeEdit): readonly MadeEdit[] {
  return [...edits.filter(({ undone }) => !undone), made];
}

/** The number of the next edit: above all, also those that were undone and are gone. */
export function nextNumber(edits: readonly MadeEdit[]): number {
  return edits.reduce((most, { id }) => Math.max(most, id), 0) + 1;
}

/** The edits with one marked as undone or made again. */
export function withUndone(edits: readonly MadeEdit[], id: number, undone: boolean): readonly MadeEdit[] {
  return edits.map((made) => (made.id === id ? { ...made, undone } : made));
}

function after(state: EditState, edit: Edit): EditState {
  switch (edit.kind) {
    case 'rule.set':
      return { ...state, rules: replaced(state.rules, edit.rule) };
    case 'rule.removed':
      return { ...state, rules: state.rules.filter(({ rule }) => rule.id !== edit.id) };
    case 'queue.added':
      return { ...state, queue: edit.first ? [...edit.targets, ...state.queue] : [...state.queue, ...edit.targets] };
    case 'queue.removed':
      return { ...state, queue: state.queue.filter(({ id }) => !edit.ids.includes(id)) };
    case 'queue.ordered':
      return { ...state, queue: ordered(state.queue, edit.ids) };
    case 'steering.changed':
      return { ...state, steering: edit.steering };
    case 'curve.rejected':
      return { ...state, rejected: [...without(state.rejected, edit.curve.index), edit.curve] };
    case 'curve.restored':
      return { ...state, rejected: without(state.rejected, edit.index) };
  }
}

function replaced(rules: readonly MaskRule[], next: MaskRule): readonly MaskRule[] {
  if (!rules.some(({ rule }) => rule.id === next.rule.id)) return [...rules, next];
  return rules.map((held) => (held.rule.id === next.rule.id ? next : held));
}

/** Targets that the new order does not name keep their order, behind. */
function ordered(queue: readonly QueuedTarget[], ids: readonly string[]): readonly QueuedTarget[] {
  const place = (target: QueuedTarget): number => {
    const at = ids.indexOf(target.id);
    return at < 0 ? ids.length : at;
  };
  return [...queue].sort((a, b) => place(a) - place(b));
}

function without(rejected: readonly RejectedCurve[], index: number): readonly RejectedCurve[] {
  return rejected.filter((curve) => curve.index !== index);
}
