/** The connection to the instrument that the settings name: opened, read twice a second, closed. */
import { ConsoleError, toWire, type WireError } from '../../src-shared/errors';
import type { InstrumentReport, InstrumentSetup } from '../../src-shared/ipc/contract';
import { scanFor, type Settings } from '../../src-shared/settings';
import type { Clock, Instrument } from '../engine/ports';
import type { Announcer } from './announcer';
import type { PlannedInstrument } from './openInstrument';

/** Seconds between two readings of the instrument's status. */
const STATUS_SECONDS = 0.5;
/** The window does not wait longer than this for an instrument that may not be there. */
const START_SECONDS = 1.5;
/** A server that takes a connection and says nothing is given up. */
const CONNECT_SECONDS = 20;

export interface LinkPorts {
  readonly clock: Clock;
  readonly openInstrument: (settings: Settings) => Promise<PlannedInstrument>;
  readonly freeBytes: () => Promise<number | undefined>;
}

export interface InstrumentLink {
  current(): PlannedInstrument;
  report(): { readonly instrument: InstrumentReport; readonly freeBytes: number | undefined };
  /** What is known about the instrument itself, and what an experiment on it must take from it. */
  setup(): InstrumentSetup;
  /** Closes the instrument and opens the one that the settings name. What fails is in {@link setup}. */
  reopen(settings: Settings): Promise<void>;
  /** Resolves when the instrument answers; connects again if it must. Rejects with why it does not. */
  ready(settings: Settings): Promise<void>;
  close(): Promise<void>;
}

/** Connects and begins to read. A connection that fails is announced; the reports then say offline. */
export async function openInstrumentLink(
  ports: LinkPorts,
  announcer: Announcer,
  settings: Settings,
): Promise<InstrumentLink> {
  const closing = new AbortController();
  let opened = absent(settings, 'is not connected yet');
  let problem: WireError | undefined;
  let turn: Promise<void> = Promise.resolve();

  async function connect(wanted: Settings): Promise<void> {
    problem = undefined;
    const inTime = AbortSignal.any([closing.signal, AbortSignal.timeout(CONNECT_SECONDS * 1000)]);
    try {
      opened = await ports.openInstrument(wanted);
      await opened.instrument.connect(inTime);
    } catch (error) {
      problem = toWire(error);
      announcer.problem(problem);
    }
  }

  /** One after the other, so that there are never two connections to one instrument. */
  function reopen(next: Settings): Promise<void> {
    turn = turn.then(async () => {
      const before = opened;
      opened = absent(next, 'is being connected');
      await before.instrument.close().catch((error: unknown) => announcer.problem(toWire(error)));
      if (!closing.signal.aborted) await connect(next);
      instrument = await read();
      announcer.replaced();
    });
    return turn;
  }

  async function read(): Promise<InstrumentReport> {
    const { identity } = opened.instrument;
    const base = { name: identity.name, simulated: identity.simulated, readAt: ports.clock.now() };
    try {
      return { ...base, ...(await opened.instrument.status()) };
    } catch {
      // The report itself says that there is no answer; values of the past are not shown as those of now.
      const unknown = { position: undefined, biasVolts: undefined, heightMetres: undefined };
      return { ...base, phase: 'offline', tipEngaged: 'unknown', ...unknown };
    }
  }

  async function watch(): Promise<void> {
    while (!closing.signal.aborted) {
      instrument = await read();
      freeBytes = await ports.freeBytes();
      announcer.instrument(instrument, freeBytes);
      await ports.clock.sleep(STATUS_SECONDS, closing.signal);
    }
  }

  let instrument = await read();
  const first = reopen(settings);
  await Promise.race([first, settings.instrument.driver === 'simulator' ? first : ports.clock.sleep(START_SECONDS)]);
  let freeBytes = await ports.freeBytes();
  void watch();
  return {
    current: () => opened,
    report: () => ({ instrument, freeBytes }),
    setup: () => ({
      ...opened.instrument.identity,
      capabilities: opened.instrument.capabilities,
      terms: opened.terms,
      problem,
    }),
    reopen,
    async ready(wanted) {
      await turn;
      const { phase } = await read();
      if (phase !== 'offline') return;
      await reopen(wanted);
      if (problem !== undefined) throw new ConsoleError(problem);
    },
    async close() {
      closing.abort();
      await turn;
      await opened.instrument.close();
    },
  };
}

/** Stands in the place of an instrument that is not there: it says so and refuses everything but to be safe. */
function absent(settings: Settings, why: string): PlannedInstrument {
  const { driver } = settings.instrument;
  const name = { simulator: 'Simulator', replay: 'Replay', dtmicroscope: 'DTMicroscope', nanonis: 'Nanonis' }[driver];
  const refuse = (): Promise<never> =>
    Promise.reject(
      new ConsoleError({
        code: 'instrument/offline',
        message: `${name} ${why}.`,
        hint: 'Open Setup and test the connection.',
      }),
    );
  const nothing = (): Promise<void> => Promise.resolve();
  const instrument: Instrument = {
    identity: { name, version: 'not connected', simulated: false },
    capabilities: {
      lineEvents: false,
      abortScan: false,
      abortSweep: false,
      positionReadback: false,
      hardwareCompliance: false,
      maxFrameMetres: Math.max(scanFor(settings).widthMetres, scanFor(settings).heightMetres),
      biasRangeVolts: [0, 0],
    },
    connect: refuse,
    status: refuse,
    scanFrame: refuse,
    moveTo: refuse,
    sweepBias: refuse,
    makeSafe: refuse,
    withdraw: refuse,
    close: nothing,
  };
  const terms = { name, raster: undefined, sweep: undefined, places: undefined, remarks: [] };
  return { instrument, settings: { driver }, terms };
}
