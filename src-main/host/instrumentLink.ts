/** The connection to the instrument that the settings name: opened, read twice a second, closed. */
import { toWire } from '../../src-shared/errors';
import type { InstrumentReport } from '../../src-shared/ipc/contract';
import type { Settings } from '../../src-shared/settings';
import type { Clock, OpenedInstrument } from '../engine/ports';
import type { Announcer } from './announcer';

/** Seconds between two readings of the instrument's status. */
const STATUS_SECONDS = 0.5;

export interface LinkPorts {
  readonly clock: Clock;
  readonly openInstrument: (settings: Settings) => OpenedInstrument;
  readonly freeBytes: () => Promise<number | undefined>;
}

export interface InstrumentLink {
  current(): OpenedInstrument;
  report(): { readonly instrument: InstrumentReport; readonly freeBytes: number | undefined };
  /** Closes the instrument and opens the one that the settings name. */
  reopen(settings: Settings): Promise<void>;
  close(): Promise<void>;
}

/** Connects and begins to read. A connection that fails is announced; the reports then say offline. */
export async function openInstrumentLink(
  ports: LinkPorts,
  announcer: Announcer,
  settings: Settings,
): Promise<InstrumentLink> {
  const closing = new AbortController();
  let opened = await connect(settings);
  let instrument = await read();
  let freeBytes = await ports.freeBytes();

  async function connect(wanted: Settings): Promise<OpenedInstrument> {
    const next = ports.openInstrument(wanted);
    await next.instrument.connect(closing.signal).catch((error: unknown) => announcer.problem(toWire(error)));
    return next;
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

  void watch();
  return {
    current: () => opened,
    report: () => ({ instrument, freeBytes }),
    async reopen(next) {
      await opened.instrument.close();
      opened = await connect(next);
    },
    async close() {
      closing.abort();
      await opened.instrument.close();
    },
  };
}
