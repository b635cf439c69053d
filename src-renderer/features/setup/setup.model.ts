/** What the Setup view shows of limits, programs and checks. Pure. */
import { loosened, type CoordinateCheck } from '../../../src-shared/instrumentSettings';
import type { SafetyLimits } from '../../../src-shared/limits';
import { sweepSeconds, sweepVolts, type BiasSweep } from '../../../src-shared/sweep';
import { formatDuration, formatQuantity, siScale } from '../../../src-shared/units';
import { text } from '../../messages';
import type { Chart } from '../../plot/figure';

/** How a limit is typed: SI value times `factor` is the number in the field. */
export const LIMIT_FIELDS = {
  maxBiasVolts: { factor: 1, unit: 'V', min: 0.001, max: 20, whole: false },
  maxSlewVoltsPerSecond: { factor: 1, unit: 'V/s', min: 0.001, max: 1e5, whole: false },
  maxCurrentAmperes: { factor: 1e9, unit: 'nA', min: 1e-6, max: 1e7, whole: false },
  maxTravelMetres: { factor: 1e6, unit: 'µm', min: 1e-3, max: 1000, whole: false },
  maxSweeps: { factor: 1, unit: '', min: 1, max: 1_000_000, whole: true },
} as const;

export type LimitName = keyof SafetyLimits;
export const LIMIT_NAMES = Object.keys(LIMIT_FIELDS) as LimitName[];

/** A limit in words: "20.0 nA". */
export function limitWords(name: LimitName, value: number): string {
  const unit = { maxBiasVolts: 'V', maxSlewVoltsPerSecond: 'V/s', maxCurrentAmperes: 'A', maxTravelMetres: 'm' };
  return name === 'maxSweeps' ? String(value) : formatQuantity(value, unit[name]);
}

/** A number as it is typed, without the digits that binary fractions add: 20 nA is 20, not 20.000000000000004. */
export function typed(value: number, factor: number): number {
  return Number((value * factor).toPrecision(12));
}

/** Which limits would be looser, old beside new, in words; empty where none is. */
export function looserWords(from: SafetyLimits, to: SafetyLimits): string[] {
  return loosened(from, to).map((name) =>
    text.setup.limits.change(text.setup.limits.names[name], limitWords(name, from[name]), limitWords(name, to[name])),
  );
}

/** Largest |dV/dt| of a sweep, volts per second, as the gate reckons it. */
export function slewOf({ startVolts, peakVolts, upPoints, downPoints, pointSeconds }: BiasSweep): number {
  const span = Math.abs(peakVolts - startVolts);
  return Math.max(span / (upPoints - 1), span / Math.max(1, downPoints)) / pointSeconds;
}

/** A sweep in words, and what the limits have against it. */
export function programWords(sweep: BiasSweep, limits: SafetyLimits) {
  const slew = slewOf(sweep);
  const largest = Math.max(Math.abs(sweep.startVolts), Math.abs(sweep.peakVolts));
  const { program } = text.setup;
  const slewWords = formatQuantity(slew, 'V/s');
  return {
    words: program.words(sweep.upPoints + sweep.downPoints, formatDuration(sweepSeconds(sweep)), slewWords),
    against: [
      ...(largest > limits.maxBiasVolts
        ? [program.biasTooHigh(formatQuantity(largest, 'V'), formatQuantity(limits.maxBiasVolts, 'V'))]
        : []),
      ...(slew > limits.maxSlewVoltsPerSecond
        ? [program.slewTooFast(slewWords, formatQuantity(limits.maxSlewVoltsPerSecond, 'V/s'))]
        : []),
    ],
  };
}

/** The bias over time: each point is held for its time, from and back to 0 V. */
export function waveform(sweep: BiasSweep, color: string): Chart {
  const volts = sweepVolts(sweep);
  const { factor, prefix } = siScale(sweepSeconds(sweep));
  const x: number[] = [0];
  const y: number[] = [0];
  volts.forEach((bias, i) => {
    x.push((i * sweep.pointSeconds) / factor, ((i + 1) * sweep.pointSeconds) / factor);
    y.push(bias, bias);
  });
  x.push(x.at(-1)!);
  y.push(0);
  const unit = `${prefix}s`;
  const hover = `%{x:.3f} ${unit}, %{y:.3f} V<extra></extra>`;
  return {
    curves: [{ id: 'bias', name: text.setup.program.bias, x, y, color, width: 2, dash: 'solid', hover }],
    arrows: [],
    x: { title: text.setup.program.time(unit) },
    y: { title: text.setup.program.bias },
  };
}

/** The newest coordinate check in words. */
export function checkWords(check: CoordinateCheck | undefined): string {
  if (check === undefined) return text.setup.check.never;
  const when = `${check.at.slice(0, 10)} ${check.at.slice(11, 16)} UTC`;
  return (check.seen === 'right' ? text.setup.check.passed : text.setup.check.failed)(when, check.instrument);
}
