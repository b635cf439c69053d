/** Moving the tip and bringing it to the surface. */
import { ConsoleError } from '../../../src-shared/errors';
import { distanceMetres, samplePoint, type SamplePoint } from '../../../src-shared/geometry';
import { formatQuantity } from '../../../src-shared/units';
import type { Activity } from './activity';
import { Z_ON, Z_SAFE_TIP, Z_SWITCHING_OFF, Z_WITHDRAWING } from './commands';
import type { Connection } from './connection';
import type { NanonisFacts, NanonisSetup } from './link';

/** Longer than any settling of the tip after a move. */
const MOVE_MARGIN_SECONDS = 5;
const ENGAGE_SECONDS = 20;
const POLL_SECONDS = 0.02;

/** Throws `instrument/out-of-range` unless a place of the frame lies within the scanner. */
export function refuseOutside({ centre, rangeMetres }: NanonisFacts, at: SamplePoint): void {
  const x = centre[0] + at.xMetres;
  const y = centre[1] + at.yMetres;
  const [right, top] = [rangeMetres[0] / 2, rangeMetres[1] / 2];
  const slack = 1 + 1e-6; // the range is told in single precision
  if (Math.abs(x) <= right * slack && Math.abs(y) <= top * slack) return;
  const [xText, yText, w, h] = [x, y, right, top].map((value) => formatQuantity(value, 'm'));
  throw new ConsoleError({
    code: 'instrument/out-of-range',
    message: `x ${xText!}, y ${yText!} lies outside the range of the scanner, ±${w!} by ±${h!}.`,
    hint: 'Choose a place inside the frame.',
  });
}

/** Sends the tip to a place and gives the place where it arrived. Nanonis limits a place to its range without a word. */
export async function moveTip(activity: Activity, setup: NanonisSetup, at: SamplePoint): Promise<SamplePoint> {
  const { facts, work } = activity.link;
  const speed = setup.travelMetresPerSecond;
  await activity.send('FolMe.SpeedSet', [speed, 1]);
  const seconds = distanceMetres(await readPlace(work, facts), at) / speed;
  const target = [facts.centre[0] + at.xMetres, facts.centre[1] + at.yMetres] as const;
  await activity.send('FolMe.XYPosSet', [...target, 1], seconds + MOVE_MARGIN_SECONDS);
  const reached = await readPlace(work, facts);
  const missed = distanceMetres(reached, at);
  if (!(missed <= setup.positionToleranceMetres) && !activity.stopped())
    throw new ConsoleError({
      code: 'instrument/out-of-range',
      message: `The tip stopped ${formatQuantity(missed, 'm')} from the place it was sent to.`,
      hint: 'Something else moves the tip, or the place is outside the range. Nothing is measured there.',
    });
  return reached;
}

/** Where the tip is, in the frame. */
export async function readPlace(connection: Connection, { centre }: NanonisFacts): Promise<SamplePoint> {
  const [x, y] = await connection.call('FolMe.XYPosGet', [1]);
  return samplePoint(x - centre[0], y - centre[1]);
}

/**
 * Switches the feedback on where it is off, and waits until it holds the tip. It reaches the surface only within the range
 * of the Z piezo: the coarse motor is never moved from here.
 */
export async function engageTip(activity: Activity, { clock }: NanonisSetup): Promise<void> {
  const [state] = await activity.send('ZCtrl.StatusGet', []);
  if (state === Z_ON) return;
  refuseSafeTip(state);
  await activity.send('ZCtrl.OnOffSet', [1]);
  const deadline = clock.monotonicSeconds() + ENGAGE_SECONDS;
  for (;;) {
    const [now] = await activity.send('ZCtrl.StatusGet', []);
    if (now === Z_ON) return;
    refuseSafeTip(now);
    if (clock.monotonicSeconds() > deadline || now === Z_SWITCHING_OFF || now === Z_WITHDRAWING)
      throw new ConsoleError({
        code: 'instrument/fault',
        message: `The feedback does not hold the tip (Z controller state ${now}).`,
        hint: 'Approach the surface with Nanonis, then resume.',
      });
    await clock.sleep(POLL_SECONDS);
  }
}

function refuseSafeTip(state: number): void {
  if (state !== Z_SAFE_TIP) return;
  throw new ConsoleError({
    code: 'instrument/fault',
    message: 'Nanonis reports a Safe Tip event: the tip was withdrawn because of too much current.',
    hint: 'Look at tip and surface and clear the event in Nanonis. It is not cleared from here.',
  });
}
