/**
 * What every driver must do, as a vitest suite: connecting and refusing, reading back, stopping anything at any time,
 * and above all being at the place it says it is. A driver's own test file calls {@link instrumentContract}.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ErrorCode } from '../../src-shared/errors';
import { ConsoleError } from '../../src-shared/errors';
import type { SamplePoint } from '../../src-shared/geometry';
import { distanceMetres, pixelToSample, samplePoint } from '../../src-shared/geometry';
import type { Frame, ScanLine, ScanSettings } from '../../src-shared/scan';
import type { BiasSweep } from '../../src-shared/sweep';
import { sweepVolts } from '../../src-shared/sweep';
import type { Instrument, InstrumentStatus } from '../engine/ports';
import { landmarks } from './landmarks';

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
  /** Longest time from an abort to the rejection of the call, on the bench's clock. */
  readonly abortSeconds: number;
  readonly seconds: () => number;
  /** Lets everything else have its turn; called between two looks at the status. */
  readonly turn: () => Promise<void>;
  /** Takes down what the bench set up. */
  readonly dismantle: () => Promise<void>;
}

type Motion = 'moveTo' | 'scanFrame' | 'sweepBias';
const MOTIONS: readonly Motion[] = ['moveTo', 'scanFrame', 'sweepBias'];
const PHASE = { moveTo: 'moving', scanFrame: 'scanning', sweepBias: 'sweeping' } as const;

/** What an instrument may lack: to say how high the tip is, or its bias in a sweep; to break off a scan or a sweep. */
type Lack = 'height' | 'sweepBias' | 'abortScan' | 'abortSweep';

/**
 * Declares the suite of a driver. `open` makes a fresh bench for each test. What the instrument `lacks` is not asked of
 * it; its own tests then have to show that nothing is mirrored.
 */
export function instrumentContract(
  name: string,
  open: () => Promise<ContractBench>,
  lacks: readonly Lack[] = [],
): void {
  describe(`instrument contract: ${name}`, () => {
    let bench: ContractBench;
    const opened = (): ContractBench => bench;
    beforeEach(async () => {
      bench = await open();
    });
    afterEach(async () => {
      await bench.instrument.close();
      await bench.dismantle();
    });

    describe('while offline', () => {
      testOffline(opened);
    });
    describe('once connected', () => {
      beforeEach(() => bench.instrument.connect(signal()));
      testReading(opened);
      if (!lacks.includes('sweepBias')) testSweepBias(opened);
      testPlaces(opened);
      if (!lacks.includes('height')) testOrientation(opened);
      testRefusals(opened);
      testStops(opened);
      testAborts(opened, lacks);
    });
  });
}

function testOffline(opened: () => ContractBench): void {
  test.each(MOTIONS)('%s is refused before connecting and after closing', async (motion) => {
    const bench = opened();
    await rejects(start(bench, motion), 'instrument/offline');
    expect((await bench.instrument.status()).phase).toBe('offline');

    await bench.instrument.connect(signal());
    expect((await bench.instrument.status()).phase).toBe('idle');
    await bench.instrument.close();

    await rejects(start(bench, motion), 'instrument/offline');
    await bench.instrument.withdraw();
    await bench.instrument.makeSafe();
    await bench.instrument.close();
  });

  test('claims no telemetry that it does not have', async () => {
    const status = await opened().instrument.status();

    expect(status.position).toBeUndefined();
    expect(status.biasVolts).toBeUndefined();
    expect(status.heightMetres).toBeUndefined();
  });

  test('an aborted connect leaves the instrument offline', async () => {
    const { instrument } = opened();
    const abort = new AbortController();
    const connecting = instrument.connect(abort.signal);
    abort.abort();

    await rejects(connecting, 'instrument/aborted');
    expect((await instrument.status()).phase).toBe('offline');
  });
}

function testReading(opened: () => ContractBench): void {
  test('a frame echoes its settings and its lines, from the top, without NaN', async () => {
    const { instrument, scan } = opened();
    const lines: ScanLine[] = [];
    const frame = await instrument.scanFrame(scan, (line) => lines.push(line), signal());

    const { rows, cols, widthMetres, heightMetres } = frame;
    const { lineSeconds: _, ...raster } = scan;
    expect({ rows, cols, widthMetres, heightMetres }).toEqual(raster);
    expect(frame.heightsMetres.length).toBe(rows * cols);
    expect(frame.heightsMetres.every(Number.isFinite)).toBe(true);
    if (!instrument.capabilities.lineEvents) return;
    expect(lines.map((line) => line.row)).toEqual(Array.from({ length: rows }, (_none, row) => row));
    for (const { row, heightsMetres } of lines)
      expect(heightsMetres).toEqual(frame.heightsMetres.slice(row * cols, (row + 1) * cols));
  });

  test('a curve has the axis of its sweep, finite currents and the place where the tip stood', async () => {
    const bench = opened();
    const { instrument, sweep, maxCurrentAmperes } = bench;
    const at = place(bench, -0.3, 0.2);
    await instrument.moveTo(at, signal());
    const result = await instrument.sweepBias(sweep, maxCurrentAmperes, signal());

    const volts = sweepVolts(sweep);
    expect(result.volts.length).toBe(volts.length);
    expect(result.amperes.length).toBe(volts.length);
    volts.forEach((bias, i) => {
      expect(result.volts[i]).toBeCloseTo(bias, 6);
    });
    expect(result.amperes.every((current) => Math.abs(current) <= maxCurrentAmperes)).toBe(true);
    expect(result.flags.complete).toBe(true);
    for (const read of [result.positionBefore, result.positionAfter])
      expect(distanceMetres(read, at)).toBeLessThan(2 * bench.positionToleranceMetres);
    expectAtRest(await instrument.status());
  });

  test('the current is held at the limit and the curve says so', async () => {
    const { instrument, sweep, maxCurrentAmperes, scan } = opened();
    await instrument.moveTo(samplePoint(scan.widthMetres / 8, 0), signal());
    const free = await instrument.sweepBias(sweep, maxCurrentAmperes, signal());
    const limit = free.amperes.reduce((most, current) => Math.max(most, Math.abs(current)), 0) / 2;
    const held = await instrument.sweepBias(sweep, limit, signal());

    expect(free.flags.compliance).toBe(false);
    expect(held.flags.compliance).toBe(true);
    if (instrument.capabilities.hardwareCompliance)
      expect(held.amperes.every((current) => Math.abs(current) <= limit)).toBe(true);
  });

  test('the status shows what goes on', async () => {
    const bench = opened();
    for (const motion of MOTIONS) {
      const running = start(bench, motion);
      const status = await reach(bench, PHASE[motion]);
      expect(status.position).toBeDefined();
      await running;
      expectAtRest(await bench.instrument.status());
    }
  });
}

function testSweepBias(opened: () => ContractBench): void {
  test('the bias seen during a sweep is one of the sweep', async () => {
    const bench = opened();
    const running = start(bench, 'sweepBias');
    const seen: number[] = [];
    let status = await reach(bench, 'sweeping');
    while (status.phase === 'sweeping') {
      if (status.biasVolts !== undefined) seen.push(status.biasVolts);
      await bench.turn();
      status = await bench.instrument.status();
    }
    await running;

    const { startVolts, peakVolts } = bench.sweep;
    const [low, high] = [Math.min(startVolts, peakVolts), Math.max(startVolts, peakVolts)];
    expect(seen.every((bias) => bias >= low - 1e-6 && bias <= high + 1e-6)).toBe(true);
    expect(Math.max(...seen) - Math.min(...seen)).toBeGreaterThan((high - low) / 4);
  });
}

function testPlaces(opened: () => ContractBench): void {
  test('a move ends where it was sent, and the status agrees', async () => {
    const bench = opened();
    for (const [x, y] of [
      [-0.4, 0.3],
      [0.1, -0.45],
      [0, 0],
      [0.5, 0.5],
    ] as const) {
      const at = place(bench, x, y);
      const reached = await bench.instrument.moveTo(at, signal());
      const { position } = await bench.instrument.status();
      expect(distanceMetres(reached, at)).toBeLessThan(2 * bench.positionToleranceMetres);
      expect(position && distanceMetres(position, at)).toBeLessThan(2 * bench.positionToleranceMetres);
    }
  });
}

function testOrientation(opened: () => ContractBench): void {
  test('a pixel of the frame is the place where a move to it goes: nothing is mirrored, turned or shifted', async () => {
    const bench = opened();
    const frame = await bench.instrument.scanFrame(bench.scan, () => undefined, signal());
    const found = landmarks(frame, 8);

    for (const { pixel, distinct } of found) {
      // Wherever a mirrored axis would lead, the height there is another one: the comparison below can tell.
      expect(distinct).toBeGreaterThan(4 * bench.heightToleranceMetres);
      expect(pixel.row).toBeLessThan(frame.rows / 2);
      expect(pixel.col).toBeLessThan(frame.cols / 2);
      await bench.instrument.moveTo(pixelToSample(frame, pixel), signal());
      const { heightMetres } = await bench.instrument.status();
      expect(Math.abs((heightMetres ?? NaN) - heightAt(frame, pixel))).toBeLessThan(2 * bench.heightToleranceMetres);
    }
  });
}

function testRefusals(opened: () => ContractBench): void {
  test('a move out of range is refused with its numbers and moves nothing', async () => {
    const bench = opened();
    const at = place(bench, 0.2, 0.1);
    await bench.instrument.moveTo(at, signal());
    const far = 1000 * bench.instrument.capabilities.maxFrameMetres;

    for (const target of [samplePoint(far, 0), samplePoint(0, -far), samplePoint(NaN, 0)]) {
      const error = await rejects(bench.instrument.moveTo(target, signal()), 'instrument/out-of-range');
      expect(error.message).toMatch(/\d|no data/);
    }
    const { position } = await bench.instrument.status();
    expect(position && distanceMetres(position, at)).toBeLessThan(2 * bench.positionToleranceMetres);
  });

  test('a frame larger than the range and a bias beyond it are refused', async () => {
    const { instrument, scan, sweep, maxCurrentAmperes } = opened();
    const tooWide = { ...scan, widthMetres: 1.01 * instrument.capabilities.maxFrameMetres };
    const tooHigh = { ...sweep, peakVolts: instrument.capabilities.biasRangeVolts[1] + 0.1 };

    await rejects(
      instrument.scanFrame(tooWide, () => undefined, signal()),
      'instrument/out-of-range',
    );
    await rejects(instrument.sweepBias(tooHigh, maxCurrentAmperes, signal()), 'instrument/out-of-range');
    expectAtRest(await instrument.status());
  });

  test.each(MOTIONS)('nothing else may start while %s runs', async (motion) => {
    const bench = opened();
    const running = start(bench, motion);
    await reach(bench, PHASE[motion]);

    for (const other of MOTIONS) {
      const error = await rejects(start(bench, other), 'instrument/fault');
      expect(error.message).toContain('busy');
    }
    await running;
  });
}

function testStops(opened: () => ContractBench): void {
  test.each(MOTIONS)('%s with a signal that has fired does nothing', async (motion) => {
    const bench = opened();
    await rejects(start(bench, motion, AbortSignal.abort()), 'instrument/aborted');
    expectAtRest(await bench.instrument.status());
  });

  test.each(MOTIONS)('makeSafe ends %s at 0 V and leaves the tip on the surface', async (motion) => {
    const bench = opened();
    await bench.instrument.moveTo(place(bench, -0.4, 0.4), signal());
    const running = start(bench, motion);
    const outcome = rejects(running, 'instrument/aborted');
    await reach(bench, PHASE[motion]);
    await Promise.all([bench.instrument.makeSafe(), bench.instrument.makeSafe()]);

    await outcome;
    const status = await bench.instrument.status();
    expectAtRest(status);
    expect(status.tipEngaged).toBe(true);
  });

  test.each(MOTIONS)('withdraw ends %s, twice is as good as once', async (motion) => {
    const bench = opened();
    const running = start(bench, motion);
    const outcome = rejects(running, 'instrument/aborted');
    await reach(bench, PHASE[motion]);
    await Promise.all([bench.instrument.withdraw(), bench.instrument.withdraw()]);
    await bench.instrument.withdraw();

    await outcome;
    const status = await bench.instrument.status();
    expectAtRest(status);
    expect(status.tipEngaged).toBe(false);
  });

  test('withdraw and makeSafe while idle do no harm', async () => {
    const { instrument } = opened();
    await instrument.makeSafe();
    await instrument.withdraw();
    await instrument.withdraw();
    await instrument.makeSafe();

    const status = await instrument.status();
    expectAtRest(status);
    expect(status.tipEngaged).toBe(false);
  });

  test('close ends what runs', async () => {
    const bench = opened();
    const outcome = rejects(start(bench, 'scanFrame'), 'instrument/aborted');
    await reach(bench, 'scanning');
    await bench.instrument.close();

    await outcome;
    expect((await bench.instrument.status()).phase).toBe('offline');
  });
}

function testAborts(opened: () => ContractBench, lacks: readonly Lack[]): void {
  test('says what it cannot break off', () => {
    const { abortScan, abortSweep } = opened().instrument.capabilities;
    expect({ abortScan, abortSweep }).toEqual({
      abortScan: !lacks.includes('abortScan'),
      abortSweep: !lacks.includes('abortSweep'),
    });
  });

  const able = MOTIONS.filter(
    (motion) =>
      !(motion === 'scanFrame' && lacks.includes('abortScan')) &&
      !(motion === 'sweepBias' && lacks.includes('abortSweep')),
  );
  test.each(able)('%s ends soon after an abort, at 0 V, and the instrument goes on', async (motion) => {
    const bench = opened();
    const abort = new AbortController();
    const running = start(bench, motion, abort.signal);
    await reach(bench, PHASE[motion]);
    const asked = bench.seconds();
    abort.abort();

    await rejects(running, 'instrument/aborted');
    expect(bench.seconds() - asked).toBeLessThanOrEqual(bench.abortSeconds);
    expectAtRest(await bench.instrument.status());
    const at = place(bench, -0.1, 0.1);
    expect(distanceMetres(await bench.instrument.moveTo(at, signal()), at)).toBeLessThan(
      2 * bench.positionToleranceMetres,
    );
  });
}

/** Starts one motion of the bench: a long move, its frame or its sweep. */
function start(bench: ContractBench, motion: Motion, stop: AbortSignal = signal()): Promise<unknown> {
  const { instrument, scan, sweep, maxCurrentAmperes } = bench;
  if (motion === 'moveTo') return instrument.moveTo(place(bench, 0.49, -0.49), stop);
  if (motion === 'scanFrame') return instrument.scanFrame(scan, () => undefined, stop);
  return instrument.sweepBias(sweep, maxCurrentAmperes, stop);
}

/** A place by its share of the frame, each from -0.5 to 0.5. */
function place({ scan }: ContractBench, x: number, y: number): SamplePoint {
  return samplePoint(x * scan.widthMetres, y * scan.heightMetres);
}

/** Looks at the status until it shows a phase. */
async function reach(bench: ContractBench, phase: InstrumentStatus['phase']): Promise<InstrumentStatus> {
  for (let look = 0; look < 10_000; look++) {
    const status = await bench.instrument.status();
    if (status.phase === phase) return status;
    await bench.turn();
  }
  throw new Error(`The instrument never showed the phase ${phase}.`);
}

async function rejects(call: Promise<unknown>, code: ErrorCode): Promise<ConsoleError> {
  const error = await call.then(
    () => new Error('The call was not refused.'),
    (cause: unknown) => cause,
  );
  expect(error).toBeInstanceOf(ConsoleError);
  expect((error as ConsoleError).code).toBe(code);
  return error as ConsoleError;
}

function expectAtRest(status: InstrumentStatus): void {
  expect(status.phase).toBe('idle');
  expect(Math.abs(status.biasVolts ?? NaN)).toBeLessThan(1e-3);
}

function heightAt(frame: Frame, { row, col }: { row: number; col: number }): number {
  return frame.heightsMetres[row * frame.cols + col]!;
}

function signal(): AbortSignal {
  return new AbortController().signal;
}
