/**
 * What only a simulator can know: which class of curve each place has and why. For tests, benchmarks and the summary of
 * a finished simulated session; nothing that chooses where to measure may look at it.
 */
import type { Raster, SamplePoint } from '../../../src-shared/geometry';
import { pixelToSample } from '../../../src-shared/geometry';
import type { BiasSweep, IvCurve } from '../../../src-shared/sweep';
import { sweepVolts } from '../../../src-shared/sweep';
import type { CurveClass } from './classes';
import { CLASS_COUNT, CURVE_CLASSES, largestShare } from './classes';
import { meanCurrents } from './curve';
import type { Film } from './film';
import { filmPlace } from './filmPlace';

/** The truth about a film, over its own pixels, row-major from the top left one. */
export interface GroundTruth extends Raster {
  /** Index into {@link CURVE_CLASSES} of the class with the largest share. */
  readonly labels: Uint8Array;
  /** Share of each class, pixels x 4, adding up to 1. */
  readonly weights: Float32Array;
  /** 1 where the grain has the hidden variable that no height map shows. */
  readonly hidden: Uint8Array;
  /** 1 where the nearest boundary is asymmetric. */
  readonly asymmetric: Uint8Array;
  /** Distance to the nearest grain boundary, pixels. */
  readonly boundaryPixels: Float32Array;
  /** How much a pixel is a triple junction, 0 to 1. */
  readonly junction: Float32Array;
  classAt(at: SamplePoint): CurveClass;
  /** The curve of a place without noise, drift and wear. */
  meanCurve(at: SamplePoint, sweep: BiasSweep): IvCurve;
  /** How many of the places belong to each class. */
  countClasses(places: readonly SamplePoint[]): Readonly<Record<CurveClass, number>>;
}

/** The truth about a film. */
export function groundTruth(film: Film): GroundTruth {
  const labels = new Uint8Array(film.rows * film.cols).map((_, pixel) =>
    largestShare(film.weights.subarray(pixel * CLASS_COUNT, (pixel + 1) * CLASS_COUNT)),
  );
  const classAt = (at: SamplePoint): CurveClass => CURVE_CLASSES[largestShare(filmPlace(film, at).weights)]!;
  return {
    rows: film.rows,
    cols: film.cols,
    widthMetres: film.widthMetres,
    heightMetres: film.heightMetres,
    labels,
    weights: film.weights,
    hidden: film.hidden,
    asymmetric: film.asymmetric,
    boundaryPixels: film.boundaryPixels,
    junction: film.junction,
    classAt,
    meanCurve: (at, sweep) => ({ volts: sweepVolts(sweep), amperes: meanCurrents(filmPlace(film, at), sweep) }),
    countClasses(places) {
      const counts: Record<CurveClass, number> = { club: 0, heart: 0, diamond: 0, null: 0 };
      for (const place of places) counts[classAt(place)] += 1;
      return counts;
    },
  };
}

/** The place of a pixel of the film, for looping over the arrays of its truth. */
export function truthPlace(truth: GroundTruth, pixel: number): SamplePoint {
  return pixelToSample(truth, { row: Math.floor(pixel / truth.cols), col: pixel % truth.cols });
}
