import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { samplePoint } from '../../../src-shared/geometry';
import { sweepVolts } from '../../../src-shared/sweep';
import { createTurnClock } from '../../testing/turnClock';
import { instrumentContract, type ContractBench } from '../contractTests';
import { createSimulator } from './driver';
import { createFilm } from './film';
import { STABLE } from './imperfections';
import { LIMIT, QUIET, signal, small, smallScan, sweep } from './testing/small';

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

instrumentContract('simulator', bench, ['line']);

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
