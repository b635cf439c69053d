/** The simulated microscope behind the simulated Nanonis: film, tip, scanner and their time. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { samplePoint, type SamplePoint } from '../../../../src-shared/geometry';
import type { BiasSweep } from '../../../../src-shared/sweep';
import type { Clock } from '../../../engine/ports';
import { createRandom, deriveRandom, standardNormal, type Random } from '../../../numerics/random';
import { meanCurrents } from '../../simulator/curve';
import { createFilm, type Film } from '../../simulator/film';
import { filmHeight, filmPixel, filmPlace } from '../../simulator/filmPlace';
import { DEFAULT_IMPERFECTIONS, type Imperfections } from '../../simulator/imperfections';
import { recordCurrents } from '../../simulator/measuredCurve';
import { contactOf, driftPath, NEW_TIP, wearTip } from '../../simulator/tip';

/** How many times faster than the real thing; `max` leaves out every wait. */
export type PlantSpeed = number | 'max';

export interface PlantSetup {
  /** Pixels of the film on a side: 128 is 2 µm. */
  readonly pixels: number;
  readonly filmSeed: number;
  readonly speed: PlantSpeed;
  readonly clock: Clock;
}

/** A wait that can be looked at. */
export interface Passing {
  /** Resolves when the time has passed or the signal has fired. */
  readonly done: Promise<void>;
  /** Share that is over, 0 to 1. */
  readonly progress: () => number;
}

export interface Plant {
  readonly rangeMetres: number;
  /** Lets so many seconds of the instrument pass. */
  pass(seconds: number, signal: AbortSignal): Passing;
  /** Adds to the time that the instrument has worked; drift and wear follow it, not the wall clock. */
  worked(seconds: number): void;
  /** Height under a place of the scanner, with the noise of one reading. */
  height(at: SamplePoint, random: Random): number;
  /** Current at a place at rest, without noise. */
  current(at: SamplePoint, biasVolts: number): number;
  /** Currents of a sweep there and back at a place, as the preamplifier shows them; wears the tip. */
  sweep(at: SamplePoint, sweep: BiasSweep): Float64Array;
  /** A stream of its own for each name. */
  stream(name: string): Random;
}

/** A plant. Making a film of 128 pixels takes about 0.2 s. */
export function createPlant({ pixels, filmSeed, speed, clock }: PlantSetup): Plant {
  const film: Film = createFilm(pixels, filmSeed);
  const root = deriveRandom(createRandom(filmSeed), 'nanonis');
  const wear: Imperfections = DEFAULT_IMPERFECTIONS;
  const drift = driftPath(deriveRandom(root, 'drift'), wear.driftMetresPerSecond);
  const visits = new Map<number, number>();
  let [tip, seconds, sweeps] = [NEW_TIP, 0, 0];

  const onFilm = (at: SamplePoint): SamplePoint => {
    const moved = drift(seconds);
    const { offset } = tip;
    return samplePoint(at.xMetres + moved.xMetres + offset.xMetres, at.yMetres + moved.yMetres + offset.yMetres);
  };
  const countVisit = (at: SamplePoint): string => {
    const pixel = filmPixel(film, at) ?? -1;
    const visit = (visits.get(pixel) ?? 0) + 1;
    visits.set(pixel, visit);
    return `${pixel}/${visit}`;
  };
  return {
    rangeMetres: film.widthMetres,
    pass(wanted, signal) {
      const start = clock.monotonicSeconds();
      const real = speed === 'max' ? 0 : wanted / speed;
      return {
        done: real > 0 ? clock.sleep(real, signal) : nextTurn(),
        progress: () => (real > 0 ? Math.min((clock.monotonicSeconds() - start) / real, 1) : 0),
      };
    },
    worked: (more) => void (seconds += more),
    height: (at, random) => filmHeight(film, onFilm(at)) + wear.heightNoiseMetres * standardNormal(random),
    current(at, biasVolts) {
      const still = { startVolts: biasVolts, peakVolts: biasVolts, upPoints: 3, downPoints: 2, pointSeconds: 1 };
      return meanCurrents(filmPlace(film, onFilm(at)), still, contactOf(tip, seconds, wear))[0]!;
    },
    sweep(at, sweep) {
      sweeps += 1;
      const mean = meanCurrents(filmPlace(film, onFilm(at)), sweep, contactOf(tip, seconds, wear));
      tip = wearTip(tip, deriveRandom(root, `wear/${sweeps}`), wear);
      return recordCurrents(mean, Infinity, wear, deriveRandom(root, `sweep/${countVisit(at)}`)).amperes;
    },
    stream: (name) => deriveRandom(root, name),
  };
}
