/**
 * A SPECS Nanonis over its TCP programming interface: one connection works, one watches and stops. Positions are those of
 * the frame about the middle that the scan frame had when the driver connected. The tip is brought to the surface with the
 * feedback only; the coarse motor is never touched.
 */
import { ConsoleError } from '../../../src-shared/errors';
import type { Instrument, InstrumentCapabilities, InstrumentIdentity, InstrumentStatus } from '../../engine/ports';
import type { Activities, ActivityName } from '../activities';
import { OFFLINE } from '../offline';
import { nanonisActivities, type Activity } from './activity';
import { Z_HOLD, Z_ON, Z_SAFE_TIP } from './commands';
import { openConnection, type Connection } from './connection';
import { openLink, type Link, type NanonisFacts, type NanonisSetup } from './link';
import { engageTip, moveTip, readPlace, refuseOutside } from './motion';
import { bringToRest } from './rest';
import { BIAS_RANGE_VOLTS, measureCurve, refuseSweep } from './spectrum';
import { refuseLargeFrame, takeFrame } from './survey';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

const PHASES = { move: 'moving', scan: 'scanning', sweep: 'sweeping' } as const satisfies Record<ActivityName, string>;

const GIVE_UP_SECONDS = 0.5;

/** What changes while the driver is used. */
interface State {
  readonly setup: NanonisSetup;
  readonly activities: Activities<Activity>;
  link: Link | undefined;
  stopping: Promise<void> | undefined;
}

/** The driver, not yet connected. Identity and capabilities are those of the instrument once it is. */
export function createNanonis(setup: NanonisSetup): Instrument {
  const identity: Writable<InstrumentIdentity> = { name: 'Nanonis', version: 'not connected', simulated: false };
  const capabilities: Writable<InstrumentCapabilities> = {
    lineEvents: true,
    abortScan: true,
    abortSweep: true,
    positionReadback: true,
    // A safe condition ends the sweep at the first point beyond the limit; it does not hold the current.
    hardwareCompliance: false,
    maxFrameMetres: 0,
    biasRangeVolts: BIAS_RANGE_VOLTS,
  };
  const activities = nanonisActivities(
    () => onlineLink(state),
    () => rest(state, false),
  );
  const state: State = { setup, activities, link: undefined, stopping: undefined };

  return {
    identity,
    capabilities,
    async connect(signal) {
      if (state.link?.work.isOpen() === true && state.link.watch.isOpen()) return;
      closeLink(state.link);
      state.link = undefined;
      const opened = await openLink(setup, signal);
      await opened.work.call('BiasSpectr.Open', []);
      state.link = opened;
      Object.assign(identity, identityOf(opened.facts));
      capabilities.maxFrameMetres = largestFrame(opened.facts);
    },
    status: () => statusOf(state),
    scanFrame: (settings, onLine, signal) =>
      activities.run('scan', signal, (activity) => {
        refuseLargeFrame(activity.link.facts, settings);
        return takeFrame(activity, setup, settings, onLine);
      }),
    moveTo: (at, signal) =>
      activities.run('move', signal, async (activity) => {
        refuseOutside(activity.link.facts, at);
        const reached = await moveTip(activity, setup, at);
        await engageTip(activity, setup);
        return reached;
      }),
    sweepBias: (sweep, maxCurrentAmperes, signal) =>
      activities.run('sweep', signal, (activity) => {
        refuseSweep(sweep, maxCurrentAmperes);
        return measureCurve(activity, setup, sweep, maxCurrentAmperes);
      }),
    makeSafe: () => restAndWait(state, false),
    withdraw: () => restAndWait(state, true),
    async close() {
      const closing = state.link;
      try {
        if (closing?.watch.isOpen() === true) await restAndWait(state, true);
      } finally {
        state.link = undefined;
        closeLink(closing);
      }
    },
  };
}

function onlineLink({ link }: State): Link {
  if (link?.work.isOpen() === true) return link;
  throw new ConsoleError({
    code: 'instrument/offline',
    message: link === undefined ? 'Nanonis is not connected.' : 'The work connection to Nanonis is lost.',
    hint: 'Connect first.',
  });
}

/** Never waits for the operation in hand; that is told to send nothing more. Two stops at a time are both sent. */
async function rest(state: State, withdraw: boolean): Promise<void> {
  const { activities, link, setup } = state;
  activities.stop();
  if (link === undefined) return; // closed, and withdrawn before that
  const { connection, release } = await stopConnection(link, setup);
  const own = bringToRest(connection, setup.clock, withdraw);
  state.stopping = own;
  try {
    await own;
    giveUpLater(state, link);
  } finally {
    release();
    if (state.stopping === own) state.stopping = undefined;
  }
}

/** The connection for a stop: the one that watches, or a new one where that is lost. */
async function stopConnection(
  { watch }: Link,
  { host, ports, clock }: NanonisSetup,
): Promise<{ readonly connection: Connection; readonly release: () => void }> {
  if (watch.isOpen()) return { connection: watch, release: () => undefined };
  const fresh = await openConnection({ host, port: ports[1] }, clock, new AbortController().signal);
  return { connection: fresh, release: () => fresh.close() };
}

/** An operation that does not end although the instrument rests waits for a reply that will not come. */
function giveUpLater({ activities, setup }: State, { work }: Link): void {
  const waited = activities.current();
  if (waited === undefined) return;
  void setup.clock.sleep(GIVE_UP_SECONDS).then(() => {
    if (activities.current() === waited) work.close();
  });
}

async function restAndWait(state: State, withdraw: boolean): Promise<void> {
  await rest(state, withdraw);
  await state.activities.ended();
}

async function statusOf(state: State): Promise<InstrumentStatus> {
  const { link } = state;
  if (link?.watch.isOpen() !== true) return OFFLINE;
  try {
    return await readStatus(state, link);
  } catch (error) {
    if (link.watch.isOpen()) throw error;
    return OFFLINE;
  }
}

async function readStatus({ activities, stopping }: State, link: Link): Promise<InstrumentStatus> {
  const { watch, work, facts } = link;
  const [position, [biasVolts], [height], [z], [scanning], [sweeping]] = await Promise.all([
    readPlace(watch, facts),
    watch.call('Bias.Get', []),
    watch.call('ZCtrl.ZPosGet', []),
    watch.call('ZCtrl.StatusGet', []),
    watch.call('Scan.StatusGet', []),
    watch.call('BiasSpectr.StatusGet', []),
  ]);
  const own = activities.current();
  // What runs without our asking is shown too: somebody else works with the instrument.
  const seen = scanning !== 0 ? 'scanning' : sweeping !== 0 ? 'sweeping' : 'idle';
  const phase = stopping !== undefined ? 'stopping' : own === undefined ? seen : PHASES[own.name];
  const engaged = z === Z_ON || z === Z_HOLD;
  return {
    phase: z === Z_SAFE_TIP || !work.isOpen() ? 'fault' : phase,
    tipEngaged: engaged,
    position,
    biasVolts,
    heightMetres: engaged ? height : undefined,
  };
}

function closeLink(link: Link | undefined): void {
  link?.work.close();
  link?.watch.close();
}

function identityOf({ product, version, release }: NanonisFacts): InstrumentIdentity {
  return { name: product, version: `${version}, release ${release}`, simulated: /simulat|demo/i.test(product) };
}

/** Lengths come in single precision: 2 µm as 1.99999999 µm. */
const SINGLE_PRECISION = 1 + 2 ** -22;

/** The largest square about the middle of the frame that the scanner reaches. */
function largestFrame({ rangeMetres, centre }: NanonisFacts): number {
  const [x, y] = [rangeMetres[0] / 2 - Math.abs(centre[0]), rangeMetres[1] / 2 - Math.abs(centre[1])];
  return 2 * Math.max(0, Math.min(x, y)) * SINGLE_PRECISION;
}
