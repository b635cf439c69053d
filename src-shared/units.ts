/** SI quantities as people read and type them. Code and files hold plain SI numbers; prefixes exist only here and on the screen. */

const PREFIXES = [
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
  [1, ''],
  [1e-3, 'm'],
  [1e-6, 'µ'],
  [1e-9, 'n'],
  [1e-12, 'p'],
  [1e-15, 'f'],
] as const;

/** A prefix and the factor it stands for, chosen so that `magnitude` reads between 1 and 1000. */
export interface SiScale {
  readonly factor: number;
  readonly prefix: string;
}

/** The SI prefix in which a magnitude reads best; no prefix for 0 and for what is not finite. */
export function siScale(magnitude: number): SiScale {
  const size = Math.abs(magnitude);
  if (!Number.isFinite(size) || size === 0) return { factor: 1, prefix: '' };
  const found = PREFIXES.find(([factor]) => size >= factor * 0.9995) ?? PREFIXES[PREFIXES.length - 1]!;
  return { factor: found[0], prefix: found[1] };
}

/** "1.23 nA" from 1.23e-9 and "A": three significant digits unless told otherwise, a true minus sign, "no data" for NaN. */
export function formatQuantity(value: number | undefined, unit: string, digits = 3): string {
  if (value === undefined || !Number.isFinite(value)) return 'no data';
  const { factor, prefix } = siScale(value);
  return `${formatNumber(value / factor, digits)} ${prefix}${unit}`.trimEnd();
}

/** A number with a fixed count of significant digits, without exponent where it can be avoided, and a true minus sign. */
export function formatNumber(value: number | undefined, digits = 3): string {
  if (value === undefined || !Number.isFinite(value)) return 'no data';
  if (value === 0) return '0';
  const size = Math.abs(value);
  const text =
    size >= 1e-4 && size < 1e6
      ? value.toFixed(Math.max(0, digits - 1 - Math.floor(Math.log10(Number(size.toPrecision(digits))))))
      : value.toExponential(digits - 1);
  return text.replace('-', '\u2212');
}

/** What came of reading a number that a person typed. */
export type ParsedNumber =
  { readonly ok: true; readonly value: number } | { readonly ok: false; readonly message: string };

/** Reads a typed number: dot or comma as the decimal sign, no thousands signs, finite only. */
export function parseNumber(text: string): ParsedNumber {
  const typed = text.trim().replace('\u2212', '-');
  if (typed === '') return { ok: false, message: 'Enter a number.' };
  const separators = typed.match(/[.,]/g) ?? [];
  if (separators.length > 1)
    return {
      ok: false,
      message: `"${text.trim()}" has more than one decimal sign. Write 1.3 or 1,3, without thousands signs.`,
    };
  if (!/^[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d+)?$/i.test(typed))
    return { ok: false, message: `"${text.trim()}" is not a number. Write digits with one decimal sign, like 1.3.` };
  const value = Number(typed.replace(',', '.'));
  if (!Number.isFinite(value)) return { ok: false, message: `"${text.trim()}" is too large to be stored.` };
  return { ok: true, value: value === 0 ? 0 : value };
}

/** Seconds as a person says them: "0.4 s", "12 s", "3 min 05 s", "2 h 10 min". */
export function formatDuration(seconds: number | undefined): string {
  if (seconds === undefined || !Number.isFinite(seconds)) return 'no data';
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 59.5) return `${Math.round(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${String(Math.floor(seconds % 60)).padStart(2, '0')} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}
