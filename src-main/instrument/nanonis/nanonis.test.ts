import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../../src-shared/experiment';
import { samplePoint } from '../../../src-shared/geometry';
import { systemClock } from '../../clock';
import type { Instrument } from '../../engine/ports';
import { createRandom, integerBelow } from '../../numerics/random';
import { instrumentContract, type ContractBench } from '../contractTests';
import { openLine } from '../testing/line';
import { createNanonis } from './driver';
import { startNanonisSimulator, type NanonisSimulator, type SimulatorOptions } from './simulator/server';
import type { Fault } from './simulator/faults';

const HOST = '127.0.0.1';
const { sweep } = DEFAULT_EXPERIMENT;
const LIMIT = 20e-9;
const SCAN = { rows: 64, cols: 64, widthMetres: 1e-6, heightMetres: 1e-6, lineSeconds: 0.05 };

async function open(options: Partial<SimulatorOptions> = {}) {
  const fixed = { host: HOST, port: 0, pixels: 64, filmSeed: 3, clock: systemClock };
  const simulator = await startNanonisSimulator({ speed: 20, ...fixed, ...options });
  return { simulator, instrument: driverOf(simulator) };
}

/** Everything that a stop sends, in one burst. */
const STOP_WORDS = ['BiasSpectr.Stop', 'Bias.Set', 'ZCtrl.Withdraw', 'Scan.Action', 'FolMe.Stop'];

function driverOf({ ports }: Pick<NanonisSimulator, 'ports'>): Instrument {
  return createNanonis({
    host: HOST,
    ports: [ports[0]!, ports[1]!],
    clock: systemClock,
    travelMetresPerSecond: 2e-6,
    positionToleranceMetres: 5e-9,
    preampRangeAmperes: 10e-9,
  });
}

function signal(): AbortSignal {
  return new AbortController().signal;
}

async function bench(): Promise<ContractBench> {
  const { simulator } = await open();
  const [work, watch] = [await openLine(simulator.ports[0]!), await openLine(simulator.ports[1]!)];
  return {
    instrument: driverOf({ ports: [work.port, watch.port] }),
    line: {
      hush: () => [work, watch].forEach((line) => line.hush()),
      heard: watch.heard,
      stopWords: STOP_WORDS,
    },
    scan: SCAN,
    sweep,
    maxCurrentAmperes: LIMIT,
    heightToleranceMetres: 1.5e-9,
    positionToleranceMetres: 5e-9,
    abortSeconds: 5,
    seconds: systemClock.monotonicSeconds,
    turn: () => wait(1),
    dismantle: async () => {
      await Promise.all([work.close(), watch.close(), simulator.close()]);
    },
  };
}

instrumentContract('Nanonis', bench);

describe('Nanonis', () => {
  const left: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const end of left.splice(0)) await end();
  });
  async function connected(options: Partial<SimulatorOptions> = {}) {
    const opened = await open({ speed: 'max', ...options });
    left.push(() => opened.instrument.close().catch(() => undefined), opened.simulator.close);
    await opened.instrument.connect(signal());
    return opened;
  }
  const withFault = (fault: Fault) => connected({ faults: [fault] });

  test('says who answers, and that it is a simulator', async () => {
    const { instrument } = await connected();

    expect(instrument.identity).toEqual({
      name: 'Nanonis simulator (Curioscope)',
      version: 'Generic 5, release 14718',
      simulated: true,
    });
    expect(instrument.capabilities.maxFrameMetres).toBeCloseTo(1e-6, 12);
  });

  test.each([13_742, 15_000])('release %i is not written to', async (release) => {
    const { simulator, instrument } = await open({ release });
    left.push(simulator.close);

    await expect(instrument.connect(signal())).rejects.toMatchObject({ code: 'instrument/fault' });
    expect((await instrument.status()).phase).toBe('offline');
  });

  test('nobody there is said at once', async () => {
    const { simulator, instrument } = await open();
    await simulator.close();

    await expect(instrument.connect(signal())).rejects.toMatchObject({ code: 'instrument/offline' });
  });

  test('a port takes one client: the second one is told', async () => {
    const { simulator } = await connected();

    await expect(driverOf(simulator).connect(signal())).rejects.toMatchObject({ code: 'instrument/timeout' });
  });

  test('the same seed gives the same frame and curves at any speed', async () => {
    const curves = [];
    for (const speed of ['max', 200] as const) {
      const { instrument } = await connected({ speed });
      const frame = await instrument.scanFrame({ ...SCAN, lineSeconds: 0.02 }, () => undefined, signal());
      await instrument.moveTo(samplePoint(0.1e-6, -0.05e-6), signal());
      const { amperes } = await instrument.sweepBias({ ...sweep, pointSeconds: 0.001 }, LIMIT, signal());
      curves.push([...frame.heightsMetres, ...amperes]);
    }
    expect(curves[1]).toEqual(curves[0]);
  });

  test('a sweep there and not back is one, another number of points back is refused', async () => {
    const { instrument } = await connected();
    const { volts, amperes, flags } = await instrument.sweepBias({ ...sweep, downPoints: 0 }, LIMIT, signal());

    expect([volts.length, amperes.length]).toEqual([sweep.upPoints, sweep.upPoints]);
    expect(volts.at(-1)).toBeCloseTo(sweep.peakVolts, 6);
    expect(flags.complete).toBe(true);
    await expect(instrument.sweepBias({ ...sweep, downPoints: 60 }, LIMIT, signal())).rejects.toMatchObject({
      code: 'instrument/out-of-range',
    });
  });

  test('the safe conditions end a sweep at the limit, at either sign, and the rest is not made up', async () => {
    const { instrument } = await connected();
    for (const sign of [1, -1]) {
      const turned = { ...sweep, peakVolts: sign * sweep.peakVolts };
      const free = await instrument.sweepBias(turned, LIMIT, signal());
      const limit = free.amperes.reduce((most, current) => Math.max(most, Math.abs(current)), 0) / 2;
      const held = await instrument.sweepBias(turned, limit, signal());

      expect(held.flags).toEqual({ complete: false, compliance: true, saturated: false });
      expect(held.amperes.length).toBeLessThan(sweep.upPoints);
      expect(held.volts.length).toBe(held.amperes.length);
      expect(held.amperes.slice(0, -1).every((current) => Math.abs(current) < limit)).toBe(true);
      expect((await instrument.status()).biasVolts).toBe(0);
    }
  });

  test('replies in pieces of one byte are whole replies', async () => {
    const { instrument } = await withFault({ command: 'BiasSpectr.Start', kind: 'split' });

    expect((await instrument.sweepBias(sweep, LIMIT, signal())).flags.complete).toBe(true);
  });

  test.each(['error', 'error-with-results'] as const)(
    'a refusal (%s) is told in the words of Nanonis',
    async (kind) => {
      const { instrument } = await withFault({ command: 'BiasSpectr.Start', kind, call: 1 });

      await expect(instrument.sweepBias(sweep, LIMIT, signal())).rejects.toMatchObject({
        code: 'instrument/fault',
        message: 'Nanonis refused BiasSpectr.Start: Injected error',
      });
      expect((await instrument.sweepBias(sweep, LIMIT, signal())).flags.complete).toBe(true);
    },
  );

  test.each(['close', 'truncate', 'rename'] as const)(
    'a sweep whose reply is broken (%s) has an unknown outcome and is not sent again; the tip can be withdrawn',
    async (kind) => {
      const { instrument } = await withFault({ command: 'BiasSpectr.Start', kind });

      await expect(instrument.sweepBias(sweep, LIMIT, signal())).rejects.toMatchObject({
        code: 'instrument/unknown-outcome',
      });
      await expect(instrument.sweepBias(sweep, LIMIT, signal())).rejects.toMatchObject({ code: 'instrument/offline' });
      expect((await instrument.status()).phase).toBe('fault');
      await instrument.withdraw();
      expect(await instrument.status()).toMatchObject({ tipEngaged: false, biasVolts: 0 });
    },
  );

  test('a reply that never comes does not hold up a stop', async () => {
    const { instrument } = await withFault({ command: 'BiasSpectr.Start', kind: 'silent' });
    const sweeping = instrument.sweepBias(sweep, LIMIT, signal());
    const outcome = expect(sweeping).rejects.toMatchObject({ code: 'instrument/aborted' });
    await wait(50);
    const asked = systemClock.monotonicSeconds();
    await instrument.withdraw();

    expect(systemClock.monotonicSeconds() - asked).toBeLessThan(4);
    await outcome;
    expect((await instrument.status()).tipEngaged).toBe(false);
  });

  test('a stop whose connection is lost goes over a new one', async () => {
    const { instrument } = await withFault({ command: 'Scan.StatusGet', kind: 'close', call: 1 });
    await instrument.moveTo(samplePoint(0, 0), signal());
    expect((await instrument.status()).phase).toBe('offline');

    await instrument.withdraw();
    await instrument.connect(signal());
    expect((await instrument.status()).tipEngaged).toBe(false);
  });

  test('a stop that is not confirmed is called unconfirmed', async () => {
    const { instrument } = await withFault({ command: 'Bias.Get', kind: 'error' });

    await expect(instrument.makeSafe()).rejects.toThrow('not confirmed');
  });

  test('a Safe Tip event is a fault that is not cleared from here', async () => {
    const { instrument } = await withFault({ command: 'BiasSpectr.Start', kind: 'safe-tip', call: 1 });
    await instrument.sweepBias(sweep, LIMIT, signal());

    expect((await instrument.status()).phase).toBe('fault');
    await expect(instrument.moveTo(samplePoint(0, 0), signal())).rejects.toMatchObject({ code: 'instrument/fault' });
  });

  test('a server that sends anything but replies is refused, and nothing hangs', async () => {
    const random = createRandom(8);
    for (let round = 0; round < 40; round++) {
      const server = createServer((socket) => {
        socket.on('error', () => socket.destroy());
        const junk = Uint8Array.from({ length: 1 + integerBelow(random, 120) }, () => integerBelow(random, 256));
        socket.on('data', () => socket.end(junk));
      });
      await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
      const { port } = server.address() as AddressInfo;
      const instrument = driverOf({ ports: [port, port] });

      await expect(instrument.connect(signal())).rejects.toMatchObject({
        code: expect.stringMatching(/^instrument\/(timeout|unknown-outcome|fault)$/) as string,
      });
      await new Promise((resolve) => server.close(resolve));
    }
  });

  test('a silent clamp of the raster is refused: lines have a multiple of 16 pixels', async () => {
    const { instrument } = await connected();

    await expect(instrument.scanFrame({ ...SCAN, cols: 50 }, () => undefined, signal())).rejects.toMatchObject({
      code: 'instrument/out-of-range',
      message: 'Nanonis made 48 x 64 of the raster; 50 x 64 was asked for.',
    });
  });
});
