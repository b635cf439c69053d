/** The connection to the instrument that the settings name: opened, read twice a second, closed. */
import { ConsoleError, toWire, type WireError } from '../../src-shared/errors';
import type { InstrumentReading, InstrumentReport, InstrumentSetup } from '../../src-shared/ipc/contract';
import { STATUS_SECONDS } from '../../src-shared/freshness';
import type { Settings } from '../../src-shared/settings';
import type { Clock } from '../engine/ports';
import { absentInstrument } from './absentInstrument';
import type { Announcer } from './announcer';
import type { PlannedInstrument } from './openInstrument';

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
  const connection = createConnection(ports, announcer, settings, closing.signal);
  let instrument = await readReport(connection.current(), ports.clock);
  let freeBytes = await ports.freeBytes();

  async function reopen(next: Settings): Promise<void> {
    await connection.reopen(next);
    instrument = await readReport(connection.current(), ports.clock);
    announcer.replaced();
  }

  async function watch(): Promise<void> {
    while (!closing.signal.aborted) {
      instrument = await readReport(connection.current(), ports.clock, lastReading(instrument));
      freeBytes = await ports.freeBytes();
      announcer.instrument(instrument, freeBytes);
      await ports.clock.sleep(STATUS_SECONDS, closing.signal);
    }
  }

  const first = reopen(settings);
  await Promise.race([first, settings.instrument.driver === 'simulator' ? first : ports.clock.sleep(START_SECONDS)]);
  void watch();
  return {
    current: connection.current,
    report: () => ({ instrument, freeBytes }),
    setup: connection.setup,
    reopen,
    async ready(wanted) {
      await connection.settled();
      const { phase } = await readReport(connection.current(), ports.clock);
      if (phase !== 'offline') return;
      await reopen(wanted);
      connection.refuseBroken();
    },
    async close() {
      closing.abort();
      await connection.settled();
      await connection.current().instrument.close();
    },
  };
}

/** The instrument in use; replaced by another one at a time, so that there are never two connections to one. */
function createConnection(
  { openInstrument }: LinkPorts,
  announcer: Announcer,
  settings: Settings,
  closing: AbortSignal,
) {
  let opened = absentInstrument(settings, 'is not connected yet');
  let problem: WireError | undefined;
  let turn: Promise<void> = Promise.resolve();

  async function connect(wanted: Settings): Promise<void> {
    problem = undefined;
    const inTime = AbortSignal.any([closing, AbortSignal.timeout(CONNECT_SECONDS * 1000)]);
    try {
      opened = await openInstrument(wanted);
      await opened.instrument.connect(inTime);
    } catch (error) {
      problem = toWire(error);
      announcer.problem(problem);
    }
  }

  return {
    current: () => opened,
    setup: (): InstrumentSetup => ({
      ...opened.instrument.identity,
      capabilities: opened.instrument.capabilities,
      terms: opened.terms,
      problem,
    }),
    /** Resolves when nothing is being replaced. */
    settled: () => turn,
    reopen(next: Settings): Promise<void> {
      turn = turn.then(async () => {
        const before = opened;
        opened = absentInstrument(next, 'is being connected');
        await before.instrument.close().catch((error: unknown) => announcer.problem(toWire(error)));
        if (!closing.aborted) await connect(next);
      });
      return turn;
    },
    /** Throws why the newest attempt to connect failed, if it did. */
    refuseBroken(): void {
      if (problem !== undefined) throw new ConsoleError(problem);
    },
  };
}

/** The newest reading in a report of an instrument that answered, or the one that it carries along. */
function lastReading({
  name: _,
  simulated: __,
  phase,
  last,
  ...reading
}: InstrumentReport): InstrumentReading | undefined {
  return phase === 'offline' ? last : reading;
}

async function readReport(
  { instrument }: PlannedInstrument,
  clock: Clock,
  last?: InstrumentReading,
): Promise<InstrumentReport> {
  const { name, simulated } = instrument.identity;
  const base = { name, simulated, readAt: clock.now() };
  // The report itself says where there is no answer; values of the past are kept apart from those of now.
  const past = last === undefined ? {} : { last };
  try {
    const status = await instrument.status();
    return { ...base, ...status, ...(status.phase === 'offline' ? past : {}) };
  } catch {
    const unknown = { position: undefined, biasVolts: undefined, heightMetres: undefined };
    return { ...base, phase: 'offline', tipEngaged: 'unknown', ...unknown, ...past };
  }
}
