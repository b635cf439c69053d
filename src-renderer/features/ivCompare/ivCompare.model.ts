/** Which curves are compared, and how they are drawn. */
import type { MeasuredPoint } from '../../../src-shared/session/view';
import { siScale } from '../../../src-shared/units';
import type { Arrow, Chart, Curve } from '../../plot/figure';
import type { CurveColors } from '../../plot/theme';
import { text } from '../../messages';

/** Curves shown at each end of the novelty. */
const EXTREMES = 5;

export interface IvComparison {
  /** Measured curves by their index of acquisition. */
  readonly novel: readonly MeasuredPoint[];
  readonly typical: readonly MeasuredPoint[];
  readonly last: MeasuredPoint | undefined;
  readonly selected: MeasuredPoint | undefined;
  readonly mean: { readonly volts: Float64Array; readonly amperes: Float64Array } | undefined;
  /** Curves in the mean: complete ones of the usual length. */
  readonly averaged: number;
}

/** The comparison of Figure 4b: the mean, the most and least novel curves, the newest and the selected one. */
export function compareCurves(
  points: readonly MeasuredPoint[],
  novelty: Float64Array,
  selected: number | undefined,
): IvComparison {
  const ranked = points
    .filter((point) => Number.isFinite(novelty[point.index]))
    .sort((a, b) => novelty[b.index]! - novelty[a.index]! || a.index - b.index);
  const each = Math.min(EXTREMES, Math.floor(ranked.length / 2));
  const complete = points.filter((point) => point.flags.complete);
  return {
    novel: ranked.slice(0, each),
    typical: ranked.slice(ranked.length - each).reverse(),
    last: points.at(-1),
    selected: points.find((point) => point.index === selected),
    ...meanCurve(complete),
  };
}

function meanCurve(points: readonly MeasuredPoint[]): Pick<IvComparison, 'mean' | 'averaged'> {
  const length = points[0]?.amperes.length ?? 0;
  const same = points.filter((point) => point.amperes.length === length && length > 0);
  const first = same[0];
  if (first === undefined) return { mean: undefined, averaged: 0 };
  const amperes = new Float64Array(length);
  for (const point of same) for (let i = 0; i < length; i++) amperes[i]! += point.amperes[i]! / same.length;
  return { mean: { volts: first.volts, amperes }, averaged: same.length };
}

/** The unit in which all the compared currents are drawn. */
export function currentScale(comparison: IvComparison): { readonly factor: number; readonly unit: string } {
  const shown = [...comparison.novel, ...comparison.typical, comparison.last, comparison.selected];
  let largest = 0;
  for (const point of shown) for (const ampere of point?.amperes ?? []) largest = Math.max(largest, Math.abs(ampere));
  const { factor, prefix } = siScale(largest);
  return { factor, unit: `${prefix}A` };
}

/** The chart of a comparison; currents on a logarithmic axis are drawn without their sign. */
export function ivChart(comparison: IvComparison, colors: CurveColors, log: boolean): Chart {
  const { factor, unit } = currentScale(comparison);
  const value = (ampere: number): number => (log ? logarithmic(ampere / factor) : ampere / factor);
  const line = (
    point: MeasuredPoint,
    style: Omit<Curve, 'id' | 'name' | 'x' | 'y' | 'hover'>,
    role: string,
  ): Curve => ({
    id: `${role}-${point.index}`,
    name: text.point.name(point.index),
    x: point.volts,
    y: Array.from(point.amperes, value),
    hover: text.iv.hover(unit),
    ...style,
  });
  const { novel, typical, mean, last, selected } = comparison;
  const curves: Curve[] = [
    ...typical.map((point) => line(point, { color: colors.blue, width: 1.25, dash: 'dash' }, 'typical')),
    ...novel.map((point) => line(point, { color: colors.vermilion, width: 1.25, dash: 'solid' }, 'novel')),
  ];
  if (last !== undefined) curves.push(line(last, { color: colors.sky, width: 3.5, dash: 'solid' }, 'last'));
  if (selected !== undefined)
    curves.push(line(selected, { color: colors.purple, width: 3, dash: 'dashdot' }, 'selected'));
  let arrows: readonly Arrow[] = [];
  if (mean !== undefined) {
    const y = Array.from(mean.amperes, value);
    curves.push({
      id: 'mean',
      hover: text.iv.hover(unit),
      name: text.iv.mean,
      x: mean.volts,
      y,
      color: colors.ink,
      width: 2.25,
      dash: 'solid',
    });
    arrows = sweepArrows(mean.volts, y, colors.ink);
  }
  return {
    curves,
    arrows,
    x: { title: text.iv.biasAxis },
    y: { title: log ? text.iv.currentAxisLog(unit) : text.iv.currentAxis(unit), log },
  };
}

/** The measured point that a curve of the chart belongs to; undefined for the mean. */
export function pointOfCurve(curveId: string): number | undefined {
  const index = /^(?:novel|typical|last|selected)-(\d+)$/.exec(curveId)?.[1];
  return index === undefined ? undefined : Number(index);
}

/** Two arrows along a curve: one on the way to the turning point of the bias, one on the way back. */
export function sweepArrows(volts: ArrayLike<number>, y: readonly number[], color: string): readonly Arrow[] {
  let turn = 0;
  for (let i = 1; i < volts.length; i++) if (Math.abs(volts[i]!) > Math.abs(volts[turn]!)) turn = i;
  const along = (share: number, from: number, to: number): Arrow | undefined => {
    const at = Math.round(from + (to - from) * share);
    const before = Math.max(0, at - 4);
    const [x0, y0, x1, y1] = [volts[before], y[before], volts[at], y[at]];
    if (x0 === undefined || y0 === undefined || x1 === undefined || y1 === undefined) return undefined;
    if (![y0, y1].every(Number.isFinite)) return undefined;
    return { from: [x0, y0], to: [x1, y1], color };
  };
  const arrows = [along(0.75, 0, turn), along(0.35, turn, volts.length - 1)];
  return arrows.filter((arrow) => arrow !== undefined);
}

function logarithmic(value: number): number {
  const size = Math.abs(value);
  return size > 0 ? size : Number.NaN;
}
