/** Which curves stand out: the mean of all, the most novel and the least novel ones. */
import type { MeasuredPoint, SessionView } from '../../src-shared/session/view';

/** A curve with its spectral novelty. */
export interface RankedCurve {
  readonly point: MeasuredPoint;
  readonly novelty: number;
}

export interface CurveRanking {
  readonly mean: { readonly volts: Float64Array; readonly amperes: Float64Array; readonly curves: number } | undefined;
  /** Most novel first. */
  readonly most: readonly RankedCurve[];
  /** Least novel first. */
  readonly least: readonly RankedCurve[];
}

/**
 * Mean curve and up to `count` curves from either end of the novelty ranking; no curve is in both. Equal novelty goes by
 * order of acquisition; curves without a finite novelty or without a finite current are left out.
 */
export function rankCurves(view: Pick<SessionView, 'points' | 'novelty'>, count = 5): CurveRanking {
  const ranked = view.points
    .map((point) => ({ point, novelty: view.novelty[point.index] ?? Number.NaN }))
    .filter(({ point, novelty }) => Number.isFinite(novelty) && point.amperes.some(Number.isFinite))
    .sort((a, b) => b.novelty - a.novelty || a.point.index - b.point.index);
  const taken = Math.min(count, Math.floor(ranked.length / 2));
  return {
    mean: meanCurve(view.points),
    most: ranked.slice(0, taken),
    least: ranked.slice(ranked.length - taken).reverse(),
  };
}

/** Mean current at each point of the sweep over the curves of the most frequent length; NaN where no curve has a value. */
function meanCurve(points: readonly MeasuredPoint[]): CurveRanking['mean'] {
  const length = commonLength(points);
  const curves = points.filter((point) => point.amperes.length === length && point.volts.length === length);
  const first = curves[0];
  if (length === 0 || first === undefined) return undefined;
  const amperes = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    let sum = 0;
    let finite = 0;
    for (const { amperes: current } of curves) {
      if (!Number.isFinite(current[i])) continue;
      sum += current[i]!;
      finite += 1;
    }
    amperes[i] = finite === 0 ? Number.NaN : sum / finite;
  }
  return { volts: first.volts, amperes, curves: curves.length };
}

function commonLength(points: readonly MeasuredPoint[]): number {
  const counts = new Map<number, number>();
  for (const { amperes } of points) counts.set(amperes.length, (counts.get(amperes.length) ?? 0) + 1);
  let best = 0;
  for (const [length, count] of counts) if (count > (counts.get(best) ?? 0)) best = length;
  return best;
}
