/**
 * Current-voltage curves of the film. Phenomenological shapes of the published classes: trap filling (club), release of
 * interface charge at low bias plus trap filling (heart), injection over a barrier (diamond), no contact (null).
 */
import type { BiasSweep } from '../../../src-shared/sweep';
import { sweepVolts } from '../../../src-shared/sweep';
import type { CurveClass } from './classes';
import { CURVE_CLASSES } from './classes';
import type { FilmPlace } from './filmPlace';

/** Spread of the logarithm of the local conductance. */
const CONDUCTANCE_SPREAD = 0.18;
/** Newton's method for the voltage lost in the series resistance: at most so many steps, to this many volts. */
const NEWTON_STEPS = 12;
const NEWTON_VOLTS = 1e-10;

/** The state of the tip as the current sees it. */
export interface Contact {
  /** Factor on every current. */
  readonly gain: number;
  /** Resistance in series with the film, ohms; below 1e9, where the curve stays single-valued. */
  readonly seriesOhms: number;
}

/** A new tip. */
const FRESH_CONTACT: Contact = { gain: 1, seriesOhms: 0 };

/**
 * Current of one class in amperes at a bias on the sample in volts, odd in the bias.
 *
 * @param away true while |bias| grows, false on the way back: the two branches of the hysteresis
 */
export function classCurrent(kind: CurveClass, biasVolts: number, away: boolean): number {
  return side(biasVolts) * branchNanoamperes[kind](Math.abs(biasVolts), away ? -0.5 : 0.5) * 1e-9;
}

/** The current that a place gives on average, in amperes at each point of the sweep: no noise, no limit. */
export function meanCurrents(place: FilmPlace, sweep: BiasSweep, contact: Contact = FRESH_CONTACT): Float64Array {
  const scale = 1e-9 * contact.gain * Math.exp(CONDUCTANCE_SPREAD * place.conductance);
  const rising = sweep.peakVolts >= sweep.startVolts;
  return sweepVolts(sweep).map((bias, i) => {
    const away = (i < sweep.upPoints ? rising : !rising) === bias >= 0;
    const current = (volts: number): number => scale * mixture(place.weights, volts, away ? -0.5 : 0.5);
    return side(bias) * throughResistance(Math.abs(bias), contact.seriesOhms, current);
  });
}

function mixture(weights: readonly number[], volts: number, q: number): number {
  return CURVE_CLASSES.reduce((sum, kind, k) => sum + weights[k]! * branchNanoamperes[kind](volts, q), 0);
}

function side(biasVolts: number): number {
  return biasVolts < 0 ? -1 : 1;
}

/** Solves I = current(V - I R) for I by Newton's method on the voltage across the film. */
function throughResistance(biasVolts: number, ohms: number, current: (volts: number) => number): number {
  if (ohms === 0) return current(biasVolts);
  let film = biasVolts;
  for (let step = 0; step < NEWTON_STEPS; step++) {
    const slope = (current(film + 5e-4) - current(film - 5e-4)) / 1e-3;
    const correction = (film + ohms * current(film) - biasVolts) / (1 + ohms * Math.max(slope, 0));
    film -= correction;
    if (Math.abs(correction) < NEWTON_VOLTS) break;
  }
  return current(film);
}

/** Currents in nanoamperes for a bias >= 0 and q = -1/2 on the way away from 0 V, +1/2 on the way back. */
const branchNanoamperes: Record<CurveClass, (volts: number, q: number) => number> = {
  club: (volts, q) => 1.05 * softTurnOn(volts, 0.22, 0.1, 1.6) + q * 0.16 * lens(volts, 0.52, 0.98, 0.055),
  // The lobe at low bias has the opposite sense, so that the two branches cross.
  heart: (volts, q) =>
    1.2 * softTurnOn(volts, 0.2, 0.1, 1.5) -
    q * 0.13 * lens(volts, 0.1, 0.5, 0.05) +
    q * 0.2 * lens(volts, 0.74, 1.26, 0.055),
  diamond: (volts, q) =>
    Math.max(0, 0.9 * softTurnOn(volts, 1.28, 0.03, 1) + q * 0.11 * lens(volts, 1.31, 1.49, 0.012)),
  null: (volts) => 0.002 * volts,
};

/** (w ln(1 + e^((V - V0)/w)))^p: nothing below V0, (V - V0)^p far above it, smooth over w. */
function softTurnOn(volts: number, onset: number, width: number, power: number): number {
  return (width * Math.log1p(Math.exp((volts - onset) / width))) ** power;
}

/** A lens between a and b with edges of width d, 1 in the middle. */
function lens(volts: number, a: number, b: number, d: number): number {
  const middle = sigmoid((b - a) / (2 * d)) ** 2;
  return (sigmoid((volts - a) / d) * sigmoid((b - volts) / d)) / middle;
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
