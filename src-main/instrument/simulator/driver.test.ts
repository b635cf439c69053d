import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../../src-shared/experiment';
import { pixelToSample, samplePoint } from '../../../src-shared/geometry';
import { sweepVolts } from '../../../src-shared/sweep';
import { systemClock } from '../../clock';
import type { ContractBench } from '../contractTests';
import { instrumentContract } from '../contractTests';
import { CURVE_CLASSES } from './classes';
import type { SimulatorSetup } from './driver';
import { createSimulator } from './driver';
import { createFilm } from './film';
import { truthPlace } from './groundTruth';
import { STABLE } from './imperfections';
import { createTurnClock } from '../../testing/turnClock';

const { scan, sweep } = DEFAULT_EXPERIMENT;
const LIMIT = 20e-9;
const QUIET = {
  ...STABLE,
  heightNoiseMetres: 0,
  positionNoiseMetres: 0,
  currentNoiseShare: 0,
  currentNoiseAmperes: 0,
};

function signal(): AbortSignal {
  return new AbortController().signal;
}

/** A simulator of a 32-pixel film (0.5 µm), which takes no time to make. */
function small(setup: Partial<SimulatorSetup> = {}): ReturnType<typeof createSimulator> {
  return createSimulator({ pixels: 32, filmSeed: 1, speed: 'max', clock: createTurnClock(), ...setup });
}

const smallScan = { rows: 32, cols: 32, widthMetres: 0.5e-6, heightMetres: 0.5e-6, lineSeconds: 0.5 };

function bench(): Promise<ContractBench> {
  const clock = createTurnClock();
  return Promise.resolve({
    instrument: createSimulator({ pixels: 64, filmSeed: 3, speed: 1, clock }).instrument,
    scan: { rows: 64, cols: 64, widthMetres: 1e-6, heightMetres: 1e-6, lineSeconds: 0.05 },
    sweep,
    maxCurrentAmperes: LIMIT,
    heightToleranceMetres: 1.5e-9,
    positionToleranceMetres: 5e-9,
    abortSeconds: 0.05,
    seconds: clock.monotonicSeconds,
    turn: () => nextTurn(),
    dismantle: () => Promise.resolve(),
  });
}

instrumentContract('simulator', bench);

describe('time', () => {
  test('a frame, a move and a sweep take their time divided by the speed', async () => {
    for (const speed of [1, 10]) {
      const clock = createTurnClock();
      const { instrument } = small({ speed, clock });
      await instrument.connect(signal());
      await instrument.moveTo(samplePoint(0, 0), signal());
      const marks = [clock.monotonicSeconds()];
      await instrument.scanFrame(smallScan, () => undefined, signal());
      marks.push(clock.monotonicSeconds());
      await instrument.sweepBias(sweep, LIMIT, signal());
      marks.push(clock.monotonicSeconds());
      const from = (await instrument.status()).position!;
      await instrument.moveTo(samplePoint(from.xMetres + 0.2e-6, from.yMetres), signal());
      marks.push(clock.monotonicSeconds());

      const spent = marks.slice(1).map((mark, i) => (mark - marks[i]!) * speed);
      expect(spent[0]).toBeCloseTo(16, 6);
      expect(spent[1]).toBeCloseTo(2.51, 6);
      expect(spent[2]).toBeCloseTo(0.2, 2);
    }
  });

  test('at full speed nothing waits, others get their turn, and an abort still counts', async () => {
    const clock = createTurnClock();
    const { instrument } = small({ clock });
    await instrument.connect(signal());
    const abort = new AbortController();
    let turns = 0;
    const other = (async () => {
      while (!abort.signal.aborted) {
        await nextTurn();
        turns += 1;
        if (turns === 10) abort.abort();
      }
    })();
    const lines: number[] = [];

    await expect(
      instrument.scanFrame({ ...smallScan, rows: 1024 }, (line) => lines.push(line.row), abort.signal),
    ).rejects.toMatchObject({ code: 'instrument/aborted' });
    await other;
    expect(lines.length).toBeLessThan(20);
    expect(clock.monotonicSeconds()).toBe(0);
  });

  test('an aborted move leaves the tip on its way', async () => {
    const clock = createTurnClock();
    const { instrument } = small({ speed: 1, clock, imperfections: QUIET });
    await instrument.connect(signal());
    await instrument.moveTo(samplePoint(-0.25e-6, 0), signal());
    const abort = new AbortController();
    const moving = instrument.moveTo(samplePoint(0.25e-6, 0), abort.signal);
    await clock.sleep(0.14);
    abort.abort();

    await expect(moving).rejects.toMatchObject({ code: 'instrument/aborted' });
    const { position } = await instrument.status();
    expect(position!.xMetres).toBeGreaterThan(-0.2e-6);
    expect(position!.xMetres).toBeLessThan(0.2e-6);
    expect(position!.yMetres).toBe(0);
  });

  test('a stop shows at once: 0 V and stopping, before the sweep has ended', async () => {
    const clock = createTurnClock();
    const { instrument } = small({ speed: 1, clock });
    await instrument.connect(signal());
    await instrument.moveTo(samplePoint(0, 0), signal());
    const sweeping = instrument.sweepBias(sweep, LIMIT, signal());
    await clock.sleep(1);
    const during = await instrument.status();
    const withdrawing = instrument.withdraw();
    const stopping = instrument.status();

    await expect(sweeping).rejects.toMatchObject({ code: 'instrument/aborted' });
    await withdrawing;
    expect(during).toMatchObject({ phase: 'sweeping', tipEngaged: true });
    expect(during.biasVolts).toBeCloseTo(sweepVolts(sweep)[100]!, 1);
    expect(await stopping).toMatchObject({ phase: 'stopping', biasVolts: 0, tipEngaged: false });
  });

  test('refuses a speed that is none', () => {
    for (const speed of [0, -1, NaN, Infinity]) expect(() => small({ speed })).toThrow(RangeError);
  });
});

describe('the tip', () => {
  test('is away at first and after a withdrawal, and each motion brings it back', async () => {
    const { instrument } = small();
    await instrument.connect(signal());
    for (const motion of [
      () => instrument.moveTo(samplePoint(0, 0), signal()),
      () => instrument.scanFrame(smallScan, () => undefined, signal()),
      () => instrument.sweepBias(sweep, LIMIT, signal()),
    ]) {
      const before = await instrument.status();
      expect([before.tipEngaged, before.heightMetres]).toEqual([false, undefined]);
      await motion();
      expect((await instrument.status()).tipEngaged).toBe(true);
      await instrument.withdraw();
    }
  });

  test('a closed instrument can be connected again', async () => {
    const { instrument } = small();
    await instrument.connect(signal());
    await instrument.connect(signal());
    await instrument.close();
    await instrument.connect(signal());

    expect((await instrument.status()).phase).toBe('idle');
  });
});

describe('frames', () => {
  test('a frame on the pixels of the film holds the heights of the film', async () => {
    const { instrument } = small({ imperfections: QUIET });
    await instrument.connect(signal());
    const frame = await instrument.scanFrame(smallScan, () => undefined, signal());
    const fine = await instrument.scanFrame({ ...smallScan, rows: 96, cols: 96 }, () => undefined, signal());

    // The centre of a film pixel is the centre of the middle one of 3 x 3 finer ones.
    for (let row = 0; row < 32; row++)
      for (let col = 0; col < 32; col++)
        expect(fine.heightsMetres[(3 * row + 1) * 96 + 3 * col + 1]).toBeCloseTo(
          frame.heightsMetres[row * 32 + col]!,
          14,
        );
    expect(frame.heightsMetres).toEqual(createFilm(32, 1).heightsMetres);
  });

  test('a smaller frame shows the middle of the film', async () => {
    const { instrument } = small({ imperfections: QUIET });
    await instrument.connect(signal());
    const whole = await instrument.scanFrame({ ...smallScan, rows: 64, cols: 64 }, () => undefined, signal());
    const inner = await instrument.scanFrame(
      { ...smallScan, widthMetres: 0.25e-6, heightMetres: 0.25e-6 },
      () => undefined,
      signal(),
    );

    for (let row = 0; row < 32; row++)
      for (let col = 0; col < 32; col++)
        expect(inner.heightsMetres[row * 32 + col]).toBeCloseTo(whole.heightsMetres[(row + 16) * 64 + col + 16]!, 14);
  });

  test('two frames differ by their noise, 0.35 nm each', async () => {
    const { instrument } = small({ imperfections: STABLE });
    await instrument.connect(signal());
    const a = await instrument.scanFrame(smallScan, () => undefined, signal());
    const b = await instrument.scanFrame(smallScan, () => undefined, signal());

    const spread = Math.sqrt(
      a.heightsMetres.reduce((sum, height, i) => sum + (height - b.heightsMetres[i]!) ** 2, 0) / 1024,
    );
    expect(spread).toBeGreaterThan(0.45e-9);
    expect(spread).toBeLessThan(0.55e-9);
  });
});

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
