/** Points of a simulated film as a session would hold them, with the truth that only the simulator knows. */
import { DEFAULT_EXPERIMENT, type ExperimentConfig } from '../../../src-shared/experiment';
import { pixelToSample } from '../../../src-shared/geometry';
import { candidatePixel } from '../../../src-shared/maps';
import type { Frame } from '../../../src-shared/scan';
import type { RejectedCurve } from '../../../src-shared/session/edits';
import type { MeasuredPoint } from '../../../src-shared/session/view';
import { sweepVolts } from '../../../src-shared/sweep';
import { meanCurrents } from '../../instrument/simulator/curve';
import type { CurveClass } from '../../instrument/simulator/classes';
import { createFilm } from '../../instrument/simulator/film';
import { filmPlace } from '../../instrument/simulator/filmPlace';
import { groundTruth } from '../../instrument/simulator/groundTruth';
import { recordCurrents } from '../../instrument/simulator/measuredCurve';
import { candidateGrid } from '../../learning/patches';
import { choose, createRandom, deriveRandom } from '../../numerics/random';

const NOISE = { currentNoiseShare: 0.01, currentNoiseAmperes: 6e-12, preampRangeAmperes: 1e-7 };

export interface SimulatedPoints {
  readonly config: ExperimentConfig;
  readonly frame: Frame;
  readonly points: readonly MeasuredPoint[];
  readonly editState: { readonly rejected: readonly RejectedCurve[] };
  /** Truth of each point, by index. */
  readonly truth: readonly { readonly label: CurveClass; readonly hidden: boolean; readonly share: number }[];
}

/** `count` random places of a 128 x 128 film, measured with noise. */
export function simulatedPoints(filmSeed: number, count: number): SimulatedPoints {
  const film = createFilm(128, filmSeed);
  const truth = groundTruth(film);
  const { sweep, patch } = DEFAULT_EXPERIMENT;
  const volts = sweepVolts(sweep);
  const grid = candidateGrid(film, patch);
  const random = createRandom(1000 + filmSeed);
  const candidates = choose(deriveRandom(random, 'places'), count, grid.rows * grid.cols);
  const points = candidates.map((candidate, index): MeasuredPoint => {
    const at = candidatePixel(grid, candidate);
    const mean = meanCurrents(filmPlace(film, pixelToSample(film, at)), sweep);
    const { amperes } = recordCurrents(mean, 1e-7, NOISE, deriveRandom(random, `noise/${index}`));
    const flags = { complete: true, compliance: false, saturated: false };
    const times = { travelSeconds: 1, sweepSeconds: 2.5, recordedAt: '2026-03-02T10:00:00.000Z' };
    return { index, step: index, origin: 'model', candidate, at, volts, amperes, flags, ...times };
  });
  return {
    config: { ...DEFAULT_EXPERIMENT, seeds: 10, steps: Math.max(1, count - 10) },
    frame: { ...film, heightsMetres: film.heightsMetres },
    points,
    editState: { rejected: [] },
    truth: points.map(({ at }) => {
      const place = pixelToSample(film, at);
      const share = Math.max(...filmPlace(film, place).weights);
      return { label: truth.classAt(place), hidden: truth.hidden[at.row * film.cols + at.col] === 1, share };
    }),
  };
}
