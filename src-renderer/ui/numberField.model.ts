/** What a typed number comes to in a field with bounds. */
import { formatNumber, parseNumber, type ParsedNumber } from '../../src-shared/units';
import { text } from '../messages';

export interface NumberBounds {
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
  /** Said after the number; empty for a count. */
  readonly unit: string;
}

/** The number in a text, or why it cannot be taken. */
export function readNumber(typed: string, bounds: NumberBounds): ParsedNumber {
  const parsed = parseNumber(typed);
  if (!parsed.ok) return parsed;
  const { value } = parsed;
  // A sign before nothing is a slip of the hand: something is missing behind it.
  if (value === 0 && /^\s*[-\u2212]/.test(typed)) return { ok: false, message: text.field.minusNought };
  if (bounds.whole && !Number.isInteger(value)) return { ok: false, message: text.field.whole };
  if (value < bounds.min || value > bounds.max)
    return { ok: false, message: text.field.bounds(plain(bounds.min), plain(bounds.max), bounds.unit) };
  return parsed;
}

/** How the program writes a number into a field; read back it gives the same number. */
export function writeNumber(value: number): string {
  return String(value).replace('-', '\u2212');
}

function plain(value: number): string {
  return Number.isInteger(value) ? writeNumber(value) : formatNumber(value, 3);
}
