/**
 * The coordinate check: a small frame, a click into its top left quarter, and the tip goes there, so that a person can see
 * whether image and tip mean the same place. Everything passes a safety gate with the limits of the next session and is
 * journalled in a folder of its own.
 */
import { join } from 'node:path';
import { ConsoleError } from '../../src-shared/errors';
import { pixelToSample, type PixelPoint } from '../../src-shared/geometry';
import type { CheckMove } from '../../src-shared/ipc/contract';
import { withTerms } from '../../src-shared/instrumentSettings';
import type { Frame, ScanSettings } from '../../src-shared/scan';
import { experimentFor, type Settings } from '../../src-shared/settings';
import { createGate, type Gate } from '../engine/gate';
import type { Clock } from '../engine/ports';
import { newSessionId } from '../journal/sessionFolder';
import { openJournal, type JournalWriter } from '../journal/writer';
import type { PlannedInstrument } from './openInstrument';

/** Pixels on a side of the frame; fewer lines are fewer seconds, and features must still be told apart. */
const PIXELS = 64;

export interface CheckPorts {
  readonly clock: Clock;
  /** Where the journals of checks go. */
  readonly folder: string;
  readonly opened: () => PlannedInstrument;
}

/** A check that goes on, between its frame and its end. */
interface Running {
  readonly opened: PlannedInstrument;
  readonly scan: ScanSettings;
  readonly gate: Gate;
  readonly journal: JournalWriter;
  readonly abort: AbortController;
  frame: Frame | undefined;
}

export interface CoordinateChecker {
  /** Takes the frame. Rejects with `safety/limit` or with what the instrument rejects with. */
  scan(settings: Settings): Promise<Frame>;
  /** Sends the tip to a pixel of that frame. Rejects as {@link scan}, and with `run/illegal` without a frame. */
  move(pixel: PixelPoint): Promise<CheckMove>;
  /** Breaks off what runs and takes the tip away; nothing happens without a check. */
  end(): Promise<void>;
}

/** The check of one console; one at a time. */
export function createCoordinateCheck({ clock, folder, opened }: CheckPorts): CoordinateChecker {
  let running: Running | undefined;

  async function begin(settings: Settings): Promise<Running> {
    const planned = opened();
    const config = withTerms(experimentFor(settings), planned.terms);
    const scan = checkScan(config.scan, settings.instrument.driver !== 'dtmicroscope');
    const id = await newSessionId(folder, `check ${planned.instrument.identity.name}`, clock.now());
    const journal = await openJournal({ folder: join(folder, id), clock, onRecord: () => undefined });
    const rules = { limits: config.limits, scan, sweep: config.sweep };
    const ports = { instrument: planned.instrument, journal, clock, rules, sweepsBefore: 0, firstIntent: 0 };
    const gate = createGate({ ...ports, onLine: () => undefined });
    return { opened: planned, scan, gate, journal, abort: new AbortController(), frame: undefined };
  }

  async function end(): Promise<void> {
    const ended = running;
    running = undefined;
    if (ended === undefined) return;
    ended.abort.abort();
    try {
      await ended.gate.withdraw();
    } finally {
      await ended.journal.close();
    }
  }

  return {
    async scan(settings) {
      await end();
      const check = await begin(settings);
      running = check;
      try {
        const { value } = await check.gate.perform({ kind: 'scanFrame' }, check.abort.signal);
        check.frame = value;
        return value;
      } catch (error) {
        // What failed must not leave a tip behind; that the frame failed is what the person has to hear.
        if (running === check) await end().catch(() => undefined);
        throw error;
      }
    },
    async move(pixel) {
      const check = running;
      if (check?.frame === undefined)
        throw new ConsoleError({
          code: 'run/illegal',
          message: 'There is no frame of a coordinate check.',
          hint: 'Take the frame first.',
        });
      const asked = pixelToSample(check.scan, pixel);
      const { value: reached } = await check.gate.perform({ kind: 'moveTo', at: asked, pixel }, check.abort.signal);
      const { heightMetres } = await check.opened.instrument.status();
      return { asked, reached, ...compareHeights(check.frame, pixel, heightMetres) };
    },
    end,
  };
}

/** The frame of a check: as large as that of a session; of a twin that knows one raster only, that raster. */
function checkScan(scan: ScanSettings, mayBeSmaller: boolean): ScanSettings {
  if (!mayBeSmaller) return scan;
  return { ...scan, rows: Math.min(PIXELS, scan.rows), cols: Math.min(PIXELS, scan.cols) };
}

/**
 * Whether a height read under the tip belongs to a pixel rather than to the places at which mirrored or turned axes would
 * arrive: nearer to it than to any of those by more than the surface changes from pixel to pixel there. Metres.
 */
export function compareHeights(
  { rows, cols, heightsMetres }: Frame,
  { row, col }: PixelPoint,
  measured: number | undefined,
): Pick<CheckMove, 'heights' | 'heightMetres' | 'imageMetres'> {
  const height = (r: number, c: number): number => heightsMetres[r * cols + c] ?? NaN;
  const here = height(row, col);
  const known = { heightMetres: measured, imageMetres: Number.isFinite(here) ? here : undefined };
  const [bottom, right] = [rows - 1 - row, cols - 1 - col];
  const wrong = [height(bottom, col), height(row, right), height(bottom, right)];
  if (rows === cols) wrong.push(height(col, row), height(right, bottom));
  const near = [height(row - 1, col), height(row + 1, col), height(row, col - 1), height(row, col + 1)];
  const slope = Math.max(...near.filter(Number.isFinite).map((other) => Math.abs(other - here)));
  if (measured === undefined || ![here, slope, ...wrong].every(Number.isFinite))
    return { ...known, heights: 'unknown' };
  const off = Math.abs(measured - here);
  const offElsewhere = Math.min(...wrong.map((other) => Math.abs(measured - other)));
  if (off + slope < offElsewhere) return { ...known, heights: 'agree' };
  return { ...known, heights: offElsewhere + slope < off ? 'disagree' : 'unknown' };
}
