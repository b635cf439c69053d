/**
 * Whether image and tip mean the same places: the heights read under the tip at places far apart belong to the survey as it
 * is, or far better to a survey whose axes are mirrored, turned or swapped.
 */
import { ConsoleError } from '../../src-shared/errors';
import { samplePoint, type SamplePoint } from '../../src-shared/geometry';
import type { Frame } from '../../src-shared/scan';
import { heightAt, type HeightReading } from './inspect';

/** With fewer readings another orientation may fit by chance; after more of them nothing new is to be learnt. */
const LEAST_READINGS = 6;
const MOST_READINGS = 12;
/** Another orientation is believed where it leaves less than this share of what the right one leaves. */
const BELIEVED = 0.2;

/** What the axes may be instead, in words for a message. */
const ORIENTATIONS: readonly (readonly [name: string, place: (at: SamplePoint) => SamplePoint])[] = [
  ['mirrored left to right', ({ xMetres, yMetres }) => samplePoint(-xMetres, yMetres)],
  ['mirrored top to bottom', ({ xMetres, yMetres }) => samplePoint(xMetres, -yMetres)],
  ['turned by half a turn', ({ xMetres, yMetres }) => samplePoint(-xMetres, -yMetres)],
  ['with x and y swapped', ({ xMetres, yMetres }) => samplePoint(yMetres, xMetres)],
  ['with x and y swapped and mirrored', ({ xMetres, yMetres }) => samplePoint(-yMetres, -xMetres)],
];

/**
 * How the axes of the tip are turned against those of the survey; undefined where they are not, where the surface cannot
 * tell, or where too little was read yet. Only differences of heights count, so that a drift of the scanner in z does not.
 */
export function turnedAxes(frame: Frame, readings: readonly HeightReading[]): string | undefined {
  if (readings.length < LEAST_READINGS) return undefined;
  const asShown = leftOver(frame, readings, (at) => at);
  const left = ORIENTATIONS.map(([, place]) => leftOver(frame, readings, place));
  const best = left.reduce(
    (least, value, k) => (value < (left[least] ?? NaN) || Number.isNaN(left[least]) ? k : least),
    0,
  );
  return left[best]! < BELIEVED * asShown ? ORIENTATIONS[best]![0] : undefined;
}

/** Collects heights under the tip, and refuses once where they are those of another orientation. */
export interface AxisWatch {
  /** Throws `instrument/fault` where it is clear that image and tip do not mean the same places; told once. */
  read(survey: Frame, now: HeightReading): void;
}

export function createAxisWatch(): AxisWatch {
  let frame: Frame | undefined;
  let readings: HeightReading[] = [];
  let told = false;
  return {
    read(survey, now) {
      if (survey !== frame) [frame, readings] = [survey, []];
      if (told || readings.length >= MOST_READINGS) return;
      readings.push(now);
      const turned = turnedAxes(survey, readings);
      if (turned === undefined) return;
      told = true;
      throw new ConsoleError({
        code: 'instrument/fault',
        message: `Image and tip do not mean the same places: the heights read under the tip at ${readings.length} places are those of a survey ${turned}.`,
        hint: 'Nothing more is measured. Stop, set the axes right at the instrument, make the coordinate check in Setup and begin anew: the curves so far belong to other places.',
      });
    },
  };
}

/** Root mean square of what heights and survey differ by, their mean difference taken away; metres, NaN at gaps. */
function leftOver(frame: Frame, readings: readonly HeightReading[], place: (at: SamplePoint) => SamplePoint): number {
  const off = readings.map(({ at, heightMetres }) => heightMetres - heightAt(frame, place(at)));
  const mean = off.reduce((sum, value) => sum + value, 0) / off.length;
  return Math.sqrt(off.reduce((sum, value) => sum + (value - mean) ** 2, 0) / off.length);
}
