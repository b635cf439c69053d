/** The numbers beside a colour bar. */
import { siScale } from '../../src-shared/units';
import type { ValueRange } from './range';

export interface RangeLabels {
  readonly low: string;
  readonly middle: string;
  readonly high: string;
  /** The unit with its prefix. */
  readonly unit: string;
  /** Everything in one piece. */
  readonly sentence: string;
}

/** Labels of a range: one prefix and one count of decimals for all of them, "no data" where there is no range. */
export function rangeLabels(range: ValueRange | undefined, unit: string): RangeLabels {
  if (range === undefined) return { low: '', middle: '', high: '', unit, sentence: 'no data' };
  const scale = unit === '' ? { factor: 1, prefix: '' } : siScale(Math.max(Math.abs(range.low), Math.abs(range.high)));
  const largest = Math.max(Math.abs(range.low), Math.abs(range.high)) / scale.factor;
  const decimals = largest > 0 ? Math.min(8, Math.max(0, 2 - Math.floor(Math.log10(largest)))) : 0;
  const digits = (value: number): string => (value / scale.factor).toFixed(decimals).replace('-', '\u2212');
  const prefixed = `${scale.prefix}${unit}`;
  const low = digits(range.low);
  const high = digits(range.high);
  return {
    low,
    middle: digits((range.low + range.high) / 2),
    high,
    unit: prefixed,
    sentence: `${low} to ${high} ${prefixed}`.trimEnd(),
  };
}
