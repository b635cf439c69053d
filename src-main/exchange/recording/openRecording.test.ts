import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sweepVolts } from '../../../src-shared/sweep';
import type { MeasuredSpectra } from '../../files/measurement';
import { createReplay } from '../../instrument/replay/driver';
import { exampleSession } from '../../report/testing/exampleSession';
import { createFakeClock } from '../../testing/fakeClock';
import { sharedData } from '../../testing/sharedData';
import { createTurnClock } from '../../testing/turnClock';
import { exportSession } from '../exportSession';
import { importSession } from '../importSession';
import { chooseCurves, chooseHeights } from './recordedGrid';
import { openRecording } from './openRecording';

const data = sharedData('data');
const signal = (): AbortSignal => new AbortController().signal;
let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'recording-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

const raster = { rows: 2, cols: 2, widthMetres: 1e-6, heightMetres: 1e-6 };
const grid = (volts: number[], change: Partial<MeasuredSpectra> = {}): MeasuredSpectra => ({
  channel: 'Current',
  unit: 'A',
  axis: { name: 'Bias', unit: 'V', values: Float64Array.from(volts) },
  count: 4,
  values: Float64Array.from({ length: 4 * volts.length }, (_, i) => 1 + i),
  raster,
  ...change,
});

describe('choosing what is replayed', () => {
  it('knows ramps and triangles of equal steps, and refuses other sweeps', () => {
    const sweepOf = (volts: number[]) => chooseCurves('x', [grid(volts)], {}).sweep;
    expect(sweepOf([-1, 0, 1, 2])).toMatchObject({ startVolts: -1, peakVolts: 2, upPoints: 4, downPoints: 0 });
    expect(sweepOf([0, 1, 2, 1, 0])).toMatchObject({ startVolts: 0, peakVolts: 2, upPoints: 3, downPoints: 2 });
    expect([...sweepVolts(sweepOf([0, -1, -2, -3, -2, -1, 0]))]).toEqual([0, -1, -2, -3, -2, -1, 0]);
    expect(() => sweepOf([0, 1, 4, 9])).toThrow(/neither a ramp nor a triangle/);
  });

  it('takes the forward current and names what it leaves out', () => {
    const lockin = grid([0, 1, 2], { channel: 'LockinX', unit: 'V' });
    const back = grid([0, 1, 2], { direction: 'backward' });
    const forward = grid([0, 1, 2], { direction: 'forward' });
    expect(chooseCurves('x', [lockin, back, forward], {}).remarks).toEqual([
      'Of its curves Current (forward) is replayed; LockinX, Current (backward) are left out.',
    ]);
    expect(() => chooseCurves('x.3ds', [lockin], {})).toThrow(/x\.3ds: it holds LockinX \(V\) against Bias \(V\)/);
    const { raster: _, ...single } = forward;
    expect(() => chooseCurves('x', [single], {})).toThrow(/not at every pixel/);
  });

  it('turns logarithms of current density over roots of fields into currents over volts', () => {
    const roots = [0.1e8, 0.2e8, 0.3e8, 0.4e8].map(Math.sqrt);
    const decades = grid(roots, {
      channel: 'log J',
      unit: 'log10(A/m^2)',
      axis: { name: 'sqrt(E)', unit: '(V/m)^0.5', values: Float64Array.from(roots) },
      values: Float64Array.from({ length: 16 }, (_, i) => (i === 5 ? 0 : 3 + (i % 4))),
    });
    const curves = chooseCurves('x', [decades], { filmMetres: 1e-7, contactSquareMetres: 1e-16 });
    expect(curves.sweep.startVolts).toBeCloseTo(1, 12);
    expect(curves.sweep.peakVolts).toBeCloseTo(4, 12);
    expect(curves.amperes[3]).toBeCloseTo(1e6 * 1e-16, 20);
    expect(curves.amperes[5]).toBeNaN();
    const { heightsMetres, curves: rest } = chooseHeights([], curves);
    expect(rest.sweep).toMatchObject({ upPoints: 3, downPoints: 0 });
    expect(rest.sweep.startVolts).toBeCloseTo(2, 12);
    expect(rest.amperes[2]).toBe(curves.amperes[3]);
    expect(heightsMetres).toHaveLength(4);
  });
});

describe('recordings of sessions', () => {
  it('hold the measured places only and give their curves back', async () => {
    const sweep = { startVolts: 0, peakVolts: 1.5, upPoints: 3, downPoints: 2, pointSeconds: 0.01 };
    const view = exampleSession(3, 5, { sweep });
    await exportSession({ view, records: [] }, 'npz', join(folder, 'run.npz'));
    await importSession(
      join(folder, 'run.npz'),
      join(folder, 'session'),
      {},
      { clock: createFakeClock(), program: { version: '0', runtime: 'test' } },
    );
    for (const path of ['session', 'run.npz']) {
      const { recording, places } = await openRecording(join(folder, path));
      expect(places).toEqual(view.points.map(({ at }) => at));
      expect(recording).toMatchObject({ sweep: view.config.sweep, frame: view.frame, simulated: true });
      const replay = createReplay({ recording, speed: 'max', clock: createTurnClock() });
      await replay.connect(signal());
      await replay.moveTo(recording.places[4]!, signal());
      const { amperes } = await replay.sweepBias(recording.sweep, 1, signal());
      expect(amperes).toEqual(view.points[4]!.amperes);
    }
  });
});

describe.skipIf(data === undefined)('recordings of real files', () => {
  it('nanonis_sts_grid_lockin.3ds: 900 curves of 200 points over 5 nm, Z as heights', async () => {
    const { recording, places, remarks } = await openRecording(join(data!, 'nanonis_sts_grid_lockin.3ds'));
    expect(places).toBeUndefined();
    expect(recording.places).toHaveLength(900);
    expect(recording.frame).toMatchObject({ rows: 30, cols: 30, widthMetres: 5e-9 });
    expect(recording.sweep).toMatchObject({ upPoints: 200, downPoints: 0 });
    expect(recording.sweep.startVolts).toBeCloseTo(-0.22, 6);
    expect(remarks.join(' ')).toContain('LockinX');
    const heights = recording.frame.heightsMetres;
    expect(heights.every(Number.isFinite)).toBe(true);
    expect(Math.max(...heights) - Math.min(...heights)).toBeLessThan(1e-8);
  });

  it('bfo_iv_final.hf5: volts and amperes by assumed film and contact, failed points left out', async () => {
    const { recording, places, remarks } = await openRecording(join(data!, 'bfo_iv_final.hf5'));
    // 47 values in 4 pixels are exactly 0.
    expect([recording.places.length, places?.length]).toEqual([2496, 2496]);
    expect(recording.sweep).toMatchObject({ upPoints: 52, downPoints: 0 });
    expect(recording.sweep.peakVolts).toBeCloseTo(11180.3 ** 2 * 10e-9, 3);
    expect(recording.amperes.every((current) => Number.isFinite(current) && current > 0)).toBe(true);
    expect(remarks.join(' ')).toMatch(/which are assumed.*no topography.*4 pixels have no whole curve/s);
    const thicker = await openRecording(join(data!, 'bfo_iv_final.hf5'), {
      filmMetres: 100e-9,
      contactSquareMetres: 1e-14,
    });
    expect(thicker.recording.sweep.peakVolts).toBeCloseTo(12.5, 2);
    expect(thicker.remarks.join(' ')).not.toContain('which are assumed');
  });

  it('other files say what they hold instead', async () => {
    await expect(openRecording(join(data!, 'nanonis_scan.sxm'))).rejects.toMatchObject({
      code: 'file/unsuitable',
      message: expect.stringContaining('no curves') as string,
    });
    await expect(openRecording(join(data!, 'nanonis_bias_spectroscopy.dat'))).rejects.toMatchObject({
      message: expect.stringContaining('not at every pixel') as string,
    });
  });
});
