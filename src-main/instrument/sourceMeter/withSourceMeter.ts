/** An instrument whose tip is moved by one machine and biased by a source-meter. */
import type { BiasSweep } from '../../../src-shared/sweep';
import { ConsoleError } from '../../../src-shared/errors';
import type { Clock, Instrument, InstrumentIdentity, InstrumentStatus, SweepResult } from '../../engine/ports';
import type { Address } from '../openSocket';
import { METER_VOLTS, openSourceMeter, type SourceMeter } from './keithley2450';

/** The sweeps of the instrument: one at a time, stopped at any time. */
interface Sweeps {
  connect(signal: AbortSignal): Promise<void>;
  run(sweep: BiasSweep, limit: number, signal: AbortSignal): ReturnType<SourceMeter['sweep']>;
  readonly running: () => boolean;
  readonly online: () => boolean;
  /** What the meter calls itself; undefined before it was connected. */
  readonly identity: () => string | undefined;
  biasVolts(): Promise<number>;
  stop(): Promise<void>;
  close(): void;
}

/**
 * `positioner` scans, moves, engages and withdraws; every sweep is made by the meter at `address`. Stopping goes to both
 * at once: neither waits for the other.
 */
export function withSourceMeter(positioner: Instrument, address: Address, clock: Clock): Instrument {
  const sweeps = createSweeps(address, clock);
  const identity: { -readonly [K in keyof InstrumentIdentity]: InstrumentIdentity[K] } = { ...positioner.identity };

  async function sweepBias(sweep: BiasSweep, limit: number, signal: AbortSignal): Promise<SweepResult> {
    if (!sweeps.online()) throw offline();
    const before = await positioner.status();
    if (sweeps.running() || before.phase !== 'idle') throw busy(sweeps.running() ? 'sweeping' : before.phase);
    const { volts, amperes, compliance } = await sweeps.run(sweep, limit, signal);
    const after = await positioner.status();
    const flags = { complete: true, compliance, saturated: false };
    return { volts, amperes, positionBefore: known(before), positionAfter: known(after), flags };
  }

  /** Both are told before either is waited for; a failure of one never keeps the other back. */
  async function both(stop: () => Promise<void>): Promise<void> {
    const results = await Promise.allSettled([sweeps.stop(), stop()]);
    for (const result of results) if (result.status === 'rejected') throw result.reason;
  }

  return Object.freeze<Instrument>({
    identity,
    capabilities: Object.freeze({
      ...positioner.capabilities,
      abortSweep: true,
      hardwareCompliance: true,
      biasRangeVolts: [-METER_VOLTS, METER_VOLTS] as const,
    }),
    connect: async (signal) => {
      await positioner.connect(signal);
      await sweeps.connect(signal);
      Object.assign(identity, identityOf(positioner.identity, sweeps.identity() ?? ''));
    },
    status: async () => {
      const status = await positioner.status();
      if (status.phase === 'offline' || !sweeps.online()) return { ...status, biasVolts: undefined };
      return { ...status, phase: sweeps.running() ? 'sweeping' : status.phase, biasVolts: await sweeps.biasVolts() };
    },
    scanFrame: async (settings, onLine, signal) => {
      if (sweeps.running()) throw busy('sweeping');
      return positioner.scanFrame(settings, onLine, signal);
    },
    moveTo: async (at, signal) => {
      if (sweeps.running()) throw busy('sweeping');
      return positioner.moveTo(at, signal);
    },
    sweepBias,
    makeSafe: () => both(() => positioner.makeSafe()),
    withdraw: () => both(() => positioner.withdraw()),
    close: async () => {
      await both(() => positioner.close());
      sweeps.close();
    },
  });
}

function createSweeps(address: Address, clock: Clock): Sweeps {
  let meter: SourceMeter | undefined;
  let current: { readonly abort: AbortController; readonly ended: Promise<unknown> } | undefined;
  const open = (): SourceMeter => {
    if (meter?.isOpen() === true) return meter;
    throw offline();
  };
  return {
    connect: async (signal) => {
      if (meter?.isOpen() !== true) meter = await openSourceMeter(address, clock, signal);
    },
    run: async (sweep, limit, signal) => {
      const abort = new AbortController();
      const running = open().sweep(sweep, limit, AbortSignal.any([signal, abort.signal]));
      current = { abort, ended: running.catch(() => undefined) };
      try {
        return await running;
      } finally {
        current = undefined;
      }
    },
    running: () => current !== undefined,
    online: () => meter?.isOpen() === true,
    identity: () => meter?.identity,
    biasVolts: () => open().biasVolts(),
    stop: async () => {
      current?.abort.abort();
      await current?.ended;
      if (meter?.isOpen() === true) await meter.makeSafe();
    },
    close: () => {
      meter?.close();
      meter = undefined;
    },
  };
}

/** Both machines by name; whoever of them is simulated makes the curves simulated ones. */
function identityOf({ name, version, simulated }: InstrumentIdentity, meter: string): InstrumentIdentity {
  const [, model = 'source-meter', serial = ''] = meter.split(',').map((word) => word.trim());
  return {
    name: `${name} with ${model}`,
    version: `${version}; ${serial}`,
    simulated: simulated || /simulat/i.test(meter),
  };
}

function known({ position }: InstrumentStatus) {
  if (position !== undefined) return position;
  throw new ConsoleError({
    code: 'instrument/fault',
    message: 'The place of the tip is not known, so the curve has none.',
    hint: 'Connect the positioner again.',
  });
}

function offline(): ConsoleError {
  return new ConsoleError({
    code: 'instrument/offline',
    message: 'The source-meter is not connected; the sweep was refused.',
    hint: 'Connect first.',
  });
}

function busy(phase: string): ConsoleError {
  return new ConsoleError({
    code: 'instrument/fault',
    message: `The instrument is busy (${phase}); the call was refused.`,
    hint: 'Wait for it to end or stop it first.',
  });
}
