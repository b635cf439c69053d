/** What the detail column shows of a cell or of points: the chart with its bands, and descriptors in words. */
import type { ConductanceStep, LabelThresholds, LoopDescriptors } from '../../../src-shared/analysis';
import type { MeasuredPoint } from '../../../src-shared/session/view';
import { formatNumber, formatQuantity, siScale } from '../../../src-shared/units';
import { fullRange } from '../../canvas/range';
import { text } from '../../messages';
import type { Band, Chart, Curve } from '../../plot/figure';
import type { CurveColors } from '../../plot/theme';

const words = text.manifold.detail;

/** The curves of a chart before they have colours and units; amperes. */
export interface DetailCurves {
  readonly decoded: { readonly volts: ArrayLike<number>; readonly amperes: ArrayLike<number> } | undefined;
  /** Measured curves behind, thin. */
  readonly around: readonly MeasuredPoint[];
  readonly selected: MeasuredPoint | undefined;
  /** What the decoded curve is called where it is something else, a mean. */
  readonly decodedName?: string | undefined;
}

/** Decoded and measured curves over the three bias bands. */
export function detailChart(
  curves: DetailCurves,
  colors: CurveColors & { readonly thin: string },
  thresholds: LabelThresholds,
): Chart {
  const { decoded, around, selected } = curves;
  const all = [...around, ...(decoded === undefined ? [] : [decoded]), ...(selected === undefined ? [] : [selected])];
  const { factor, prefix } = siScale(Math.max(0, ...all.map(({ amperes }) => largest(amperes))));
  const unit = `${prefix}A`;
  const line = (id: string, name: string, from: { volts: ArrayLike<number>; amperes: ArrayLike<number> }) => ({
    id,
    name,
    x: from.volts,
    y: Array.from(from.amperes, (ampere) => ampere / factor),
    hover: words.hover(unit),
  });
  const drawn: Curve[] = around
    .filter((point) => point.index !== selected?.index)
    .map((point) => ({
      ...line(`point-${point.index}`, text.point.name(point.index), point),
      color: colors.thin,
      width: 1,
      dash: 'solid' as const,
    }));
  if (selected !== undefined)
    drawn.push({
      ...line(`point-${selected.index}`, words.raw(text.point.name(selected.index)), selected),
      color: colors.purple,
      width: 2.5,
      dash: 'dashdot',
    });
  if (decoded !== undefined)
    drawn.push({
      ...line('decoded', curves.decodedName ?? words.curve, decoded),
      color: colors.ink,
      width: 2.5,
      dash: 'solid',
    });
  const range = fullRange(all.flatMap(({ volts }) => Array.from(volts)));
  return {
    curves: drawn,
    arrows: [],
    bands: range === undefined ? [] : biasBands(range.low, range.high, thresholds),
    x: { title: words.biasAxis, range: range === undefined ? undefined : [range.low, range.high] },
    y: { title: words.currentAxis(unit) },
  };
}

/** Low, intermediate and high bias within the swept range; bands outside it are left out. */
export function biasBands(
  low: number,
  high: number,
  { bandLowVolts, bandHighVolts }: LabelThresholds,
): readonly Band[] {
  const within = (volts: number): number => Math.min(high, Math.max(low, volts));
  const bands = [
    { from: low, to: within(bandLowVolts), name: words.bands.low, shaded: false },
    { from: within(bandLowVolts), to: within(bandHighVolts), name: words.bands.intermediate, shaded: true },
    { from: within(bandHighVolts), to: high, name: words.bands.high, shaded: false },
  ];
  return bands.filter(({ from, to }) => to > from);
}

/** The measured point that a curve of the chart belongs to. */
export function pointOfCurve(curveId: string): number | undefined {
  const index = /^point-(\d+)$/.exec(curveId)?.[1];
  return index === undefined ? undefined : Number(index);
}

/** Descriptors as pairs of name and value with its unit. */
export function descriptorRows(d: LoopDescriptors): readonly (readonly [name: string, value: string])[] {
  const names = words.descriptors;
  const volts = (value: number): string => formatQuantity(value, 'V', 3);
  const area = (value: number): string => formatQuantity(value, 'A\u00b7V', 3);
  const openings = d.openings.map((o) => names.opening(volts(o.fromVolts), volts(o.toVolts))).join(', ');
  return [
    [names.turnOn, d.turnOnVolts === undefined ? names.never : volts(d.turnOnVolts)],
    [names.area, area(d.loopArea)],
    [names.max, formatQuantity(d.maxAmperes, 'A', 3)],
    [`\u2026 ${names.low}`, area(d.bandArea.low)],
    [names.atOneVolt, formatQuantity(d.amperesAtOneVolt, 'A', 3)],
    [`\u2026 ${names.intermediate}`, area(d.bandArea.intermediate)],
    [names.noise, formatQuantity(d.noiseAmperes, 'A', 2)],
    [`\u2026 ${names.high}`, area(d.bandArea.high)],
    [names.step, d.conductanceStep === undefined ? names.none : stepWords(d.conductanceStep)],
    [names.openings, openings === '' ? names.none : openings],
  ];
}

function stepWords({ volts, share }: ConductanceStep): string {
  const at = formatQuantity(volts, 'V', 3);
  return Number.isFinite(share) ? words.descriptors.stepBy(at, formatNumber(share * 100, 2)) : at;
}

/** The mean of curves measured at the same biases; undefined where there are none. */
export function meanOf(
  points: readonly MeasuredPoint[],
): { readonly volts: Float64Array; readonly amperes: Float64Array } | undefined {
  const first = points[0];
  if (first === undefined) return undefined;
  const same = points.filter((point) => point.amperes.length === first.amperes.length);
  const amperes = new Float64Array(first.amperes.length);
  for (const point of same) for (let i = 0; i < amperes.length; i++) amperes[i]! += point.amperes[i]! / same.length;
  return { volts: first.volts, amperes };
}

/** The name that a bookmark of a place keeps whatever its text. */
export function bookmarkId(z: readonly number[]): string {
  return `z ${z.map((value) => value.toFixed(4)).join(' ')}`;
}

function largest(values: ArrayLike<number>): number {
  const range = fullRange(values);
  return range === undefined ? 0 : Math.max(Math.abs(range.low), Math.abs(range.high));
}
