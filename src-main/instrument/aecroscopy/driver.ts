/**
 * AEcroscopy on the PC of a microscope, through the bridge in `bridge/`: one connection works, one watches and stops. The
 * bridge has limits of its own and goes to 0 V and withdraws when the heartbeat of this driver stops.
 */
import { ConsoleError } from '../../../src-shared/errors';
import { distanceMetres, type SamplePoint } from '../../../src-shared/geometry';
import type { Frame, ScanLine, ScanSettings } from '../../../src-shared/scan';
import { sweepSeconds, sweepVolts, type BiasSweep } from '../../../src-shared/sweep';
import { formatQuantity } from '../../../src-shared/units';
import type {
  Clock,
  Instrument,
  InstrumentCapabilities,
  InstrumentIdentity,
  InstrumentStatus,
  SweepResult,
} from '../../engine/ports';
import type { ActivityName } from '../activities';
import { OFFLINE } from '../offline';
import type { Address } from '../openSocket';
import { bridgeActivities, type Activity, type BridgeActivities } from './activity';
import { openConnection, type Connection } from './connection';
import { openLink, READ_SECONDS, type Link } from './link';
import { arrayOf, Moved, resultOf, Status, Stopped, Swept } from './messages';

export interface BridgeSetup extends Address {
  readonly clock: Clock;
  /** Speed of the tip on the way to a place, metres per second. */
  readonly travelMetresPerSecond: number;
  /** Largest distance between the place that was asked for and the one read back, metres. */
  readonly positionToleranceMetres: number;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

const PHASES = { move: 'moving', scan: 'scanning', sweep: 'sweeping' } as const satisfies Record<ActivityName, string>;
/** The bridge confirms a stop or says that it cannot within 2 s. */
const STOP_SECONDS = 2.5;
const GIVE_UP_SECONDS = 0.5;
/** The bridge gives up a call into the microscope after its expected time and 20 s; it is heard before that is over here. */
const MARGIN_SECONDS = 30;
const SLACK = 1 + 1e-6;

/** What changes while the driver is used. */
interface State {
  readonly setup: BridgeSetup;
  readonly activities: BridgeActivities;
  link: Link | undefined;
  stopping: number;
}

/** The driver, not yet connected. Identity, capabilities and ranges are those of the bridge once it is. */
export function createBridgeDriver(setup: BridgeSetup): Instrument {
  const identity: Writable<InstrumentIdentity> = { name: 'AEcroscopy', version: 'not connected', simulated: false };
  const capabilities: Writable<InstrumentCapabilities> = {
    lineEvents: false,
    abortScan: true,
    abortSweep: true,
    positionReadback: false,
    hardwareCompliance: false,
    maxFrameMetres: 0,
    biasRangeVolts: [0, 0],
  };
  const activities = bridgeActivities(
    () => onlineLink(state),
    () => rest(state, false),
  );
  const state: State = { setup, activities, link: undefined, stopping: 0 };

  return {
    identity,
    capabilities,
    async connect(signal) {
      if (state.link?.work.isOpen() === true && state.link.watch.isOpen()) return;
      state.link?.close();
      state.link = undefined;
      const opened = await openLink(setup, setup.clock, signal);
      state.link = opened;
      const { name, version, simulated, limits } = opened.hello;
      Object.assign(identity, { name, version, simulated });
      Object.assign(capabilities, opened.hello.capabilities, {
        maxFrameMetres: limits.frameMetres,
        biasRangeVolts: [-limits.biasVolts, limits.biasVolts],
      });
    },
    status: () => statusOf(state),
    scanFrame: (settings, onLine, signal) =>
      activities.run('scan', signal, (activity) => takeFrame(activity, settings, onLine)),
    moveTo: (at, signal) => activities.run('move', signal, (activity) => moveTip(activity, setup, at)),
    sweepBias: (sweep, maxCurrentAmperes, signal) =>
      activities.run('sweep', signal, (activity) => measureCurve(activity, sweep, maxCurrentAmperes)),
    makeSafe: () => restAndWait(state, false),
    withdraw: () => restAndWait(state, true),
    async close() {
      const closing = state.link;
      try {
        if (closing?.watch.isOpen() !== true) return;
        await restAndWait(state, true);
        await closing.watch.call({ op: 'bye' }, READ_SECONDS);
      } finally {
        state.link = undefined;
        closing?.close();
      }
    },
  };
}

function onlineLink({ link }: State): Link {
  if (link?.work.isOpen() === true && link.watch.isOpen()) return link;
  throw new ConsoleError({
    code: 'instrument/offline',
    message: link === undefined ? 'The AEcroscopy bridge is not connected.' : 'A connection to the bridge is lost.',
    hint: 'Connect first.',
  });
}

/** Never waits for the operation in hand; that is told to send nothing more. Two stops at a time are both sent. */
async function rest(state: State, withdraw: boolean): Promise<void> {
  const { activities, link, setup } = state;
  const epoch = activities.stop();
  if (link === undefined) return; // closed, and withdrawn before that
  state.stopping++;
  try {
    const { connection, release } = await stopConnection(link, setup);
    try {
      const reply = await connection.call({ op: 'stop', args: { withdraw, epoch } }, STOP_SECONDS);
      const { confirmed, reason } = resultOf(Stopped, reply);
      if (!confirmed) throw unconfirmed(reason ?? 'the bridge gives no reason');
    } finally {
      release();
      giveUpLater(state, link);
    }
  } finally {
    state.stopping--;
  }
}

/** The connection for a stop: the one that watches, or a new one where that is lost. */
async function stopConnection(
  { watch }: Link,
  { clock, ...address }: BridgeSetup,
): Promise<{ readonly connection: Connection; readonly release: () => void }> {
  if (watch.isOpen()) return { connection: watch, release: () => undefined };
  const fresh = await openConnection(address, clock, new AbortController().signal);
  return { connection: fresh, release: () => fresh.close() };
}

/** An operation that does not end although it was stopped waits for a reply that will not come. */
function giveUpLater({ activities, setup }: State, { work }: Link): void {
  const waited = activities.current();
  if (waited?.stopped() !== true) return;
  void setup.clock.sleep(GIVE_UP_SECONDS).then(() => {
    if (activities.current() === waited) work.close();
  });
}

async function restAndWait(state: State, withdraw: boolean): Promise<void> {
  await rest(state, withdraw);
  await state.activities.ended();
}

async function statusOf({ activities, link, stopping }: State): Promise<InstrumentStatus> {
  if (link?.watch.isOpen() !== true) return OFFLINE;
  const read = await readStatus(link);
  if (read === undefined) return OFFLINE;
  const own = activities.current();
  // What runs without our asking is shown too.
  const seen = read.phase === 'spectroscopy' ? 'sweeping' : read.phase;
  const phase = stopping > 0 ? 'stopping' : own === undefined ? seen : PHASES[own.name];
  return {
    phase: !link.work.isOpen() || read.phase === 'fault' ? 'fault' : phase,
    tipEngaged: read.engaged ?? 'unknown',
    position: read.position,
    biasVolts: read.bias,
    heightMetres: read.height,
  };
}

/** What the bridge says; undefined where the connection was lost over it. */
async function readStatus({ watch }: Link): Promise<Status | undefined> {
  try {
    return resultOf(Status, await watch.call({ op: 'status' }, READ_SECONDS));
  } catch (error) {
    if (watch.isOpen()) throw error;
    return undefined;
  }
}

async function moveTip(activity: Activity, setup: BridgeSetup, at: SamplePoint): Promise<SamplePoint> {
  const { limits, capabilities } = activity.link.hello;
  const reach = limits.frameMetres / 2;
  if (!(Math.abs(at.xMetres) <= reach * SLACK && Math.abs(at.yMetres) <= reach * SLACK))
    throw outOfRange(
      `x ${m(at.xMetres)}, y ${m(at.yMetres)} lies outside the range of the bridge, ±${m(reach)}.`,
      'Choose a place inside the frame.',
    );
  const speed = setup.travelMetresPerSecond;
  const seconds = (4 * limits.frameMetres) / speed;
  const reply = await activity.send('move', { x: at.xMetres, y: at.yMetres, speed }, seconds + MARGIN_SECONDS);
  const { position } = resultOf(Moved, reply);
  const missed = distanceMetres(position, at);
  if (capabilities.positionReadback && !(missed <= setup.positionToleranceMetres))
    throw outOfRange(
      `The tip stopped ${m(missed)} from the place it was sent to.`,
      'Something else moves the tip, or the place is out of reach. Nothing is measured there.',
    );
  await engage(activity);
  return position;
}

async function takeFrame(
  activity: Activity,
  { rows, cols, widthMetres, heightMetres, lineSeconds }: ScanSettings,
  onLine: (line: ScanLine) => void,
): Promise<Frame> {
  const most = activity.link.hello.limits.frameMetres;
  if (!(Math.max(widthMetres, heightMetres) <= most))
    throw outOfRange(
      `A frame of ${m(widthMetres)} by ${m(heightMetres)} is larger than the bridge allows, ${m(most)}.`,
      'Choose a smaller frame.',
    );
  await engage(activity);
  const args = { width: widthMetres, height: heightMetres, cols, rows, lineSeconds };
  const reply = await activity.send('scan', args, 2 * rows * lineSeconds + 2 * MARGIN_SECONDS);
  const heightsMetres = Float32Array.from(arrayOf(reply, 'heights', rows * cols));
  // Igor saves the image when it is whole: there are no lines before that.
  for (let row = 0; row < rows; row++)
    onLine({ row, heightsMetres: heightsMetres.slice(row * cols, (row + 1) * cols) });
  return { rows, cols, widthMetres, heightMetres, heightsMetres };
}

async function measureCurve(activity: Activity, sweep: BiasSweep, maxAmperes: number): Promise<SweepResult> {
  const highest = activity.link.hello.limits.biasVolts;
  const outside = [sweep.startVolts, sweep.peakVolts].find((volts) => !(Math.abs(volts) <= highest));
  if (outside !== undefined)
    throw outOfRange(
      `A bias of ${formatQuantity(outside, 'V')} is beyond the bridge's ±${formatQuantity(highest, 'V')}.`,
      'Change the sweep.',
    );
  if (!(maxAmperes > 0))
    throw outOfRange(`A current limit of ${formatQuantity(maxAmperes, 'A')} is not above 0 A.`, 'Change the sweep.');
  await engage(activity);
  const asked = sweepVolts(sweep);
  const args = { volts: [...asked], pointSeconds: sweep.pointSeconds, maxAmperes };
  const reply = await activity.send('iv', args, 2 * sweepSeconds(sweep) + MARGIN_SECONDS);
  const { before, after, flags } = resultOf(Swept, reply);
  const measured = flags.complete ? asked.length : (reply.arrays.get('amperes')?.length ?? 0);
  const [volts, amperes] = [arrayOf(reply, 'volts', measured), arrayOf(reply, 'amperes', measured)];
  if (before === null || after === null || measured === 0)
    throw new ConsoleError({
      code: 'instrument/fault',
      message: 'The bridge gave a curve without points or does not know where the tip is.',
      hint: 'Move the tip once, then measure again.',
    });
  return { volts, amperes, positionBefore: before, positionAfter: after, flags };
}

/** Brings the tip to the surface where it is not known to be there. */
async function engage(activity: Activity): Promise<void> {
  const { engaged } = resultOf(Status, await activity.link.watch.call({ op: 'status' }, READ_SECONDS));
  if (engaged !== true) await activity.send('engage', {}, 2 * MARGIN_SECONDS + READ_SECONDS);
}

function unconfirmed(reason: string): ConsoleError {
  return new ConsoleError({
    code: 'instrument/unknown-outcome',
    message: `The stop is not confirmed: ${reason}.`,
    hint: 'Act at the microscope: stop it there, set the bias to 0 V, withdraw the tip.',
  });
}

function outOfRange(message: string, hint: string): ConsoleError {
  return new ConsoleError({ code: 'instrument/out-of-range', message, hint });
}

function m(metres: number): string {
  return formatQuantity(metres, 'm');
}
