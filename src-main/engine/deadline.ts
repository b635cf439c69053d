/** The longest that an effect may take. Drivers have limits of their own; this one also holds for a driver that hangs. */
import { ConsoleError } from '../../src-shared/errors';
import type { ScanSettings } from '../../src-shared/scan';
import type { HardwareEffect } from '../../src-shared/session/record';
import { sweepSeconds, type BiasSweep } from '../../src-shared/sweep';
import type { Clock } from './ports';

/** So many times the expected time, for slow motion of a simulator, and so much besides. */
const TIMES = 10;
const MARGIN_SECONDS = 30;
/** Slower than any tip in contact travels. */
const METRES_PER_SECOND = 0.5e-6;

/** Seconds after which an effect counts as lost. */
export function deadlineSeconds(
  effect: HardwareEffect,
  { scan, sweep }: { readonly scan: ScanSettings; readonly sweep: BiasSweep },
): number {
  const travel = Math.hypot(scan.widthMetres, scan.heightMetres) / METRES_PER_SECOND;
  const work = {
    scanFrame: (effect.kind === 'scanFrame' ? (effect.part?.rows ?? scan.rows) : 0) * scan.lineSeconds,
    moveTo: 0,
    sweepBias: sweepSeconds(sweep),
    makeSafe: 0,
    withdraw: 0,
  };
  return TIMES * (work[effect.kind] + travel) + MARGIN_SECONDS;
}

/**
 * Waits for work no longer than so many seconds. When the time is over the work's own signal fires and this rejects with
 * `instrument/timeout`, whether or not the work ends.
 */
export async function inTime<T>(
  clock: Clock,
  { seconds, what, signal }: { readonly seconds: number; readonly what: string; readonly signal: AbortSignal },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = new AbortController();
  const done = new AbortController();
  const running = work(AbortSignal.any([signal, late.signal]));
  const over = clock.sleep(seconds, done.signal).then(() => {
    if (done.signal.aborted) return running;
    late.abort();
    running.catch(() => undefined); // what it comes to now is nobody's result
    throw new ConsoleError({
      code: 'instrument/timeout',
      message: `No answer to ${what} within ${seconds.toFixed(0)} s.`,
      hint: 'The tip was withdrawn. Check the instrument, then acknowledge.',
    });
  });
  try {
    return await Promise.race([running, over]);
  } finally {
    done.abort();
    over.catch(() => undefined);
  }
}
