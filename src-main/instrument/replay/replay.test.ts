import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { distanceMetres, pixelToSample, samplePoint } from '../../../src-shared/geometry';
import { sweepVolts, type BiasSweep } from '../../../src-shared/sweep';
import { createTurnClock } from '../../testing/turnClock';
import { instrumentContract, type ContractBench } from '../contractTests';
import { createReplay } from './driver';
import type { Recording } from './recording';

const signal = (): AbortSignal => new AbortController().signal;
const sweep: BiasSweep = { startVolts: 0, peakVolts: 1, upPoints: 21, downPoints: 20, pointSeconds: 0.02 };

/** A surface without symmetry and a curve at every pixel whose slope names the pixel. */
function recording(size = 40): Recording {
  const raster = { rows: size, cols: size, widthMetres: 1e-6, heightMetres: 1e-6 };
  const pixels = Array.from({ length: size * size }, (_, k) => ({ row: Math.floor(k / size), col: k % size }));
  const volts = sweepVolts(sweep);
  const amperes = new Float64Array(pixels.length * volts.length);
  pixels.forEach((_, k) =>
    amperes.set(
      volts.map((bias) => bias * (1 + k) * 1e-12),
      k * volts.length,
    ),
  );
  const heightsMetres = Float32Array.from(
    pixels,
    ({ row, col }) => 1e-9 * (2 * row + 7 * Math.sin(col / 6) + 0.05 * row * col),
  );
  return {
    source: 'grid.3ds',
    simulated: false,
    frame: { ...raster, heightsMetres },
    sweep,
    places: pixels.map((pixel) => pixelToSample(raster, pixel)),
    amperes,
  };
}

instrumentContract(
  'replay',
  (): Promise<ContractBench> => {
    const clock = createTurnClock();
    const data = recording();
    return Promise.resolve({
      instrument: createReplay({ recording: data, speed: 1, clock }),
      scan: { rows: 40, cols: 40, widthMetres: 1e-6, heightMetres: 1e-6, lineSeconds: 0.05 },
      sweep,
      maxCurrentAmperes: 20e-9,
      heightToleranceMetres: 1e-12,
      // Half the diagonal of a pixel: a move ends at the nearest one.
      positionToleranceMetres: 0.75 * (1e-6 / 40),
      abortSeconds: 0.05,
      seconds: clock.monotonicSeconds,
      turn: () => nextTurn(),
      dismantle: () => Promise.resolve(),
    });
  },
  ['line'],
);

async function connected(data: Recording) {
  const instrument = createReplay({ recording: data, speed: 'max', clock: createTurnClock() });
  await instrument.connect(signal());
  return instrument;
}

describe('replay', () => {
  it('gives the recorded curve of the pixel it is sent to, and the place of that pixel', async () => {
    const data = recording();
    const instrument = await connected(data);
    for (const pixel of [
      { row: 0, col: 0 },
      { row: 3, col: 31 },
      { row: 39, col: 7 },
    ]) {
      const centre = pixelToSample(data.frame, pixel);
      const off = samplePoint(centre.xMetres + 1e-8, centre.yMetres - 1e-8);
      expect(distanceMetres(await instrument.moveTo(off, signal()), centre)).toBe(0);
      const { amperes, positionBefore } = await instrument.sweepBias(sweep, 1, signal());
      expect(amperes[20]).toBeCloseTo((1 + pixel.row * 40 + pixel.col) * 1e-12, 20);
      expect(positionBefore).toEqual(centre);
    }
  });

  it('says where it really is when only a few places were measured', async () => {
    const data = recording();
    const few = { ...data, places: [data.places[41]!, data.places[900]!], amperes: data.amperes.subarray(0, 82) };
    const instrument = await connected(few);
    const reached = await instrument.moveTo(samplePoint(0, 0), signal());
    expect(reached).toEqual(data.places[900]);
    expect((await instrument.status()).position).toEqual(data.places[900]);
  });

  it('refuses another sweep than the recorded one and names both', async () => {
    const instrument = await connected(recording());
    await instrument.moveTo(samplePoint(0, 0), signal());
    await expect(instrument.sweepBias({ ...sweep, upPoints: 22 }, 1, signal())).rejects.toMatchObject({
      code: 'instrument/out-of-range',
      message:
        'The recording was swept from 0 V to 1.00 V in 21 points and back in 20; from 0 V to 1.00 V in 22 points and back in 20 was asked for.',
    });
  });

  it('takes coarser frames from the nearest recorded pixels and keeps gaps as gaps', async () => {
    const data = recording();
    data.frame.heightsMetres[0] = NaN;
    const instrument = await connected(data);
    const whole = await instrument.scanFrame({ ...data.frame, lineSeconds: 1 }, () => undefined, signal());
    expect(whole.heightsMetres).toEqual(data.frame.heightsMetres);
    const part = { rows: 20, cols: 20, widthMetres: 0.5e-6, heightMetres: 0.5e-6, lineSeconds: 1 };
    const inner = await instrument.scanFrame(part, () => undefined, signal());
    expect(inner.heightsMetres[0]).toBe(data.frame.heightsMetres[10 * 40 + 10]);
  });

  it('flags curves that end flat at the largest current, and only those', async () => {
    const data = recording();
    const clipped = data.amperes.map((current) => Math.min(current, 1.2e-9));
    const instrument = await connected({ ...data, amperes: clipped });
    const flagsAt = async (index: number) => {
      await instrument.moveTo(data.places[index]!, signal());
      return (await instrument.sweepBias(sweep, 1, signal())).flags.saturated;
    };
    expect([await flagsAt(100), await flagsAt(1599)]).toEqual([false, true]);
    expect((await (await connected(data)).sweepBias(sweep, 1, signal())).flags.saturated).toBe(false);
  });

  it('does not serve a curve with gaps as if it were one', async () => {
    const data = recording();
    data.amperes[3] = NaN;
    const instrument = await connected(data);
    await instrument.moveTo(data.places[0]!, signal());
    await expect(instrument.sweepBias(sweep, 1, signal())).rejects.toMatchObject({ code: 'instrument/fault' });
  });

  it('refuses a recording that does not hold together', () => {
    const data = recording();
    const setup = { speed: 'max', clock: createTurnClock() } as const;
    expect(() => createReplay({ ...setup, recording: { ...data, amperes: data.amperes.subarray(1) } })).toThrow(
      /1600 places/,
    );
  });
});
