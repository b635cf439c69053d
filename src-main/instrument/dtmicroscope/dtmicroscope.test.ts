import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { pixelToSample, samplePoint } from '../../../src-shared/geometry';
import { systemClock } from '../../clock';
import { instrumentContract, type ContractBench } from '../contractTests';
import { openLine } from '../testing/line';
import { createTwinDriver, probeTwin } from './driver';
import { encodeMessage, MESSAGE, takeMessage } from './pyroMessage';
import { startTwinServer, type TwinData, type TwinServer } from './testing/twinServer';

const signal = (): AbortSignal => new AbortController().signal;
const ROWS = 24;
const COLS = 32;

/** No symmetry: height and slope of the curve name the stored pixel. */
const DATA: TwinData = {
  rows: ROWS,
  cols: COLS,
  limits: [0, 31e-9, -23e-9, 0],
  height: (iy, ix) => 1e-9 * (2 * iy + 7 * Math.sin(ix / 6) + 0.05 * iy * ix),
  volts: Array.from({ length: 41 }, (_, i) => (i <= 20 ? i / 10 : 4 - i / 10)),
  current: (iy, ix, volts) => volts * (1 + iy * COLS + ix) * 1e-12,
};

const servers: TwinServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function serve(data: TwinData = DATA, delay: () => Promise<void> = () => Promise.resolve()) {
  const server = await startTwinServer(data, delay);
  servers.push(server);
  const setup = { host: '127.0.0.1', port: server.port, clock: systemClock };
  return { server, setup };
}

async function connected(data?: TwinData) {
  const { server, setup } = await serve(data);
  const twin = await probeTwin(setup, signal());
  const instrument = createTwinDriver(setup, twin);
  await instrument.connect(signal());
  return { server, twin, instrument };
}

instrumentContract(
  'DTMicroscope',
  async (): Promise<ContractBench> => {
    const server = await startTwinServer(DATA, () => new Promise((done) => setTimeout(done, 5)));
    const line = await openLine(server.port);
    const setup = { host: '127.0.0.1', port: line.port, clock: systemClock };
    const twin = await probeTwin(setup, signal());
    const { rows, cols, widthMetres, heightMetres } = twin.frame;
    return {
      instrument: createTwinDriver(setup, twin),
      // What runs on a twin cannot be told to stop, and is not called ended before it is.
      line: { ...line, stopWords: [] },
      scan: { rows, cols, widthMetres, heightMetres, lineSeconds: 0.01 },
      sweep: twin.sweep,
      maxCurrentAmperes: 1e-8,
      heightToleranceMetres: 1e-12,
      positionToleranceMetres: 1e-9,
      abortSeconds: 5,
      seconds: () => systemClock.monotonicSeconds(),
      turn: () => nextTurn(),
      dismantle: async () => {
        await Promise.all([line.close(), server.close()]);
      },
    };
  },
  ['height', 'sweepBias', 'abortScan', 'abortSweep', 'stop'],
);

describe('DTMicroscope driver', () => {
  it('gives the curve of the pixel it is sent to: y of the place goes along the first axis of the data', async () => {
    const { twin, instrument } = await connected();
    for (const pixel of [
      { row: 0, col: 0 },
      { row: 0, col: COLS - 1 },
      { row: ROWS - 1, col: 5 },
      { row: 7, col: 11 },
    ]) {
      await instrument.moveTo(pixelToSample(twin.frame, pixel), signal());
      const { amperes, volts } = await instrument.sweepBias(twin.sweep, 1, signal());
      const iy = ROWS - 1 - pixel.row;
      expect(volts[20]).toBe(2);
      expect(amperes[20]).toBeCloseTo(2 * (1 + iy * COLS + pixel.col) * 1e-12, 20);
      expect(twin.frame.heightsMetres[pixel.row * COLS + pixel.col]).toBeCloseTo(DATA.height(iy, pixel.col), 14);
    }
  });

  it('takes the image of heights among the channels, and the triangle from the axis', async () => {
    const { server, twin } = await connected();
    expect(server.calls.find(([method]) => method === 'get_scan')?.[2]).toEqual({ channels: ['Channel_001'] });
    expect(twin.remarks).toEqual([expect.stringMatching(/places of their own/)]);
    expect(twin.sweep).toMatchObject({ startVolts: 0, peakVolts: 2, upPoints: 21, downPoints: 20 });
    expect(twin.frame.widthMetres).toBeCloseTo(32e-9, 15);
  });

  it('takes the right image where other entries stand before the images', async () => {
    const { server, twin } = await connected({ ...DATA, order: ['Current', 'Amplitude', 'Height'] });
    expect(server.calls.find(([method]) => method === 'get_scan')?.[2]).toEqual({});
    expect(twin.frame.heightsMetres[(ROWS - 1) * COLS + 9]).toBeCloseTo(DATA.height(0, 9), 14);
  });

  it('turns an image whose rows run from the top, and measures where it shows', async () => {
    const { twin, instrument } = await connected({ ...DATA, descending: true });
    const pixel = { row: 4, col: 21 };
    expect(twin.frame.heightsMetres[pixel.row * COLS + pixel.col]).toBeCloseTo(DATA.height(4, 21), 14);
    await instrument.moveTo(pixelToSample(twin.frame, pixel), signal());
    const { amperes } = await instrument.sweepBias(twin.sweep, 1, signal());
    expect(amperes[20]).toBeCloseTo(2 * (1 + 4 * COLS + 21) * 1e-12, 20);
  });

  it('gives the curves of a square raster, and refuses another one, of which the server mixes them up', async () => {
    const square = { ...DATA, cols: ROWS, onRaster: true };
    const { twin, instrument } = await connected(square);
    await instrument.moveTo(pixelToSample(twin.frame, { row: 3, col: 17 }), signal());
    const { amperes } = await instrument.sweepBias(twin.sweep, 1, signal());
    expect(amperes[20]).toBeCloseTo(2 * (1 + (ROWS - 4) * COLS + 17) * 1e-12, 20);
    await expect(connected({ ...DATA, onRaster: true })).rejects.toThrow(/24 by 32 pixels.*not square/);
  });

  it.each([24, 25])('makes an image of the curves where there is none, %i pixels on a side', async (side) => {
    const volts = Array.from({ length: 21 }, (_, i) => 0.1 + i / 10);
    const curvesOnly = { ...DATA, rows: side, cols: side, order: ['Current'] as const, onRaster: true, volts };
    const { server, setup } = await serve(curvesOnly);
    const twin = await probeTwin(setup, signal());
    expect([twin.frame.rows, twin.frame.cols]).toEqual([side, side]);
    expect(twin.sweep).toMatchObject({ upPoints: 20, downPoints: 0 });
    expect(twin.sweep.startVolts).toBeCloseTo(0.2, 12);
    expect(twin.remarks[0]).toMatch(/no image.*one decade shown as 1 nm/);

    const asked = server.calls.length;
    const instrument = createTwinDriver(setup, twin);
    await instrument.connect(signal());
    expect(server.calls.length - asked).toBeLessThan(60); // not every curve again
    await instrument.moveTo(pixelToSample(twin.frame, { row: 2, col: 5 }), signal());
    const { volts: bias, amperes } = await instrument.sweepBias(twin.sweep, 1, signal());
    const slope = (1 + (side - 3) * COLS + 5) * 1e-12;
    expect([bias[0], bias.length]).toEqual([volts[1], 20]);
    expect(amperes[19]).toBeCloseTo(volts[20]! * slope, 20);
    const height = Math.log10(slope / 1e-12) * 1e-9;
    expect(twin.frame.heightsMetres[2 * side + 5]).toBeCloseTo(height, 14);

    const other = await serve({ ...curvesOnly, current: (row, col, v) => 2 * curvesOnly.current(row, col, v) });
    await expect(createTwinDriver(other.setup, twin).connect(signal())).rejects.toThrow(/another data set/);
  });

  it('refuses a data set of curves at places of their own without an image', async () => {
    await expect(connected({ ...DATA, order: ['Current'] })).rejects.toThrow(/neither an image nor curves on a raster/);
  });

  it('takes prefixes of units away, says what has no unit, and refuses places that are no metres', async () => {
    const prefixed = await connected({ ...DATA, units: { Height: 'nm', Current: 'pA' } });
    expect(prefixed.twin.remarks.length).toBe(1);
    expect(prefixed.twin.frame.heightsMetres[0]).toBeCloseTo(1e-9 * DATA.height(ROWS - 1, 0), 20);
    await prefixed.instrument.moveTo(pixelToSample(prefixed.twin.frame, { row: ROWS - 1, col: 0 }), signal());
    const { amperes } = await prefixed.instrument.sweepBias(prefixed.twin.sweep, 1, signal());
    expect(amperes[20]).toBeCloseTo(2e-24, 30);
    const unnamed = await connected({ ...DATA, units: { Height: 'generic', Current: 'a.u.' } });
    expect(unnamed.twin.remarks).toEqual([
      'Image "Height" is taken for heights in m; its unit is generic.',
      'Values of the curves are called amperes; their unit is a.u..',
      expect.stringMatching(/places of their own/),
    ]);
    await expect(connected({ ...DATA, limits: [0, 31, -23, 0] })).rejects.toThrow(/no metres/);
  });

  it('refuses curves that were taken on fewer places than the image has pixels', async () => {
    const fewer = { ...DATA, cols: ROWS, onRaster: true, curves: 20 };
    await expect(connected(fewer)).rejects.toThrow(/far corner it gives no curve.*another raster than its image/);
  });

  it.each([true, false])('never asks for the place of a clamped tip, which is not sent (image: %s)', async (image) => {
    const order = image ? {} : { order: ['Current'] as const };
    const { twin, instrument } = await connected({ ...DATA, cols: ROWS, onRaster: true, single: true, ...order });
    for (const pixel of [
      { row: 0, col: 0 },
      { row: ROWS - 1, col: ROWS - 1 },
    ])
      expect(await instrument.moveTo(pixelToSample(twin.frame, pixel), signal())).toBeDefined();
  });

  it('refuses a data set in which image and lines disagree: axes that are swapped', async () => {
    let asked = 0;
    const height = (row: number, col: number): number => DATA.height(row, col) + (asked++ < ROWS * ROWS ? 0 : 1e-9);
    await expect(connected({ ...DATA, cols: ROWS, height })).rejects.toThrow(/axes are not as they must be/);
  });

  it('shows places without a unit, from 0 to 1, as one micrometre', async () => {
    const { twin } = await connected({ ...DATA, limits: [0, 1, 0, 1] });
    expect(twin.frame.widthMetres).toBeCloseTo(1e-6 * (COLS / (COLS - 1)), 12);
    expect(twin.remarks.join(' ')).toMatch(/called 1 µm/);
  });

  it('never sends a place out of range, which the server would clamp without a word', async () => {
    const { server, twin, instrument } = await connected();
    const sent = server.calls.length;
    const outside = samplePoint(twin.frame.widthMetres, 0);
    await expect(instrument.moveTo(outside, signal())).rejects.toMatchObject({ code: 'instrument/out-of-range' });
    expect(server.calls.length).toBe(sent);
  });

  it('loads the data set anew after a lost connection, and refuses another one', async () => {
    const { server, twin, instrument } = await connected();
    server.dropAll();
    await expect(instrument.moveTo(samplePoint(0, 0), signal())).rejects.toMatchObject({
      code: expect.stringMatching(/unknown-outcome|offline/) as string,
    });
    expect((await instrument.status()).phase).toBe('offline');
    await instrument.connect(signal());
    expect((await instrument.status()).phase).toBe('idle');
    await instrument.close();
    const other = await serve({ ...DATA, height: (iy, ix) => DATA.height(iy, ix) + 1e-9 });
    const stranger = createTwinDriver(other.setup, twin);
    await expect(stranger.connect(signal())).rejects.toThrow(/another data set/);
  });

  it('passes on what the server says of its own errors, and who does not answer', async () => {
    const { server, setup } = await serve({ ...DATA, rows: 4 });
    await expect(probeTwin(setup, signal())).rejects.toThrow(/4 by 32 pixels/);
    await server.close();
    await expect(probeTwin(setup, signal())).rejects.toMatchObject({ code: 'instrument/offline' });
  });

  it('reports a curve with NaN instead of passing it on', async () => {
    const { twin, instrument } = await connected({ ...DATA, current: () => NaN });
    await expect(instrument.sweepBias(twin.sweep, 1, signal())).rejects.toThrow(/no numbers/);
  });
});

describe('Pyro messages', () => {
  it('are the bytes that the protocol wants', () => {
    const bytes = encodeMessage(MESSAGE.connect, 1, { handshake: 'hello', object: 'm' });
    const body = '{"handshake":"hello","object":"m"}';
    expect(bytes.subarray(0, 20).toString('hex')).toBe('5059524f01f601030000000100000022' + '00000000');
    expect(bytes.subarray(20, 40).toString('hex')).toBe('00'.repeat(18) + '4dc5');
    expect(bytes.subarray(40).toString()).toBe(body);
  });

  it('say in words why a daemon refused in its own serializer', () => {
    const bytes = Buffer.concat([encodeMessage(MESSAGE.connectFail, 0, '')]);
    const words = Buffer.from('z\x1bno free workers, increase it');
    const full = Buffer.concat([bytes.subarray(0, 40), words]);
    full.writeUInt8(2, 7);
    full.writeUInt32BE(words.length, 12);
    expect(() => takeMessage(full)).toThrow(/serializer 2, not JSON: "z no free workers/);
  });

  it('come back as they were sent, whole or in pieces', () => {
    const bytes = encodeMessage(MESSAGE.invoke, 7, { method: 'x', params: [1, 'ü'] });
    for (let cut = 0; cut < bytes.length; cut++) expect(takeMessage(bytes.subarray(0, cut))).toBeUndefined();
    const taken = takeMessage(Buffer.concat([bytes, Buffer.from('rest')]));
    expect(taken?.message).toEqual({ type: 4, sequence: 7, failed: false, body: { method: 'x', params: [1, 'ü'] } });
    expect(taken?.rest.toString()).toBe('rest');
  });

  it("takes Python's bare NaN and infinities, but not inside of words", () => {
    const bytes = encodeMessage(MESSAGE.result, 1, 'X');
    const text = '[NaN,-Infinity,Infinity,"NaN \\" Infinity"]';
    const body = Buffer.concat([bytes.subarray(0, 40), Buffer.from(text)]);
    body.writeUInt32BE(text.length, 12);
    expect(takeMessage(body)?.message.body).toEqual(['NaN', '-Infinity', 'Infinity', 'NaN " Infinity']);
  });

  it.each([
    ['no Pyro', Buffer.from('HTTP/1.1 400 Bad Request\r\nServer: something else\r\n\r\n')],
    ['too large', Buffer.from(encodeMessage(MESSAGE.result, 1, {})).fill(0xff, 12, 16)],
    ['another version', Buffer.from(encodeMessage(MESSAGE.result, 1, {})).fill(1, 4, 6)],
  ])('%s is refused with its reason', (_name, bytes) => {
    expect(() => takeMessage(bytes)).toThrow(/Pyro|bytes|version/);
  });
});
