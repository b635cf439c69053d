/** What every driver must say of itself, of places, frames and curves. */
import { expect, test } from 'vitest';
import { distanceMetres, pixelToSample, samplePoint } from '../../../src-shared/geometry';
import type { Frame, ScanLine } from '../../../src-shared/scan';
import { sweepVolts } from '../../../src-shared/sweep';
import { landmarks } from '../landmarks';
import { expectAtRest, MOTIONS, PHASE, place, reach, rejects, signal, start, type ContractBench } from './bench';

export function testOffline(opened: () => ContractBench): void {
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

export function testReading(opened: () => ContractBench): void {
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

export function testSweepBias(opened: () => ContractBench): void {
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

export function testPlaces(opened: () => ContractBench): void {
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

export function testOrientation(opened: () => ContractBench): void {
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

export function testRefusals(opened: () => ContractBench): void {
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

function heightAt(frame: Frame, { row, col }: { row: number; col: number }): number {
  return frame.heightsMetres[row * frame.cols + col]!;
}
