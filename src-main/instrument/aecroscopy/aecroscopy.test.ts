import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../../src-shared/experiment';
import { samplePoint } from '../../../src-shared/geometry';
import { systemClock } from '../../clock';
import type { Instrument } from '../../engine/ports';
import { instrumentContract, type ContractBench } from '../contractTests';
import { openLine } from '../testing/line';
import { createBridgeDriver } from './driver';
import { BRIDGE_FOLDER, python, startFakeBridge } from './testing/fakeBridge';

const { sweep } = DEFAULT_EXPERIMENT;
const LIMIT = 20e-9;
const SCAN = { rows: 64, cols: 64, widthMetres: 1e-6, heightMetres: 1e-6, lineSeconds: 0.05 };

function driverOf(port: number): Instrument {
  return createBridgeDriver({
    host: '127.0.0.1',
    port,
    clock: systemClock,
    travelMetresPerSecond: 2e-6,
    positionToleranceMetres: 5e-9,
  });
}

function signal(): AbortSignal {
  return new AbortController().signal;
}

async function bench(): Promise<ContractBench> {
  const bridge = await startFakeBridge('--fake-speed', '10', '--fake-seed', '3');
  const line = await openLine(bridge.port);
  return {
    instrument: driverOf(line.port),
    line: { ...line, stopWords: ['"op":"stop"'] },
    scan: SCAN,
    sweep,
    maxCurrentAmperes: LIMIT,
    heightToleranceMetres: 1e-10,
    positionToleranceMetres: 5e-9,
    abortSeconds: 5,
    seconds: systemClock.monotonicSeconds,
    turn: () => wait(1),
    dismantle: async () => {
      await Promise.all([line.close(), bridge.end()]);
    },
  };
}

describe.skipIf(python === undefined)('AEcroscopy (needs python3)', () => {
  instrumentContract('AEcroscopy bridge', bench);

  const left: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const end of left.splice(0)) await end();
  });
  async function connected(...options: readonly string[]) {
    const bridge = await startFakeBridge('--fake-speed', '20', ...options);
    const instrument = driverOf(bridge.port);
    left.push(() => instrument.close().catch(() => undefined), bridge.end);
    await instrument.connect(signal());
    return { bridge, instrument };
  }

  test('the tests of the bridge pass', () => {
    const args = ['-B', '-m', 'unittest', '-q', 'test_bridge'];
    const { status, stderr } = spawnSync(python!, args, { cwd: BRIDGE_FOLDER, encoding: 'utf8' });

    expect(stderr).toMatch(/Ran \d\d tests/);
    expect(status).toBe(0);
  });

  test('says who answers, and that it is a stand-in', async () => {
    const { instrument } = await connected('--max-bias-volts', '3');

    expect(instrument.identity).toEqual({
      name: 'AEcroscopy stand-in (Curioscope)',
      version: 'bridge 1',
      simulated: true,
    });
    expect(instrument.capabilities).toMatchObject({ lineEvents: false, biasRangeVolts: [-3, 3] });
  });

  test('nobody there is said at once; a second console is told that it is not in control', async () => {
    const { bridge } = await connected();
    await expect(driverOf(bridge.port).connect(signal())).rejects.toThrow('notInControl');
    await bridge.end();

    await expect(driverOf(bridge.port).connect(signal())).rejects.toMatchObject({ code: 'instrument/offline' });
  });

  test('replies in pieces of one byte are whole replies', async () => {
    const { instrument } = await connected('--fault', 'split:iv');
    await instrument.moveTo(samplePoint(0, 0), signal());

    expect((await instrument.sweepBias(sweep, LIMIT, signal())).flags.complete).toBe(true);
  });

  test.each(['close', 'truncate', 'junk'])(
    'a sweep whose reply is broken (%s) has an unknown outcome and is not sent again; its curve is on the disk',
    async (kind) => {
      const { bridge, instrument } = await connected('--fault', `${kind}:iv`);
      await instrument.moveTo(samplePoint(0, 0), signal());

      await expect(instrument.sweepBias(sweep, LIMIT, signal())).rejects.toMatchObject({
        code: 'instrument/unknown-outcome',
      });
      await expect(instrument.sweepBias(sweep, LIMIT, signal())).rejects.toMatchObject({ code: 'instrument/offline' });
      expect((await instrument.status()).phase).toBe('fault');
      expect(readdirSync(bridge.results).filter((name) => name.endsWith('-iv.bin'))).toHaveLength(1);
      await instrument.withdraw();
      expect(await instrument.status()).toMatchObject({ tipEngaged: false, biasVolts: 0 });
      await instrument.connect(signal());
      expect((await instrument.status()).phase).toBe('idle');
    },
  );

  test('a refusal is told in the words of the bridge and the next sweep goes on', async () => {
    const { instrument } = await connected('--fault', 'fail:set_IO_control@3');
    await instrument.moveTo(samplePoint(0, 0), signal());

    await expect(instrument.sweepBias(sweep, LIMIT, signal())).rejects.toMatchObject({
      code: 'instrument/fault',
      message: expect.stringContaining('Injected error in set_IO_control') as string,
    });
    expect((await instrument.sweepBias(sweep, LIMIT, signal())).flags.complete).toBe(true);
  });

  test('a call into the microscope that never returns does not hold up a stop, which is called unconfirmed', async () => {
    const { instrument } = await connected('--fault', 'hang:set_IO_control@4');
    await instrument.moveTo(samplePoint(0, 0), signal());
    const outcome = expect(instrument.sweepBias(sweep, LIMIT, signal())).rejects.toMatchObject({
      code: 'instrument/aborted',
    });
    await wait(300);
    const asked = systemClock.monotonicSeconds();

    await expect(instrument.withdraw()).rejects.toThrow('not confirmed: the iv has not ended');
    expect(systemClock.monotonicSeconds() - asked).toBeLessThan(2.5);
    await outcome;
    expect((await instrument.status()).tipEngaged).toBe(false);
  });

  test('a reply that never comes does not hold up a stop', async () => {
    const { instrument } = await connected('--fault', 'silent:iv');
    await instrument.moveTo(samplePoint(0, 0), signal());
    const outcome = expect(instrument.sweepBias(sweep, LIMIT, signal())).rejects.toMatchObject({
      code: 'instrument/aborted',
    });
    await wait(100);
    await instrument.withdraw();

    await outcome;
    expect(await instrument.status()).toMatchObject({ tipEngaged: false, biasVolts: 0 });
  });

  test('a place that was made to fit without a word is refused', async () => {
    const { instrument } = await connected('--fault', 'clamp:move_tip');

    await expect(instrument.moveTo(samplePoint(0.4e-6, 0), signal())).rejects.toMatchObject({
      code: 'instrument/out-of-range',
      message: expect.stringContaining('The tip stopped') as string,
    });
  });

  test('the limits of the bridge hold for what the driver lets through', async () => {
    const { instrument } = await connected('--max-current-amperes', '1e-9', '--max-sweep-seconds', '1');
    await instrument.moveTo(samplePoint(0, 0), signal());

    for (const [limit, seconds] of [
      [LIMIT, sweep.pointSeconds],
      [1e-10, 1],
    ] as const)
      await expect(instrument.sweepBias({ ...sweep, pointSeconds: seconds }, limit, signal())).rejects.toMatchObject({
        code: 'instrument/out-of-range',
        message: expect.stringContaining('limitExceeded') as string,
      });
  });
});
