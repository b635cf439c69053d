import { describe, expect, it } from 'vitest';
import type { MeasuredPoint } from '../../src-shared/session/view';
import { simulatedPoints } from './testing/simulatedPoints';
import { trainingSet } from './trainingSet';

const session = simulatedPoints(3, 40);
const changed = (index: number, change: (point: MeasuredPoint) => Partial<MeasuredPoint>): MeasuredPoint[] =>
  session.points.map((point) => (point.index === index ? { ...point, ...change(point) } : point));
const setOf = (source: Parameters<typeof trainingSet>[0]) => {
  const answer = trainingSet(source);
  if (answer.kind !== 'set') throw new Error(`expected a set, got ${answer.kind}`);
  return answer.set;
};

describe('the pairs of a session', () => {
  it('are the patches and curves of its points, in order', () => {
    const { points, pairs, excluded, flatPatches } = setOf(session);
    expect(points).toEqual(session.points.map(({ index }) => index));
    expect([pairs.count, pairs.side, pairs.length]).toEqual([40, 16, 251]);
    expect([...pairs.curves.subarray(251, 502)]).toEqual([...Float32Array.from(session.points[1]!.amperes)]);
    expect([excluded, flatPatches]).toEqual([[], 0]);
  });

  it('leave out what has gaps, is broken off or was rejected, and say why', () => {
    const points = changed(4, ({ amperes }) => ({ amperes: amperes.map((value, i) => (i === 9 ? NaN : value)) }));
    points[7] = { ...points[7]!, flags: { complete: false, compliance: false, saturated: false } };
    const { at } = points[11]!;
    const heightsMetres = session.frame.heightsMetres.slice();
    heightsMetres[at.row * session.frame.cols + at.col] = NaN;
    const editState = { rejected: [{ index: 20, again: 'never' as const }] };
    const set = setOf({ ...session, points, editState, frame: { ...session.frame, heightsMetres } });
    const reasonOf = (index: number) => set.excluded.find((entry) => entry.index === index)?.reason;
    expect([4, 7, 11, 20].map(reasonOf)).toEqual([
      'missingCurveValues',
      'incompleteCurve',
      'missingHeights',
      'rejected',
    ]);
    expect(set.points.length + set.excluded.length).toBe(40);
    expect(set.pairs.curves.every(Number.isFinite) && set.pairs.patches.every(Number.isFinite)).toBe(true);
  });

  it('are refused where the voltage axes differ, naming both', () => {
    const points = changed(30, ({ volts }) => ({ volts: volts.map((bias) => bias * 2) }));
    expect(trainingSet({ ...session, points })).toMatchObject({
      kind: 'refused',
      reason: 'voltageAxes',
      message: expect.stringMatching(
        /point #1 has 251 points up to 1.500 V, point #31 has 251 points up to 3.000 V/,
      ) as string,
    });
  });

  it('are too few below thirty, counting only those that can be used', () => {
    const points = session.points
      .slice(0, 31)
      .map((point) => (point.index < 2 ? { ...point, amperes: point.amperes.map(() => NaN) } : point));
    expect(trainingSet({ ...session, points })).toMatchObject({ kind: 'tooFew', have: 29 });
  });

  it('are refused where every patch is flat', () => {
    const flat = session.frame.heightsMetres.map(() => 3e-9);
    expect(trainingSet({ ...session, frame: { ...session.frame, heightsMetres: flat } })).toMatchObject({
      kind: 'refused',
      reason: 'flatImages',
    });
  });

  it('are refused where every current is the same, and without a frame', () => {
    const points = session.points.map((point) => ({ ...point, amperes: point.amperes.map(() => 1e-12) }));
    expect(trainingSet({ ...session, points })).toMatchObject({ kind: 'refused', reason: 'flatCurves' });
    expect(trainingSet({ ...session, frame: undefined })).toMatchObject({ kind: 'refused', reason: 'noFrame' });
    const small = { ...session.frame, rows: 8, heightsMetres: session.frame.heightsMetres.slice(0, 8 * 128) };
    expect(trainingSet({ ...session, frame: small })).toMatchObject({ kind: 'refused', reason: 'noFrame' });
  });
});
