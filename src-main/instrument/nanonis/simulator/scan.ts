/** The scan of the simulated Nanonis. */
import { pixelToSample, samplePoint, type SamplePoint } from '../../../../src-shared/geometry';
import { SCAN_UP } from '../commands';
import type { Matrix } from '../fields';
import type { Random } from '../../../numerics/random';
import { AWAY_METRES, type Microscope } from './microscope';
import { Refusal } from './refusal';
import { CURRENT_SIGNAL, HEIGHT_SIGNAL, SIGNAL_NAMES } from './signals';

/** Lines have a multiple of this many pixels. */
const PIXEL_STEP = 16;
const MAX_PIXELS = 4096;

export interface ScanFrame {
  readonly centreX: number;
  readonly centreY: number;
  readonly width: number;
  readonly height: number;
  readonly angle: number;
}

export interface ScanModule {
  setFrame(frame: ScanFrame): void;
  frame(): ScanFrame;
  setBuffer(channels: readonly number[], pixels: number, lines: number): void;
  buffer(): { readonly channels: readonly number[]; readonly pixels: number; readonly lines: number };
  setLineSeconds(forward: number, backward: number): void;
  start(direction: number): void;
  stop(): void;
  running(): boolean;
  /** Resolves with whether so many milliseconds of real time passed before the end. */
  waitForEnd(wait: (signal: AbortSignal) => Promise<void>): Promise<boolean>;
  grab(channel: number): { readonly name: string; readonly image: Matrix; readonly direction: number };
}

interface Running {
  readonly stopper: AbortController;
  readonly ended: Promise<void>;
}

/** The scan module of a microscope: a frame of a quarter of the range, 128 x 128 pixels, height. */
export function createScan(microscope: Microscope): ScanModule {
  const { plant } = microscope;
  let frame: ScanFrame = {
    centreX: 0,
    centreY: 0,
    width: plant.rangeMetres / 2,
    height: plant.rangeMetres / 2,
    angle: 0,
  };
  let buffer: { channels: readonly number[]; pixels: number; lines: number } = {
    channels: [HEIGHT_SIGNAL],
    pixels: 128,
    lines: 128,
  };
  let lineSeconds = { forward: 0.5, backward: 0.5 };
  let images = new Map<number, Float32Array>();
  let taken = { ...buffer, direction: SCAN_UP };
  let running: Running | undefined;
  let scans = 0;

  return {
    frame: () => frame,
    setFrame: (wanted) => void (frame = fittedFrame(wanted, plant.rangeMetres)),
    buffer: () => buffer,
    setBuffer: (channels, pixels, lines) => void (buffer = fittedBuffer(channels, pixels, lines)),
    setLineSeconds(forward, backward) {
      const changed = (wanted: number, before: number): number => (wanted > 0 ? wanted : before);
      lineSeconds = {
        forward: changed(forward, lineSeconds.forward),
        backward: changed(backward, lineSeconds.backward),
      };
    },
    start(direction) {
      if (running !== undefined) throw new Refusal('Scan is already running');
      scans += 1;
      taken = { ...buffer, direction };
      images = new Map(
        buffer.channels.map((channel) => [channel, new Float32Array(buffer.pixels * buffer.lines).fill(NaN)]),
      );
      const stopper = new AbortController();
      const job = { frame, ...taken, images, lineSeconds, noise: plant.stream(`scan/${scans}`) };
      const ended = runScan(microscope, job, stopper.signal).finally(() => (running = undefined));
      running = { stopper, ended };
    },
    stop: () => running?.stopper.abort(),
    running: () => running !== undefined,
    async waitForEnd(wait) {
      if (running === undefined) return false;
      const timer = new AbortController();
      const timedOut = await Promise.race([running.ended.then(() => false), wait(timer.signal).then(() => true)]);
      timer.abort();
      return timedOut;
    },
    grab(channel) {
      const image = images.get(channel);
      if (image === undefined) throw new Refusal('The channel is not part of the scan buffer');
      const { pixels, lines, direction } = taken;
      return { name: SIGNAL_NAMES[channel]!, image: { rows: lines, cols: pixels, values: image }, direction };
    },
  };
}

/** The frame as the scanner can do it; what does not fit is changed without a word, as the real one does. */
function fittedFrame({ centreX, centreY, width, height, angle }: ScanFrame, range: number): ScanFrame {
  const [w, h] = [Math.min(Math.max(width, 0), range), Math.min(Math.max(height, 0), range)];
  const within = (centre: number, side: number): number =>
    Math.max(-(range - side) / 2, Math.min((range - side) / 2, centre));
  return { centreX: within(centreX, w), centreY: within(centreY, h), width: w, height: h, angle };
}

function fittedBuffer(channels: readonly number[], pixels: number, lines: number) {
  if (channels.some((channel) => SIGNAL_NAMES[channel] === undefined)) throw new Refusal('Invalid channel index');
  const whole = Math.max(PIXEL_STEP, Math.min(MAX_PIXELS, Math.round(pixels / PIXEL_STEP) * PIXEL_STEP));
  return { channels, pixels: whole, lines: Math.max(1, Math.min(MAX_PIXELS, lines)) };
}

interface ScanJob {
  readonly frame: ScanFrame;
  readonly pixels: number;
  readonly lines: number;
  readonly direction: number;
  readonly lineSeconds: { readonly forward: number; readonly backward: number };
  /** Images by channel, filled line by line in the order of time. */
  readonly images: ReadonlyMap<number, Float32Array>;
  readonly noise: Random;
}

async function runScan(microscope: Microscope, job: ScanJob, signal: AbortSignal): Promise<void> {
  const { plant } = microscope;
  const { frame, pixels, lines, direction, images } = job;
  const seconds = job.lineSeconds.forward + job.lineSeconds.backward;
  const raster = { rows: lines, cols: pixels, widthMetres: frame.width, heightMetres: frame.height };
  const place = (row: number, col: number): SamplePoint => onScanner(frame, pixelToSample(raster, { row, col }));
  for (let line = 0; line < lines; line++) {
    const row = direction === SCAN_UP ? lines - 1 - line : line;
    const passing = plant.pass(seconds, signal);
    microscope.hold(() => place(row, (pixels - 1) * (1 - Math.abs(2 * passing.progress() - 1))));
    await passing.done;
    microscope.hold(undefined);
    if (signal.aborted) return;
    plant.worked(seconds);
    for (const [channel, image] of images)
      for (let col = 0; col < pixels; col++)
        image[line * pixels + col] = measure(microscope, channel, { at: place(row, col), noise: job.noise });
    // The line ended where it began, whatever the real clock says of its progress.
    microscope.placeTip(place(row, 0));
  }
}

function measure(microscope: Microscope, channel: number, { at, noise }: { at: SamplePoint; noise: Random }): number {
  const { plant, z, biasVolts } = microscope;
  if (!z.holds()) return channel === HEIGHT_SIGNAL ? AWAY_METRES : 0;
  if (channel === HEIGHT_SIGNAL) return plant.height(at, noise);
  return channel === CURRENT_SIGNAL ? plant.current(at, biasVolts) : 0;
}

/** A place of the frame on the scanner; the angle turns it clockwise. */
function onScanner({ centreX, centreY, angle }: ScanFrame, { xMetres, yMetres }: SamplePoint): SamplePoint {
  const [cos, sin] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)];
  return samplePoint(centreX + xMetres * cos + yMetres * sin, centreY - xMetres * sin + yMetres * cos);
}
