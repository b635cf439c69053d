/** Taking a frame with the scan of a Nanonis. */
import { ConsoleError } from '../../../src-shared/errors';
import { samplePoint } from '../../../src-shared/geometry';
import type { Frame, ScanLine, ScanSettings } from '../../../src-shared/scan';
import { formatQuantity } from '../../../src-shared/units';
import type { Activity } from './activity';
import { KEEP_TIME, NO, SCAN_DOWN, SCAN_START, SCAN_UP } from './commands';
import type { Matrix } from './fields';
import { HEIGHT_NAME, type NanonisFacts, type NanonisSetup } from './link';
import { engageTip, refuseOutside } from './motion';

/** How long one wait for the end of the scan may last, milliseconds; a stop ends it anyway. */
const WAIT_MILLISECONDS = 200;
/** Pictures of the scan so far are taken no more often than this: many of them in a row disturb the server. */
const LOOK_SECONDS = 2;
const FORWARD = 1;
const SAME = 1e-5;

/** Throws `instrument/out-of-range` where a frame reaches beyond the scanner. */
export function refuseLargeFrame(facts: NanonisFacts, { widthMetres, heightMetres }: ScanSettings): void {
  for (const [x, y] of [
    [1, 1],
    [-1, -1],
  ] as const)
    refuseOutside(facts, samplePoint((x * widthMetres) / 2, (y * heightMetres) / 2));
}

/** Scans one frame downwards, so that its first line is the top, and reports the lines as they are there. */
export async function takeFrame(
  activity: Activity,
  setup: NanonisSetup,
  settings: ScanSettings,
  onLine: (line: ScanLine) => void,
): Promise<Frame> {
  await engageTip(activity, setup);
  await prepare(activity, settings);
  await activity.send('Scan.Action', [SCAN_START, SCAN_DOWN]);
  const { clock } = setup;
  const report = lineReporter(settings, onLine);
  let looked = clock.monotonicSeconds();
  for (;;) {
    const [timedOut] = await activity.send('Scan.WaitEndOfScan', [WAIT_MILLISECONDS], 3 + WAIT_MILLISECONDS / 1000);
    if (timedOut === 0) break;
    if (clock.monotonicSeconds() - looked < LOOK_SECONDS) continue;
    report(await grab(activity, settings));
    looked = clock.monotonicSeconds();
  }
  const heights = await grab(activity, settings);
  const missing = heights.findIndex((height) => !Number.isFinite(height));
  if (missing >= 0)
    throw new ConsoleError({
      code: 'instrument/fault',
      message: `The scan ended in line ${Math.floor(missing / settings.cols)} of ${settings.rows}.`,
      hint: 'Somebody stopped it in Nanonis. Resume to take the frame again.',
    });
  report(heights);
  const { rows, cols, widthMetres, heightMetres } = settings;
  return { rows, cols, widthMetres, heightMetres, heightsMetres: heights };
}

/** Sets frame, pixels and speed and reads them back; what Nanonis made of them must be what was asked for. */
async function prepare(activity: Activity, settings: ScanSettings): Promise<void> {
  const { rows, cols, widthMetres, heightMetres, lineSeconds } = settings;
  const { centre, heightSignal } = activity.link.facts;
  await activity.send('Scan.FrameSet', [...centre, widthMetres, heightMetres, 0]);
  await activity.send('Scan.BufferSet', [[heightSignal], cols, rows]);
  // NaN leaves the speeds as they are; times for each line count.
  await activity.send('Scan.SpeedSet', [NaN, NaN, lineSeconds / 2, lineSeconds / 2, KEEP_TIME, 1]);
  await activity.send('Scan.PropsSet', [NO, NO, 0, '', '', [], 0]);

  const frame = await activity.send('Scan.FrameGet', []);
  compare('width of the frame', widthMetres, frame[2]);
  compare('height of the frame', heightMetres, frame[3]);
  if (frame[4] !== 0) throw notAccepted('angle of the frame', '0 deg', `${frame[4]} deg`);
  const [, pixels, lines] = await activity.send('Scan.BufferGet', []);
  if (pixels !== cols || lines !== rows) throw notAccepted('raster', `${cols} x ${rows}`, `${pixels} x ${lines}`);
}

function compare(what: string, asked: number, accepted: number): void {
  if (Math.abs(accepted - asked) <= SAME * asked) return;
  throw notAccepted(what, formatQuantity(asked, 'm', 6), formatQuantity(accepted, 'm', 6));
}

/** A setting that Nanonis changed without saying so. */
export function notAccepted(what: string, asked: string, accepted: string): ConsoleError {
  return new ConsoleError({
    code: 'instrument/out-of-range',
    message: `Nanonis made ${accepted} of the ${what}; ${asked} was asked for.`,
    hint: 'Choose what the instrument can do; pixels in a line are multiples of 16.',
  });
}

/** The heights so far, row 0 the top. */
async function grab(activity: Activity, settings: ScanSettings): Promise<Float32Array> {
  const { heightSignal } = activity.link.facts;
  const [name, image, direction] = await activity.send('Scan.FrameDataGrab', [heightSignal, FORWARD], 30);
  if (name !== HEIGHT_NAME)
    throw new ConsoleError({
      code: 'instrument/fault',
      message: `The scan recorded "${name}" where "${HEIGHT_NAME}" was asked for.`,
      hint: 'The signals of the instrument are in another order than it says. Nothing is taken for a height.',
    });
  if (image.rows !== settings.rows || image.cols !== settings.cols)
    throw notAccepted('image', `${settings.cols} x ${settings.rows}`, `${image.cols} x ${image.rows}`);
  return direction === SCAN_UP ? upsideDown(image) : image.values;
}

function upsideDown({ rows, cols, values }: Matrix): Float32Array {
  const turned = new Float32Array(values.length);
  for (let row = 0; row < rows; row++)
    turned.set(values.subarray((rows - 1 - row) * cols, (rows - row) * cols), row * cols);
  return turned;
}

/** Reports each line once, in order, as soon as it is complete. */
function lineReporter({ rows, cols }: ScanSettings, onLine: (line: ScanLine) => void) {
  let next = 0;
  return (heights: Float32Array): void => {
    for (; next < rows; next++) {
      const line = heights.slice(next * cols, (next + 1) * cols);
      if (!line.every(Number.isFinite)) return;
      onLine({ row: next, heightsMetres: line });
    }
  };
}
