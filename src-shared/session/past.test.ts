import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../experiment';
import type { Proposal } from '../proposal';
import { lastPastStep, pointsBefore, sessionAt } from './past';
import type { ArrayRef, JournalRecord, RecordBody, ResolvedRecord } from './record';
import { applyRecord, type SessionView } from './view';

const arrays: Record<string, Float32Array | Float64Array> = {};

function ref(values: Float64Array): ArrayRef {
  const sha256 = String(Object.keys(arrays).length).padStart(64, '0');
  arrays[sha256] = values;
  return { sha256, dtype: 'f64', length: values.length };
}

function curve(index: number, step: number): RecordBody {
  return {
    kind: 'curve.recorded',
    index,
    step,
    origin: step === 0 ? 'seed' : 'model',
    candidate: index,
    at: { row: index, col: index },
    volts: ref(Float64Array.of(index)),
    amperes: ref(Float64Array.of(index)),
    flags: { complete: true, compliance: false, saturated: false },
    travelSeconds: 1,
    sweepSeconds: 1,
  };
}

function scores(points: number): RecordBody {
  const novelty = ref(new Float64Array(points).map((_, i) => points + i));
  return { kind: 'scores.updated', novelty, diversity: { structural: points, spectral: points } };
}

function proposed(step: number, round = 0): RecordBody {
  const proposal = { id: `${step}.${round}`, step, round } as unknown as Proposal;
  return { kind: 'proposal.made', proposal };
}

const decide = (id: string, choice: 'approve' | 'veto'): RecordBody => ({
  kind: 'decision.made',
  proposalId: id,
  choice,
  by: 'operator',
  waitedSeconds: 1,
});

const BODIES: readonly RecordBody[] = [
  {
    kind: 'session.opened',
    id: 's',
    program: { version: '0', runtime: 't' },
    config: DEFAULT_EXPERIMENT,
    instrument: {} as never,
  },
  curve(0, 0),
  scores(1),
  curve(1, 0),
  scores(2),
  proposed(1),
  decide('1.0', 'veto'),
  proposed(1, 1),
  decide('1.1', 'approve'),
  // Chosen while the tip is on its way to step 1.
  proposed(2),
  curve(2, 1),
  scores(3),
  decide('2.0', 'approve'),
  { kind: 'mode.changed', decision: { ...DEFAULT_EXPERIMENT.decision, mode: 'manual' } },
  curve(3, 2),
  scores(4),
];
const RESOLVED: readonly ResolvedRecord[] = BODIES.map((body, seq) => {
  const record: JournalRecord = {
    v: 1,
    seq,
    at: `2026-01-01T00:00:${String(seq).padStart(2, '0')}Z`,
    mono: seq,
    prev: '',
    body,
  };
  return { record, arrays };
});
const fold = (count: number): SessionView =>
  RESOLVED.slice(0, count).reduce<SessionView | undefined>((view, resolved) => applyRecord(view, resolved), undefined)!;
const records = RESOLVED.map(({ record }) => record);

describe('sessionAt', () => {
  const now = fold(RESOLVED.length);

  it('counts what was measured before a step', () => {
    expect([1, 2, 3].map((step) => pointsBefore(now, step))).toEqual([2, 3, 4]);
    expect(lastPastStep(now)).toBe(2);
  });

  it('is the fold of the records before the curve of the step', () => {
    const novelty = Float64Array.of(3, 4, 5);
    const then = sessionAt(now, records, 2, { maps: undefined, novelty });
    expect(then).toEqual(fold(14));
    expect(then.decision.mode).toBe('manual');
    expect(then.novelty).toEqual(novelty);
  });

  it('leaves out a proposal for the step after, made ahead of time', () => {
    const then = sessionAt(now, records, 1, { maps: undefined, novelty: Float64Array.of(2, 3) });
    expect(then.proposals.map(({ proposal }) => proposal.id)).toEqual(['1.0', '1.1']);
    expect(then.points).toHaveLength(2);
    expect(then.diversity.map(({ points }) => points)).toEqual([1, 2]);
    expect(then.lastSeq).toBe(9);
  });
});
