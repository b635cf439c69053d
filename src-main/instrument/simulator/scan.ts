/** Taking a frame. */
import { ConsoleError } from '../../../src-shared/errors';
import type { SamplePoint } from '../../../src-shared/geometry';
import { pixelToSample } from '../../../src-shared/geometry';
import type { Frame, ScanLine, ScanSettings } from '../../../src-shared/scan';
import { formatQuantity } from '../../../src-shared/units';
import type { Random } from '../../numerics/random';
import { deriveRandom, standardNormal } from '../../numerics/random';
import { filmHeight } from './filmPlace';
import type { Machine, Operation } from './machine';
import { placeOnFilm, startProgress } from './machine';
import { between, engage } from './travel';

/** Rounding that a frame as large as the film may come with. */
const SLACK = 1 + 1e-9;

/** Throws `instrument/out-of-range` where a frame is larger than the film. */
export function refuseLargeFrame(machine: Machine, settings: ScanSettings): void {
  const { widthMetres, heightMetres } = machine.film;
  if (settings.widthMetres <= widthMetres * SLACK && settings.heightMetres <= heightMetres * SLACK) return;
  const [w, h, most] = [settings.widthMetres, settings.heightMetres, widthMetres].map((v) => formatQuantity(v, 'm'));
  throw new ConsoleError({
    code: 'instrument/out-of-range',
    message: `A frame of ${w} by ${h} is larger than the range of the tip, ${most} by ${formatQuantity(heightMetres, 'm')}.`,
    hint: 'Choose a smaller frame.',
  });
}

/**
 * Takes a frame at 0 V, line by line from the top, each line there and back. The film is sampled at the place of every
 * pixel of the frame, bilinear between its own pixels, so any raster up to the size of the film will do.
 */
export async function takeFrame(
  machine: Machine,
  operation: Operation,
  settings: ScanSettings,
  onLine: (line: ScanLine) => void,
): Promise<Frame> {
  const { rows, cols, widthMetres, heightMetres, lineSeconds } = settings;
  await engage(machine, operation);
  machine.frames += 1;
  const noise = deriveRandom(machine.streams.root, `frame/${machine.frames}`);
  const heights = new Float32Array(rows * cols).fill(NaN);
  for (let row = 0; row < rows; row++) {
    const start = pixelToSample(settings, { row, col: 0 });
    const end = pixelToSample(settings, { row, col: cols - 1 });
    machine.at = start;
    const progress = startProgress(machine, lineSeconds);
    operation.live = { position: () => between(start, end, 1 - Math.abs(2 * progress() - 1)) };
    await operation.pass(lineSeconds);
    operation.live = {}; // the line ended where it began, whatever the real clock says of its progress
    machine.seconds += lineSeconds;
    const line = measureLine(machine, settings, row, noise);
    heights.set(line, row * cols);
    onLine({ row, heightsMetres: line });
  }
  return { rows, cols, widthMetres, heightMetres, heightsMetres: heights };
}

function measureLine(machine: Machine, settings: ScanSettings, row: number, noise: Random): Float32Array {
  return Float32Array.from({ length: settings.cols }, (_, col) =>
    readHeight(machine, pixelToSample(settings, { row, col }), noise),
  );
}

/** The height under the tip at a place, metres, with the noise of one reading. */
export function readHeight(machine: Machine, at: SamplePoint, random: Random): number {
  const height = filmHeight(machine.film, placeOnFilm(machine, at));
  return height + machine.imperfections.heightNoiseMetres * standardNormal(random);
}
