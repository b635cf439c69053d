import fc from 'fast-check';
import { expect, test } from 'vitest';
import { analysisOf, isAnalysisRecord, NO_ANALYSIS, type AnalysisView, type Remark } from './analysisView';

const remark: fc.Arbitrary<Remark> = fc.oneof(
  fc.record({
    kind: fc.constant('label.set' as const),
    index: fc.integer({ min: 0, max: 3 }),
    label: fc.constantFrom('club' as const, 'heart' as const, undefined),
  }),
  fc.record({
    kind: fc.constant('note.added' as const),
    note: fc.record({ index: fc.constantFrom(undefined, 0, 2), text: fc.constantFrom('a crack', 'clean') }),
  }),
  fc.record({
    kind: fc.constant('point.marked' as const),
    index: fc.integer({ min: 0, max: 3 }),
    marked: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('bookmark.set' as const),
    bookmark: fc.record({
      id: fc.constantFrom('a', 'b'),
      z: fc.array(fc.constant(0), { minLength: 2, maxLength: 2 }),
      text: fc.constantFrom('x', 'y'),
    }),
  }),
  fc.record({ kind: fc.constant('bookmark.removed' as const), id: fc.constantFrom('a', 'b') }),
  fc.record({ kind: fc.constant('session.tagged' as const), tags: fc.constantFrom([], ['film']) }),
);
const remarks = fc.array(remark, { maxLength: 12 });
const at = '2026-01-01T00:00:00.000Z';
const saying = (bodies: readonly Remark[], from = NO_ANALYSIS): AnalysisView =>
  bodies.reduce((view, body) => analysisOf(view, body, at), from);
const undo = (view: AnalysisView) => analysisOf(view, { kind: 'remark.undone' }, at);
const redo = (view: AnalysisView) => analysisOf(view, { kind: 'remark.redone' }, at);

test('what is taken back is as if it had never been said, and comes back exactly', () => {
  fc.assert(
    fc.property(remarks, fc.nat(12), (bodies, back) => {
      const steps = Math.min(back, bodies.length);
      let view = saying(bodies);
      for (let k = 0; k < steps; k++) view = undo(view);
      const { undone, ...rest } = view;
      expect(undone).toHaveLength(steps);
      expect(rest).toEqual({ ...saying(bodies.slice(0, bodies.length - steps)), undone: undefined });
      for (let k = 0; k < steps; k++) view = redo(view);
      expect(view).toEqual(saying(bodies));
    }),
  );
});

test('where nothing stands nothing is taken back, and something new ends the way forth', () => {
  fc.assert(
    fc.property(remark, remark, (one, other) => {
      expect(undo(NO_ANALYSIS)).toBe(NO_ANALYSIS);
      expect(redo(saying([one]))).toEqual(saying([one]));
      expect(redo(saying([other], undo(saying([one]))))).toEqual(saying([other]));
      expect(isAnalysisRecord(one)).toBe(true);
    }),
  );
});

test('bookmarked points are listed once, in their order', () => {
  const mark = (index: number, marked: boolean): Remark => ({ kind: 'point.marked', index, marked });
  expect(saying([mark(7, true), mark(2, true), mark(7, true)]).marked).toEqual([2, 7]);
  expect(saying([mark(7, true), mark(2, true), mark(7, false), mark(5, false)]).marked).toEqual([2]);
});

test('a hundred remarks can be taken back, the earlier ones stay said', () => {
  const many = Array.from({ length: 130 }, (_, k): Remark => ({ kind: 'note.added', note: { text: String(k) } }));
  let view = saying(many);
  for (let k = 0; k < 200; k++) view = undo(view);
  expect(view.notes.map(({ text }) => Number(text))).toEqual(Array.from({ length: 30 }, (_, k) => k));
});
