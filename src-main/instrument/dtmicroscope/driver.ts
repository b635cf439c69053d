/**
 * The DTMicroscope twin: pre-acquired data behind a Pyro5 server. It has a tip that goes and curves that are read, and
 * nothing else: no bias, no current limit, no stop. What it lacks is said in the capabilities, not made up. It clamps a
 * place out of range without a word, so every place is checked here, before it is sent, and read back after.
 */
import { ConsoleError } from '../../../src-shared/errors';
import { distanceMetres, samplePoint, type SamplePoint } from '../../../src-shared/geometry';
import type { Frame, ScanLine, ScanSettings } from '../../../src-shared/scan';
import type { BiasSweep } from '../../../src-shared/sweep';
import { formatQuantity } from '../../../src-shared/units';
import type { Clock, Instrument, InstrumentCapabilities, InstrumentStatus, SweepResult } from '../../engine/ports';
import { OFFLINE } from '../offline';
import { createTurns, type Turn, type TurnName } from '../turns';
import { openPyro, type PyroClient } from './pyroClient';
import { readCurve, readFrame, readPlace, readTwin, toTwin, type Twin } from './twin';

const OBJECT = 'microscope.server';
/** An image of 256 by 256 pixels takes the server a tenth of a second; a slow network may take a hundred times that. */
const DEADLINE_SECONDS = 15;
/** Two places or lengths that differ by less than this share of the frame are the same. */
const SAME = 1e-6;

export interface TwinSetup {
  readonly host: string;
  readonly port: number;
  /** The data file, as a path on the server's disk; the server's own choice without it. */
  readonly dataPath?: string | undefined;
  readonly clock: Clock;
}

/** What is known while connected. */
interface Online {
  readonly client: PyroClient;
  readonly twin: Twin;
  at: SamplePoint;
}

/** Connects, loads the data set and reads what it holds; for who needs to know frame and sweep before there is a plan. */
export async function probeTwin(setup: TwinSetup, signal: AbortSignal): Promise<Twin> {
  const { client, twin } = await connectTwin(setup, signal);
  client.close();
  return twin;
}

/** The driver, not yet connected. `twin` is what {@link probeTwin} found; a server with other data is refused later. */
export function createTwinDriver(setup: TwinSetup, twin: Twin): Instrument {
  const turns = createTurns('twin', setup.clock, 'max');
  let online: Online | undefined;
  let engaged = false;

  function operate<T>(
    name: TurnName,
    signal: AbortSignal,
    work: (online: Online, turn: Turn) => Promise<T>,
  ): Promise<T> {
    return turns.take(name, signal, async (turn) => {
      if (online === undefined) throw offline(name);
      engaged = true;
      return unlessStopped(name, turn, work(online, turn));
    });
  }

  async function connect(signal: AbortSignal): Promise<void> {
    if (online?.client.isOpen() === true) return;
    const found = await connectTwin(setup, signal, twin);
    if (!isSame(found.twin, twin)) {
      found.client.close();
      throw new ConsoleError({
        code: 'instrument/fault',
        message: 'The server shows another data set than the one this session was planned for.',
        hint: 'Load the same data on the server, or begin a new session.',
      });
    }
    const { client } = found;
    // The check of the axes left the tip on an edge.
    online = { client, twin, at: await goTo(client, twin, samplePoint(0, 0)) };
  }

  async function rest(tip: boolean): Promise<void> {
    await turns.stop();
    engaged &&= tip;
  }

  const { frame, sweep } = twin;
  return Object.freeze<Instrument>({
    identity: Object.freeze({ name: `DTMicroscope at ${setup.host}:${setup.port}`, version: 'Pyro5', simulated: true }),
    capabilities: Object.freeze<InstrumentCapabilities>({
      lineEvents: false,
      abortScan: false,
      abortSweep: false,
      positionReadback: true,
      hardwareCompliance: false,
      wholeFrameOnly: true,
      maxFrameMetres: Math.max(frame.widthMetres, frame.heightMetres),
      biasRangeVolts: [Math.min(sweep.startVolts, sweep.peakVolts), Math.max(sweep.startVolts, sweep.peakVolts)],
    }),
    connect: (signal) => turns.take('connect', signal, () => connect(signal)),
    status: () => Promise.resolve(statusOf(online, turns.current(), engaged)),
    scanFrame: (settings, onLine, signal) => operate('scan', signal, (on) => wholeFrame(on, settings, onLine)),
    moveTo: (at, signal) => operate('move', signal, (on) => move(on, at)),
    sweepBias: (asked, limit, signal) => operate('sweep', signal, (on) => sweepHere(on, asked, limit)),
    makeSafe: () => rest(true),
    withdraw: () => rest(false),
    close: async () => {
      await rest(false);
      online?.client.close();
      online = undefined;
    },
  });
}

async function connectTwin({ host, port, dataPath, clock }: TwinSetup, signal: AbortSignal, known?: Twin) {
  const client = await openPyro({ host, port, object: OBJECT }, clock, DEADLINE_SECONDS, signal);
  try {
    // Every connection has a microscope of its own, which begins without data.
    await client.call('initialize_microscope', ['AFM'], dataPath === undefined ? {} : { data_path: dataPath });
    await client.call('setup_microscope');
    return { client, twin: await readTwin(client, signal, known) };
  } catch (error) {
    client.close();
    throw error;
  }
}

/**
 * The server cannot be stopped: a call that was given up runs to its end there, and the next one waits for it. Nothing
 * happens to a sample in the meantime, for there is none.
 */
async function unlessStopped<T>(name: TurnName, turn: Turn, work: Promise<T>): Promise<T> {
  const result = await work;
  if (turn.stopped()) throw new ConsoleError({ code: 'instrument/aborted', message: `The ${name} was aborted.` });
  return result;
}

/** The image of the data set; the server has one and gives it whole. Nothing else can be scanned. */
async function wholeFrame(
  { client, twin }: Online,
  settings: ScanSettings,
  onLine: (line: ScanLine) => void,
): Promise<Frame> {
  const { frame } = twin;
  const { rows, cols, widthMetres, heightMetres } = frame;
  const same =
    settings.rows === rows &&
    settings.cols === cols &&
    Math.abs(settings.widthMetres - widthMetres) <= SAME * widthMetres &&
    Math.abs(settings.heightMetres - heightMetres) <= SAME * heightMetres;
  if (!same)
    throw outOfRange(
      `The data set is one frame of ${cols} by ${rows} pixels, ${m(widthMetres)} by ${m(heightMetres)}; another was asked for.`,
      'Take the frame of the data set.',
    );
  const taken = await readFrame(client, twin);
  for (let row = 0; row < rows; row++)
    onLine({ row, heightsMetres: taken.heightsMetres.slice(row * cols, (row + 1) * cols) });
  return taken;
}

async function move(online: Online, to: SamplePoint): Promise<SamplePoint> {
  const { client, twin } = online;
  const [w, h] = [(twin.frame.widthMetres / 2) * (1 + SAME), (twin.frame.heightMetres / 2) * (1 + SAME)];
  if (!(Math.abs(to.xMetres) <= w && Math.abs(to.yMetres) <= h))
    throw outOfRange(
      `x ${m(to.xMetres)}, y ${m(to.yMetres)} lies outside the data set, ±${m(w)} by ±${m(h)}.`,
      'Choose a place inside the frame.',
    );
  online.at = await goTo(client, twin, to);
  // The outer half pixel of our frame lies beyond the server's limits.
  const pixel = Math.hypot(twin.frame.widthMetres / twin.frame.cols, twin.frame.heightMetres / twin.frame.rows);
  if (distanceMetres(online.at, to) > pixel)
    throw new ConsoleError({
      code: 'instrument/fault',
      message: `The tip was sent to x ${m(to.xMetres)}, y ${m(to.yMetres)} and is at x ${m(online.at.xMetres)}, y ${m(online.at.yMetres)}.`,
      hint: 'Connect again; the data set of the server may have changed.',
    });
  return online.at;
}

async function sweepHere({ client, twin, at }: Online, asked: BiasSweep, limit: number): Promise<SweepResult> {
  if (!isSameSweep(asked, twin.sweep))
    throw outOfRange(
      `The curves of the data set run from ${formatQuantity(twin.sweep.startVolts, 'V')} to ${formatQuantity(twin.sweep.peakVolts, 'V')}; another sweep was asked for.`,
      'Take the sweep of the data set.',
    );
  if (!(limit > 0))
    throw outOfRange(`A current limit of ${formatQuantity(limit, 'A')} is not above 0 A.`, 'Set a current limit.');
  const curve = await readCurve(client, twin);
  if (!curve.amperes.every(Number.isFinite) || !curve.volts.every(Number.isFinite))
    throw new ConsoleError({
      code: 'instrument/fault',
      message: 'The curve at this place holds values that are no numbers.',
      hint: 'Veto this place.',
    });
  const compliance = curve.amperes.some((current) => Math.abs(current) > limit);
  return {
    ...curve,
    positionBefore: at,
    positionAfter: at,
    flags: { complete: true, compliance, saturated: false },
  };
}

async function goTo(client: PyroClient, twin: Twin, to: SamplePoint): Promise<SamplePoint> {
  const { x, y } = toTwin(twin, to);
  await client.call('go_to', [x, y]);
  return readPlace(client, twin);
}

function statusOf(online: Online | undefined, turn: Turn | undefined, engaged: boolean): InstrumentStatus {
  if (online?.client.isOpen() !== true) return OFFLINE;
  const phase = turn === undefined ? 'idle' : turn.stopped() ? 'stopping' : PHASES[turn.name];
  // There is no bias to read; between sweeps there is none at all.
  const biasVolts = phase === 'sweeping' ? undefined : 0;
  return { phase, tipEngaged: engaged, position: online.at, biasVolts, heightMetres: undefined };
}

const PHASES = { connect: 'idle', move: 'moving', scan: 'scanning', sweep: 'sweeping' } as const;

function isSame(a: Twin, b: Twin): boolean {
  return (
    isSameSweep(a.sweep, b.sweep) &&
    a.frame.rows === b.frame.rows &&
    a.samples.every((value, k) => Object.is(value, b.samples[k])) &&
    a.frame.heightsMetres.every((height, k) => Object.is(height, b.frame.heightsMetres[k]))
  );
}

function isSameSweep(a: BiasSweep, b: BiasSweep): boolean {
  const span = Math.abs(b.peakVolts - b.startVolts);
  return (
    Math.abs(a.startVolts - b.startVolts) <= SAME * span &&
    Math.abs(a.peakVolts - b.peakVolts) <= SAME * span &&
    a.upPoints === b.upPoints &&
    a.downPoints === b.downPoints
  );
}

function offline(name: TurnName): ConsoleError {
  return new ConsoleError({
    code: 'instrument/offline',
    message: `The DTMicroscope server is not connected; the ${name} was refused.`,
    hint: 'Connect first.',
  });
}

function outOfRange(message: string, hint: string): ConsoleError {
  return new ConsoleError({ code: 'instrument/out-of-range', message, hint });
}

function m(metres: number): string {
  return formatQuantity(metres, 'm');
}
