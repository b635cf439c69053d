import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../experiment';
import type { MaskRule } from '../rules';
import { rulesInForce, ruleFrom } from '../rules';
import {
  nextNumber,
  redoable,
  stateOfEdits,
  undoable,
  withMade,
  withUndone,
  type Edit,
  type EditState,
  type MadeEdit,
} from './edits';

const { acquisition, gate } = DEFAULT_EXPERIMENT;
const rule = (id: string, candidate: number, active: boolean): MaskRule => ({
  rule: { id, scope: 'point', candidate, at: { row: 8, col: candidate }, reason: 'other', step: 1 },
  active,
});
const id = fc.constantFrom('a', 'b', 'c');
const anyEdit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({
    kind: fc.constant('rule.set' as const),
    rule: fc.tuple(id, fc.nat(9), fc.boolean()).map((of) => rule(...of)),
  }),
  fc.record({ kind: fc.constant('rule.removed' as const), id }),
  fc.tuple(id, fc.nat(9), fc.boolean()).map(([of, candidate, first]): Edit => {
    const target = { id: `${of}${candidate}`, candidate, at: { row: 0, col: 0 }, purpose: 'here' as const };
    return { kind: 'queue.added', targets: [target], first };
  }),
  fc.record({ kind: fc.constant('queue.removed' as const), ids: fc.array(fc.constantFrom('a1', 'b2', 'c3')) }),
  fc.record({ kind: fc.constant('queue.ordered' as const), ids: fc.array(fc.constantFrom('a1', 'b2', 'c3')) }),
  fc
    .nat(5)
    .map((kappa): Edit => ({ kind: 'steering.changed', steering: { acquisition: { ...acquisition, kappa }, gate } })),
  fc.nat(4).map((index): Edit => ({ kind: 'curve.rejected', curve: { index, again: 'never' } })),
  fc.nat(4).map((index): Edit => ({ kind: 'curve.restored', index })),
);

const none = new Set<string>();
const make = (edits: readonly MadeEdit[], edit: Edit) =>
  withMade(edits, { id: nextNumber(edits), step: 1, at: '', edit, undone: false });

describe('undo', () => {
  it('brings back exactly what was before, and redo what came after, however deep', () => {
    fc.assert(
      fc.property(fc.array(anyEdit, { minLength: 1, maxLength: 12 }), fc.nat(12), (sequence, depth) => {
        let edits: readonly MadeEdit[] = [];
        const states: EditState[] = [stateOfEdits(edits, none)];
        for (const edit of sequence) {
          edits = make(edits, edit);
          states.push(stateOfEdits(edits, none));
        }
        const steps = Math.min(depth, sequence.length);
        for (let k = 1; k <= steps; k++) {
          edits = withUndone(edits, undoable(edits)!.id, true);
          expect(stateOfEdits(edits, none)).toEqual(states[sequence.length - k]);
        }
        for (let k = steps - 1; k >= 0; k--) {
          edits = withUndone(edits, redoable(edits)!.id, false);
          expect(stateOfEdits(edits, none)).toEqual(states[sequence.length - k]);
        }
        expect(redoable(edits)).toBeUndefined();
      }),
    );
  });

  it('ends where something new is made: what was undone is gone, and no number is used twice', () => {
    let edits = make(make([], { kind: 'rule.set', rule: rule('a', 1, true) }), {
      kind: 'rule.set',
      rule: rule('b', 2, true),
    });
    edits = withUndone(edits, undoable(edits)!.id, true);
    edits = make(edits, { kind: 'rule.set', rule: rule('c', 3, true) });
    expect(edits.map((made) => made.id)).toEqual([1, 3]);
    expect(redoable(edits)).toBeUndefined();
  });
});

describe('rules in force', () => {
  it('leave out what is switched off or over', () => {
    const made = { id: 'd', step: 4, reason: 'other' as const };
    const deferred = ruleFrom({ scope: 'defer', candidate: 7, steps: 10 }, made, () => ({ row: 1, col: 2 }));
    const rules = [rule('a', 1, true), rule('b', 2, false), { ...deferred, active: true }];
    expect(rulesInForce(rules, 13).map((held) => held.id)).toEqual(['a', 'd']);
    expect(rulesInForce(rules, 14).map((held) => held.id)).toEqual(['a']);
  });
});

describe('the queue', () => {
  it('keeps targets that an order does not name behind the others, and loses those that are taken', () => {
    const target = (of: string) => ({ id: of, candidate: 1, at: { row: 0, col: 0 }, purpose: 'here' as const });
    const edits = make(make([], { kind: 'queue.added', targets: ['x', 'y', 'z'].map(target), first: false }), {
      kind: 'queue.ordered',
      ids: ['z', 'y'],
    });
    expect(stateOfEdits(edits, none).queue.map((of) => of.id)).toEqual(['z', 'y', 'x']);
    expect(stateOfEdits(edits, new Set(['y'])).queue.map((of) => of.id)).toEqual(['z', 'x']);
  });
});
