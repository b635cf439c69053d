/** What every driver must do when it is stopped. */
import { expect, test } from 'vitest';
import { distanceMetres } from '../../../src-shared/geometry';
import {
  expectAtRest,
  MOTIONS,
  PHASE,
  place,
  reach,
  rejects,
  signal,
  start,
  type ContractBench,
  type Lack,
} from './bench';

export function testStops(opened: () => ContractBench): void {
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

export function testAborts(opened: () => ContractBench, lacks: readonly Lack[]): void {
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
