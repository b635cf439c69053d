/** Round numbers for axes, colour bars and scale bars. */

/** Ticks at 1, 2 or 5 times a power of ten, and the decimals that tell them apart. */
export interface Ticks {
  readonly values: readonly number[];
  readonly decimals: number;
}

/** Ticks inside [low, high], about `count` of them; the one value where the range is empty. Bounds must be finite. */
export function niceTicks(low: number, high: number, count: number): Ticks {
  if (!(high > low)) return { values: [low], decimals: 3 };
  const step = niceStep((high - low) / count);
  // A hair of tolerance keeps the tick on an end that rounding has moved past the range.
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  const values: number[] = [];
  for (let i = first; i <= last; i++) values.push(i * step + 0); // the sum turns -0 into 0
  return { values, decimals: Math.max(0, -Math.floor(Math.log10(step) + 1e-9)) };
}

/** Ticks on whole numbers only, for axes that count steps. */
export function wholeTicks(low: number, high: number, count: number): Ticks {
  const ticks = niceTicks(low, high, Math.min(count, Math.max(1, high - low)));
  return { values: ticks.values.filter((value) => Math.abs(value - Math.round(value)) < 1e-9), decimals: 0 };
}

/** A tick as it is written: as many decimals as its axis needs, a true minus sign, powers of ten where digits would run on. */
export function tickLabel(value: number, decimals: number): string {
  const written = decimals > 5 || Math.abs(value) >= 1e6 ? shortExponential(value) : value.toFixed(decimals);
  // A value below the last decimal would be written as -0.0.
  return (Number(written) === 0 ? written.replace('-', '') : written).replaceAll('-', '\u2212');
}

/** The largest of 1, 2 and 5 times a power of ten that is not above a positive length; what a scale bar may show. */
export function niceLengthBelow(length: number): number {
  const power = 10 ** Math.floor(Math.log10(length) + 1e-9);
  const factor = [5, 2, 1].find((candidate) => candidate * power <= length * (1 + 1e-9)) ?? 1;
  return factor * power;
}

function niceStep(raw: number): number {
  const power = 10 ** Math.floor(Math.log10(raw));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= raw * (1 - 1e-9)) ?? 10;
  return factor * power;
}

function shortExponential(value: number): string {
  return value === 0
    ? '0'
    : value
        .toExponential(2)
        .replace(/\.?0+e/, 'e')
        .replace('e+', 'e');
}
