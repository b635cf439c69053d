/** What a driver is tested with, and what all tests of the contract do with it. */
import { expect } from 'vitest';
import { ConsoleError, type ErrorCode } from '../../../src-shared/errors';
import { samplePoint, type SamplePoint } from '../../../src-shared/geometry';
import type { ScanSettings } from '../../../src-shared/scan';
import type { BiasSweep } from '../../../src-shared/sweep';
import type { Instrument, InstrumentStatus } from '../../engine/ports';

/** A driver on the bench: something it can talk to, not yet connected. */
export interface ContractBench {
  readonly instrument: Instrument;
  /** A frame that takes long enough to be interrupted, over a surface without any symmetry. */
  readonly scan: ScanSettings;
  /** A sweep that takes long enough to be interrupted. */
  readonly sweep: BiasSweep;
  readonly maxCurrentAmperes: number;
  /** Largest difference between two readings of one height, and of one coordinate. */
  readonly heightToleranceMetres: number;
  readonly positionToleranceMetres: number;
  /** Longest time from an abort to the rejection of the call, on the bench's clock; generous where that is the real one. */
  readonly abortSeconds: number;
  readonly seconds: () => number;
  /** Lets everything else have its turn; called between two looks at the status. */
  readonly turn: () => Promise<void>;
  /** The line to an instrument that is another program; nothing where driver and instrument are one. */
  readonly line?: {
    /** From now on nothing that the other side says arrives. */
    readonly hush: () => void;
    /** What a stop must reach the other side with, in this order. */
    readonly stopWords: readonly string[];
    /** All bytes that reached the other side, as Latin-1. */
    readonly heard: () => string;
  };
  /** Takes down what the bench set up. */
  readonly dismantle: () => Promise<void>;
}

export type Motion = 'moveTo' | 'scanFrame' | 'sweepBias';
export const MOTIONS: readonly Motion[] = ['moveTo', 'scanFrame', 'sweepBias'];
export const PHASE = { moveTo: 'moving', scanFrame: 'scanning', sweepBias: 'sweeping' } as const;

/**
 * What an instrument may lack: to say how high the tip is, or its bias in a sweep; to break off a scan or a sweep; a way to
 * be stopped at all; a line to it, being part of the driver.
 */
export type Lack = 'height' | 'sweepBias' | 'abortScan' | 'abortSweep' | 'stop' | 'line';

/** Starts one motion of the bench: a long move, its frame or its sweep. */
export function start(bench: ContractBench, motion: Motion, stop: AbortSignal = signal()): Promise<unknown> {
  const { instrument, scan, sweep, maxCurrentAmperes } = bench;
  if (motion === 'moveTo') return instrument.moveTo(place(bench, 0.49, -0.49), stop);
  if (motion === 'scanFrame') return instrument.scanFrame(scan, () => undefined, stop);
  return instrument.sweepBias(sweep, maxCurrentAmperes, stop);
}

/** A place by its share of the frame, each from -0.5 to 0.5. */
export function place({ scan }: ContractBench, x: number, y: number): SamplePoint {
  return samplePoint(x * scan.widthMetres, y * scan.heightMetres);
}

/** Looks at the status until it shows a phase. */
export async function reach(bench: ContractBench, phase: InstrumentStatus['phase']): Promise<InstrumentStatus> {
  for (let look = 0; look < 10_000; look++) {
    const status = await bench.instrument.status();
    if (status.phase === phase) return status;
    await bench.turn();
  }
  throw new Error(`The instrument never showed the phase ${phase}.`);
}

export async function rejects(call: Promise<unknown>, code: ErrorCode): Promise<ConsoleError> {
  const error = await call.then(
    () => new Error('The call was not refused.'),
    (cause: unknown) => cause,
  );
  expect(error).toBeInstanceOf(ConsoleError);
  expect((error as ConsoleError).code).toBe(code);
  return error as ConsoleError;
}

export function expectAtRest(status: InstrumentStatus): void {
  expect(status.phase).toBe('idle');
  expect(Math.abs(status.biasVolts ?? NaN)).toBeLessThan(1e-3);
}

export function signal(): AbortSignal {
  return new AbortController().signal;
}
