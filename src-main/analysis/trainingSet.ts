/** The pairs of patch and curve that a Dual-VAE can be trained on, and why the other points cannot be used. */
import { MANIFOLD_MIN_POINTS, type EXCLUSIONS, type Exclusion, type RefusalReason } from '../../src-shared/manifold';
import type { MeasuredPoint, SessionView } from '../../src-shared/session/view';
import type { VaePairs } from '../learning/dualVae/ports';
import { buildPatchSet, heightPatch, type PatchSet } from '../learning/patches';

/** Pairs in the order of acquisition. */
export interface TrainingSet {
  /** Index of the measured point of each pair. */
  readonly points: readonly number[];
  readonly excluded: readonly Exclusion[];
  /** Levelled heights over the whole image from 0 to 1; the Dual-VAE stretches each patch by itself. */
  readonly pairs: VaePairs;
  /** Every candidate of the frame. */
  readonly patchSet: PatchSet;
  /** Bias of every curve, volts. */
  readonly volts: Float64Array;
  /** Pairs whose patch has no relief. */
  readonly flatPatches: number;
}

/** A set to train on, or what stands against it. `message` is a sentence for the operator. */
export type TrainingSetAnswer =
  | { readonly kind: 'set'; readonly set: TrainingSet }
  | { readonly kind: 'tooFew'; readonly have: number; readonly excluded: readonly Exclusion[] }
  | { readonly kind: 'refused'; readonly reason: RefusalReason; readonly message: string };

/** The parts of a session that decide about the set. */
export type TrainingSource = Pick<SessionView, 'frame' | 'config' | 'points'> & {
  readonly editState: Pick<SessionView['editState'], 'rejected'>;
};

/** Voltages that differ by less than this are the same, volts: far below the step of any sweep. */
const SAME_VOLTS = 1e-6;

/** Collects the pairs of a session, as far as it has been measured. */
export function trainingSet(view: TrainingSource): TrainingSetAnswer {
  const { frame } = view;
  if (frame === undefined)
    return refused('noFrame', 'This session has no survey frame, so there are no patches to pair its curves with.');
  const { size } = view.config.patch;
  if (frame.rows < size || frame.cols < size)
    return refused('noFrame', `The frame of ${frame.rows} x ${frame.cols} pixels holds no patch of ${size} pixels.`);
  const patches = buildPatchSet(frame, view.config.patch);
  const excluded: Exclusion[] = [];
  const used: MeasuredPoint[] = [];
  const rejected = new Set(view.editState.rejected.map(({ index }) => index));
  for (const point of view.points) {
    const reason = rejected.has(point.index) ? 'rejected' : exclusionOf(point, patches);
    if (reason === undefined) used.push(point);
    else excluded.push({ index: point.index, reason });
  }
  const odd = used.find((point) => !sameVolts(point.volts, used[0]!.volts));
  if (odd !== undefined) return refused('voltageAxes', voltageAxes(used[0]!, odd));
  if (used.length < MANIFOLD_MIN_POINTS) return { kind: 'tooFew', have: used.length, excluded };
  return collected(used, excluded, patches);
}

function exclusionOf(point: MeasuredPoint, patches: PatchSet): (typeof EXCLUSIONS)[number] | undefined {
  if (!point.flags.complete || point.amperes.length !== point.volts.length) return 'incompleteCurve';
  if (!point.amperes.every(Number.isFinite) || !point.volts.every(Number.isFinite)) return 'missingCurveValues';
  return patches.usable[point.candidate] === 1 ? undefined : 'missingHeights';
}

function collected(
  used: readonly MeasuredPoint[],
  excluded: readonly Exclusion[],
  patchSet: PatchSet,
): TrainingSetAnswer {
  const area = patchSet.size ** 2;
  const curvePoints = used[0]!.volts.length;
  const patches = new Float32Array(used.length * area);
  const curves = new Float32Array(used.length * curvePoints);
  let flatPatches = 0;
  for (const [row, point] of used.entries()) {
    const patch = heightPatch(patchSet, point.candidate);
    if (patch.every((height) => height === patch[0])) flatPatches++;
    patches.set(patch, row * area);
    curves.set(point.amperes, row * curvePoints);
  }
  if (flatPatches === used.length)
    return refused('flatImages', 'Every patch is flat: the surface shows nothing that a curve could be paired with.');
  if (curves.every((current) => current === curves[0]))
    return refused('flatCurves', 'Every current of every curve is the same: there is nothing to learn from.');
  const pairs = { count: used.length, side: patchSet.size, length: curvePoints, patches, curves };
  const points = used.map((point) => point.index);
  return { kind: 'set', set: { points, excluded, pairs, patchSet, volts: used[0]!.volts, flatPatches } };
}

function sameVolts(a: Float64Array, b: Float64Array): boolean {
  return a.length === b.length && a.every((volts, i) => Math.abs(volts - b[i]!) <= SAME_VOLTS);
}

function voltageAxes(first: MeasuredPoint, other: MeasuredPoint): string {
  const words = ({ volts }: MeasuredPoint): string => {
    const peak = volts.reduce((far, value) => (Math.abs(value) > Math.abs(far) ? value : far), 0);
    return `${volts.length} points up to ${peak.toFixed(3)} V`;
  };
  return (
    `The curves of this session have different voltage axes: point #${first.index + 1} has ${words(first)}, ` +
    `point #${other.index + 1} has ${words(other)}. A Dual-VAE needs the same axis for all.`
  );
}

function refused(reason: RefusalReason, message: string): TrainingSetAnswer {
  return { kind: 'refused', reason, message };
}
