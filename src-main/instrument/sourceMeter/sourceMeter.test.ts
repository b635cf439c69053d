import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { sweepVolts, type BiasSweep } from '../../../src-shared/sweep';
import { systemClock } from '../../clock';
import { openSourceMeter } from './keithley2450';
import { startSimulatedMeter, type SimulatedMeter } from './simulatedMeter';

const signal = (): AbortSignal => new AbortController().signal;
const sweep: BiasSweep = { startVolts: 0, peakVolts: 1, upPoints: 76, downPoints: 75, pointSeconds: 0.002 };
const DIODE = (volts: number): number => 1e-9 * (Math.exp(3 * volts) - 1);

const meters: SimulatedMeter[] = [];
afterEach(async () => {
  for (const meter of meters.splice(0)) await meter.close();
});

async function bench() {
  const served = await startSimulatedMeter(DIODE, systemClock);
  meters.push(served);
  const meter = await openSourceMeter({ host: '127.0.0.1', port: served.port }, systemClock, signal());
  return { served, meter };
}

describe('source-meter', () => {
  it('gives the curve of the sample on the axis of the sweep and ends at 0 V with its output off', async () => {
    const { served, meter } = await bench();
    const { volts, amperes, compliance } = await meter.sweep(sweep, 1e-6, signal());
    const asked = sweepVolts(sweep);
    expect(volts.length).toBe(asked.length);
    asked.forEach((bias, i) => {
      expect(volts[i]).toBeCloseTo(bias, 7);
      expect(amperes[i]).toBeCloseTo(DIODE(volts[i]!), 15);
    });
    expect(compliance).toBe(false);
    expect(served.outputOn()).toBe(false);
    expect(await meter.biasVolts()).toBe(0);
  });

  it('holds the current at the limit and says so', async () => {
    const { meter } = await bench();
    const { amperes, compliance } = await meter.sweep(sweep, 5e-9, signal());
    expect(compliance).toBe(true);
    expect(amperes.reduce((most, current) => Math.max(most, current), 0)).toBeCloseTo(5e-9, 14);
  });

  it('is off after an abort, while the sweep in the meter would go on', async () => {
    const { served, meter } = await bench();
    const abort = new AbortController();
    const running = meter.sweep({ ...sweep, pointSeconds: 1 }, 1e-6, abort.signal);
    const refusal = expect(running).rejects.toMatchObject({ code: 'instrument/aborted' });
    while (!served.outputOn() || served.biasVolts() === 0) await wait(5);
    abort.abort();
    while (served.outputOn()) await wait(2); // the sweep would take 150 s
    await refusal;
    expect(served.biasVolts()).toBe(0);
  });

  it.each([
    ['a limit below its range', { ...sweep }, 1e-10, /100 pA is outside/],
    ['a bias beyond its range', { ...sweep, peakVolts: 300 }, 1e-6, /210 V/],
    ['more points than it holds', { ...sweep, upPoints: 3000 }, 1e-6, /2500/],
  ] as const)('refuses %s before anything is switched on', async (_name, asked, limit, message) => {
    const { served, meter } = await bench();
    await expect(meter.sweep(asked, limit, signal())).rejects.toThrow(message);
    expect(served.outputOn()).toBe(false);
  });

  it('passes on a failed sweep and switches off', async () => {
    const { served, meter } = await bench();
    served.misbehave('failSweep');
    await expect(meter.sweep(sweep, 1e-6, signal())).rejects.toThrow(/FAILED/);
    expect(served.outputOn()).toBe(false);
  });

  it('calls a lost connection in a sweep an unknown outcome', async () => {
    const { served, meter } = await bench();
    const running = meter.sweep({ ...sweep, pointSeconds: 0.05 }, 1e-6, signal());
    while (!served.outputOn()) await wait(5);
    served.dropAll();
    await expect(running).rejects.toMatchObject({ code: 'instrument/unknown-outcome' });
    expect(meter.isOpen()).toBe(false);
  });

  it('24 ends a sweep at 0 V by itself where the console is gone, also one that does not come back to 0 V', async () => {
    const { served, meter } = await bench();
    const running = meter.sweep({ ...sweep, downPoints: 0, pointSeconds: 0.01 }, 1e-6, signal());
    const lost = expect(running).rejects.toMatchObject({ code: 'instrument/unknown-outcome' });
    while (served.biasVolts() === 0) await wait(5);
    served.dropAll();
    await lost;
    let highest = 0;
    while (served.biasVolts() !== 0) {
      highest = Math.max(highest, served.biasVolts());
      await wait(2);
    }
    expect(highest).toBeGreaterThan(0);
  });

  it('says that nobody answers', async () => {
    const { served } = await bench();
    await served.close();
    await expect(
      openSourceMeter({ host: '127.0.0.1', port: served.port }, systemClock, signal()),
    ).rejects.toMatchObject({
      code: 'instrument/offline',
    });
  });
});
