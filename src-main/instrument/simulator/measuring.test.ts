import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pixelToSample, samplePoint } from '../../../src-shared/geometry';
import { systemClock } from '../../clock';
import { createTurnClock } from '../../testing/turnClock';
import { CURVE_CLASSES } from './classes';
import { createSimulator, type SimulatorSetup } from './driver';
import { truthPlace } from './groundTruth';
import { STABLE } from './imperfections';
import { LIMIT, QUIET, scan, signal, small, smallScan, sweep } from './testing/small';

describe('curves', () => {
  async function curvesAt(setup: Partial<SimulatorSetup>, count: number): Promise<Float64Array[]> {
    const { instrument } = small(setup);
    await instrument.connect(signal());
    await instrument.moveTo(samplePoint(3e-8, -7e-8), signal());
    const curves: Float64Array[] = [];
    while (curves.length < count) curves.push((await instrument.sweepBias(sweep, LIMIT, signal())).amperes);
    return curves;
  }

  test('are those of the truth without noise', async () => {
    const { instrument, groundTruth } = small({ imperfections: QUIET });
    await instrument.connect(signal());
    for (const pixel of [5 * 32 + 20, 20 * 32 + 5, 0, 1023]) {
      const at = truthPlace(groundTruth, pixel);
      await instrument.moveTo(at, signal());
      const result = await instrument.sweepBias(sweep, LIMIT, signal());
      expect(result.amperes).toEqual(groundTruth.meanCurve(at, sweep).amperes);
      expect(result.volts).toEqual(groundTruth.meanCurve(at, sweep).volts);
    }
  });

  test('of one place repeat with other noise about the same mean', async () => {
    const noisy = await curvesAt({ imperfections: STABLE }, 24);
    const [mean] = await curvesAt({ imperfections: QUIET }, 1);

    expect(noisy[0]).not.toEqual(noisy[1]);
    const excess = mean!.map((value, i) => noisy.reduce((sum, curve) => sum + curve[i]! - value, 0) / 24);
    const bound = mean!.map((value) => (5 * Math.hypot(6e-12, 0.01 * value)) / Math.sqrt(24));
    expect(excess.every((value, i) => Math.abs(value) < bound[i]!)).toBe(true);
  });

  test('lose current with time and with every sweep', async () => {
    const [first, second] = await curvesAt({ imperfections: { ...QUIET, gainLossPerHour: 3600 / 2.51 } }, 2);
    const [fresh, , worn] = await curvesAt({ imperfections: { ...QUIET, ohmsPerSweep: 1e7 } }, 3);

    expect(second![125]! / first![125]!).toBeCloseTo(Math.exp(-1), 6);
    expect(worn![125]! / fresh![125]!).toBeLessThan(0.99);
    expect(worn![125]! / fresh![125]!).toBeGreaterThan(0.9);
  });

  test('change for good when the apex changes', async () => {
    const curves = await curvesAt({ imperfections: { ...QUIET, jumpsPerSweep: 1 } }, 3);

    expect(curves[1]).not.toEqual(curves[0]);
    expect(curves[2]).not.toEqual(curves[1]);
  });

  test('are taken where the drift has carried the sample', async () => {
    const { instrument, groundTruth } = small({ imperfections: { ...QUIET, driftMetresPerSecond: 1e-9 } });
    await instrument.connect(signal());
    const at = samplePoint(0, 0);
    await instrument.moveTo(at, signal());
    const early = await instrument.sweepBias(sweep, LIMIT, signal());
    for (let i = 0; i < 40; i++) await instrument.sweepBias(sweep, LIMIT, signal());
    const late = await instrument.sweepBias(sweep, LIMIT, signal());

    const difference = Math.abs(late.amperes[125]! - early.amperes[125]!);
    expect(difference).toBeGreaterThan(1e-12);
    expect(late.positionAfter).toEqual(at);
    expect(early.amperes[125]).toBeCloseTo(groundTruth.meanCurve(at, sweep).amperes[125]!, 10);
  });

  test('say when the preamplifier was at the end of its range', async () => {
    const { instrument } = small({ imperfections: { ...QUIET, preampRangeAmperes: 0.2e-9 } });
    await instrument.connect(signal());
    const { amperes, flags } = await instrument.sweepBias(sweep, LIMIT, signal());

    expect(Math.max(...amperes)).toBe(0.2e-9);
    expect(flags).toEqual({ complete: true, compliance: false, saturated: true });
  });

  test('follow any numbers of points and a negative bias', async () => {
    const { instrument } = small({ imperfections: QUIET });
    await instrument.connect(signal());
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 3, max: 60 }),
        fc.integer({ min: 2, max: 60 }),
        fc.double({ min: -2, max: 2, noNaN: true }),
        fc.double({ min: -2, max: 2, noNaN: true }),
        async (upPoints, downPoints, startVolts, peakVolts) => {
          const some = { startVolts, peakVolts, upPoints, downPoints, pointSeconds: 0.01 };
          const { volts, amperes } = await instrument.sweepBias(some, LIMIT, signal());
          expect(volts.length).toBe(upPoints + downPoints);
          expect(amperes.every(Number.isFinite)).toBe(true);
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe('determinism', () => {
  async function story(filmSeed: number, looks: number): Promise<string> {
    const { instrument } = small({ filmSeed });
    await instrument.connect(signal());
    const frame = await instrument.scanFrame(smallScan, () => undefined, signal());
    const parts: unknown[] = [[...frame.heightsMetres]];
    for (const pixel of [40, 500, 40, 900]) {
      for (let i = 0; i < looks; i++) await instrument.status();
      const at = pixelToSample(frame, { row: Math.floor(pixel / 32), col: pixel % 32 });
      parts.push(await instrument.moveTo(at, signal()));
      const { amperes, positionBefore, positionAfter } = await instrument.sweepBias(sweep, LIMIT, signal());
      parts.push([...amperes], positionBefore, positionAfter);
    }
    return JSON.stringify(parts);
  }

  test('the same seed gives the same frame, curves and positions, however often the status is read', async () => {
    expect(await story(5, 3)).toBe(await story(5, 0));
  });

  test('another seed gives another story', async () => {
    expect(await story(6, 0)).not.toBe(await story(5, 0));
  });
});

describe('the truth', () => {
  test('cannot be reached from the instrument', () => {
    const { instrument, groundTruth } = small();
    const reachable = new Set<unknown>();
    const walk = (value: unknown): void => {
      if (typeof value !== 'object' || value === null || reachable.has(value)) return;
      reachable.add(value);
      for (const key of Reflect.ownKeys(value)) walk(Reflect.get(value, key));
      walk(Object.getPrototypeOf(value));
    };
    walk(instrument);

    expect([...reachable].some((value) => ArrayBuffer.isView(value))).toBe(false);
    expect(Object.values(groundTruth).some((value) => reachable.has(value))).toBe(false);
    expect(Object.keys(instrument).sort()).toEqual(
      [
        'capabilities',
        'close',
        'connect',
        'identity',
        'makeSafe',
        'moveTo',
        'scanFrame',
        'status',
        'sweepBias',
        'withdraw',
      ].sort(),
    );
    expect(Object.isFrozen(instrument)).toBe(true);
  });

  test('labels pixels and counts places alike', () => {
    const { groundTruth } = small();
    const pixels = Array.from({ length: 1024 }, (_, pixel) => pixel);
    const named = pixels.map((pixel) => CURVE_CLASSES.indexOf(groundTruth.classAt(truthPlace(groundTruth, pixel))));
    expect(named).toEqual([...groundTruth.labels]);
    const counts = groundTruth.countClasses(pixels.map((pixel) => truthPlace(groundTruth, pixel)));

    expect([counts.club, counts.heart, counts.diamond, counts.null]).toEqual(
      [0, 1, 2, 3].map((label) => groundTruth.labels.filter((value) => value === label).length),
    );
  });

  test('the default experiment fits the default film', async () => {
    const { instrument } = createSimulator({ pixels: 128, filmSeed: 1, speed: 'max', clock: createTurnClock() });
    await instrument.connect(signal());
    const frame = await instrument.scanFrame(scan, () => undefined, signal());

    expect([frame.rows, frame.cols, frame.widthMetres]).toEqual([128, 128, 2e-6]);
  });
});

test('waiting changes nothing that is measured: a scan, a move and a sweep give the same at any speed', async () => {
  const at = samplePoint(0.1e-6, -0.05e-6);
  const curves = [];
  for (const speed of ['max', 500, 37] as const) {
    const { instrument } = small({ speed, clock: systemClock, imperfections: {} });
    await instrument.connect(signal());
    await instrument.scanFrame({ ...smallScan, lineSeconds: 0.05 }, () => undefined, signal());
    await instrument.moveTo(at, signal());
    curves.push((await instrument.sweepBias({ ...sweep, pointSeconds: 0.001 }, LIMIT, signal())).amperes);
  }
  expect(curves[1]).toEqual(curves[0]);
  expect(curves[2]).toEqual(curves[0]);
});
