/** The quality gate: looks at a new curve before the model learns from it. */
import type { CurveFlag, CurveQuality, QualitySettings } from '../../src-shared/quality';
import { finiteRange, median } from '../numerics/stats';
import { noiseAmperes } from './novelty/curveDistance';

/** A sample counts as at the limit from this share of it on. */
const AT_LIMIT = 0.999;
/** Curves before it that a judgement of noise needs. */
const LEAST_BEFORE = 5;
/** Contact is lost where the current falls by this share of its range between two points, from a current worth it ... */
const FALL_SHARE = 0.25;
const HELD_SHARE = 0.3;
/** ... to next to nothing, for so many points at least; and the fall is no noise. */
const LOST_SHARE = 0.05;
const LOST_POINTS = 5;
const FALL_SIGMAS = 20;

/** What a curve is judged by. */
export interface QualityContext {
  readonly settings: QualitySettings;
  /** The current limit of the sweep. */
  readonly limitAmperes: number;
  /** Points that a complete curve has. */
  readonly points: number;
  /** Noise of the curves that entered before, amperes. */
  readonly noiseBefore: readonly number[];
}

/** Flags of a curve, and whether it enters training. A curve of a place without contact is a finding, not a fault: small currents are never flagged. */
export function assessCurve(amperes: Float64Array, context: QualityContext): CurveQuality {
  const { settings, points } = context;
  // Whatever the settings say: nothing can be learnt from points that are not there.
  if (amperes.length !== points || amperes.some((value) => !Number.isFinite(value)))
    return { flags: ['incomplete'], enters: false };
  if (settings.action === 'off') return { flags: [], enters: true };
  const flags = flagsOfNumbers(amperes, context);
  return { flags, enters: settings.action === 'flag' || flags.length === 0 };
}

function flagsOfNumbers(amperes: Float64Array, { settings, limitAmperes, noiseBefore }: QualityContext): CurveFlag[] {
  const flags: CurveFlag[] = [];
  const range = finiteRange(amperes);
  const span = range === undefined ? 0 : range.max - range.min;
  const atLimit = amperes.filter((value) => Math.abs(value) >= AT_LIMIT * limitAmperes).length;
  if (atLimit > settings.saturatedShare * amperes.length) flags.push('saturated');
  if (span === 0) return [...flags, 'dead'];
  const noise = noiseAmperes(amperes);
  const usual = noiseBefore.length < LEAST_BEFORE ? Infinity : median(noiseBefore);
  if (noise > settings.noiseFactor * usual) flags.push('noisy');
  if (losesContact(amperes, { span, noise })) flags.push('contactLost');
  return flags;
}

function losesContact(
  amperes: Float64Array,
  { span, noise }: { readonly span: number; readonly noise: number },
): boolean {
  for (let k = 1; k + LOST_POINTS <= amperes.length; k++) {
    const before = Math.abs(amperes[k - 1]!);
    const fall = before - Math.abs(amperes[k]!);
    if (before < HELD_SHARE * span || fall < FALL_SHARE * span || fall < FALL_SIGMAS * noise) continue;
    const after = amperes.subarray(k, k + LOST_POINTS);
    if (after.every((value) => Math.abs(value) < LOST_SHARE * span)) return true;
  }
  return false;
}
