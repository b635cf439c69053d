/**
 * A server that behaves as DTMicroscope's does: a microscope for every connection, silent clamping, nested lists, a
 * correlation id in every answer, images looked up by their index in the whole data set, curves on a raster found by an
 * index that is right for square ones only.
 */
import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { MESSAGE, takeMessage, type PyroMessage } from '../pyroMessage';

export interface TwinData {
  readonly rows: number;
  readonly cols: number;
  /** [left, right, low, high] in the units of the data. */
  readonly limits: readonly [number, number, number, number];
  /** Height of the stored pixel [row][col]; row 0 has the smallest y unless the axis descends. */
  readonly height: (row: number, col: number) => number;
  readonly volts: readonly number[];
  readonly current: (row: number, col: number, volts: number) => number;
  /** What the data set holds, in its order; the curves at places of their own without `onRaster`. */
  readonly order?: readonly Entry[];
  readonly onRaster?: boolean;
  readonly descending?: boolean;
  /** Curves on a raster of so many rows and columns beside a larger image. */
  readonly curves?: number;
  /** Axes in single precision: the place of a tip on the edge is a number that the server cannot send. */
  readonly single?: boolean;
  readonly units?: Readonly<Partial<Record<Entry, string>>>;
}

export type Entry = 'Amplitude' | 'Height' | 'Current';

export interface TwinServer {
  readonly port: number;
  /** Calls that came, with their parameters. */
  readonly calls: readonly (readonly [string, readonly unknown[], Readonly<Record<string, unknown>>])[];
  /** Ends all connections, as a server that dies. */
  dropAll(): void;
  /** From now on nothing is answered. */
  goSilent(): void;
  close(): Promise<void>;
}

interface Microscope {
  loaded: boolean;
  /** Whether the tip was sent anywhere since the data were loaded. */
  sent: boolean;
  x: number;
  y: number;
}

/** Starts it on a free port of this machine; `delay` is waited for before every answer. */
export async function startTwinServer(data: TwinData, delay: () => Promise<void>): Promise<TwinServer> {
  const calls: [string, readonly unknown[], Readonly<Record<string, unknown>>][] = [];
  const sockets = new Set<Socket>();
  let silent = false;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => sockets.delete(socket));
    const microscope: Microscope = { loaded: false, sent: false, x: NaN, y: NaN };
    let received: Buffer = Buffer.alloc(0);
    let last = Promise.resolve();
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      for (let taken = takeMessage(received); taken !== undefined; taken = takeMessage(received)) {
        received = taken.rest;
        const { message } = taken;
        last = last.then(async () => {
          await delay();
          if (!silent && !socket.destroyed) socket.write(answer(data, microscope, calls, message));
        });
      }
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    port: (server.address() as AddressInfo).port,
    calls,
    dropAll: () => sockets.forEach((socket) => socket.destroy()),
    goSilent: () => (silent = true),
    close: () => {
      sockets.forEach((socket) => socket.destroy());
      return new Promise((closed) => server.close(() => closed()));
    },
  };
}

/** An answer as a daemon sends it: with the id of its context as an annotation. */
function reply(type: number, sequence: number, body: unknown, failed = false): Buffer {
  const data = Buffer.from(JSON.stringify(body), 'utf8');
  const annotation = Buffer.alloc(24, 7);
  annotation.write('CORR', 0, 'latin1');
  annotation.writeUInt32BE(16, 4);
  const header = Buffer.alloc(40);
  header.write('PYRO', 0, 'latin1');
  header.writeUInt16BE(502, 4);
  header.set([type, 3], 6);
  header.writeUInt16BE(64 + (failed ? 1 : 0), 8);
  header.writeUInt16BE(sequence, 10);
  header.writeUInt32BE(data.length, 12);
  header.writeUInt32BE(annotation.length, 16);
  header.fill(7, 20, 36);
  header.writeUInt16BE(0x4dc5, 38);
  return Buffer.concat([header, annotation, data]);
}

function answer(data: TwinData, microscope: Microscope, calls: unknown[], message: PyroMessage): Buffer {
  if (message.type === MESSAGE.connect) {
    const { object } = message.body as { object: string };
    if (object !== 'microscope.server') return reply(3, message.sequence, `unknown object: ${object}`);
    return reply(2, message.sequence, { handshake: 'hello', meta: { methods: [], attrs: [], oneway: [] } });
  }
  const { method, params, kwargs } = message.body as {
    method: string;
    params: readonly unknown[];
    kwargs: Kwargs;
  };
  calls.push([method, params, kwargs]);
  try {
    return reply(5, message.sequence, perform(data, microscope, method, [params, kwargs]));
  } catch (error) {
    const body = { __class__: 'builtins.AttributeError', __exception__: true, args: [(error as Error).message] };
    return reply(5, message.sequence, body, true);
  }
}

interface Kwargs {
  readonly channels?: readonly string[];
  readonly direction?: string;
  readonly coord?: number;
}
type Given = readonly [params: readonly unknown[], kwargs: Kwargs];

function perform(data: TwinData, microscope: Microscope, method: string, [params, kwargs]: Given): unknown {
  const [left, right, low, high] = data.limits;
  if (method === 'initialize_microscope') {
    microscope.loaded = true;
    return null;
  }
  if (!microscope.loaded) throw new Error("'Microscope' object has no attribute 'x'");
  switch (method) {
    case 'setup_microscope':
      microscope.x = placeOf(data, Math.floor(data.cols / 2), 'x');
      microscope.y = placeOf(data, Math.floor(data.rows / 2), 'y');
      return null;
    case 'get_dataset_info':
      return infoOf(data);
    case '__getattr__':
      return attributeOf(data, microscope, String(params[0]));
    case 'get_scan':
      return array(imagesOf(data, kwargs.channels));
    case 'scan_individual_line': {
      const images = imagesOf(data, kwargs.channels);
      const coord = Number(kwargs.coord);
      if (kwargs.direction === 'horizontal') {
        [microscope.x, microscope.y] = [right, coord];
        return array(images.map((rows) => rows[nearest(data, coord, 'y')]!));
      }
      [microscope.x, microscope.y] = [coord, low];
      return array(images.map((rows) => rows.map((row) => row[nearest(data, coord, 'x')]!)));
    }
    case 'go_to':
      microscope.sent = true;
      microscope.x = Math.min(right, Math.max(left, Number(params[0])));
      microscope.y = Math.min(high, Math.max(low, Number(params[1])));
      return null;
    case 'get_spectrum': {
      const [row, col] = [nearest(data, microscope.y, 'y'), nearest(data, microscope.x, 'x')];
      const flat = row * data.cols + col;
      const [a, b] = data.onRaster === true ? [Math.floor(flat / data.rows), flat % data.rows] : [row, col];
      if (Math.max(a, b) >= (data.curves ?? Infinity)) throw new Error(`index ${Math.max(a, b)} is out of bounds`);
      return [array(data.volts), array(data.volts.map((volts) => data.current(a, b, volts)))];
    }
    default:
      throw new Error(`no method ${method}`);
  }
}

/** In single precision a place that was never set, or that was clamped, cannot be sent. */
function attributeOf({ limits, single = false }: TwinData, { x, y, sent }: Microscope, name: string): unknown {
  const [left, right, low, high] = limits;
  const clamped = { x: x <= left || x >= right, y: y <= low || y >= high }[name];
  if (single && clamped !== undefined && (clamped || !sent))
    throw new Error("don't know how to serialize class float32");
  return { x, y, x_min: left, x_max: right, y_min: low, y_max: high }[name];
}

const ORDER: readonly Entry[] = ['Amplitude', 'Height', 'Current'];

function infoOf({ order = ORDER, onRaster = false, units = {} }: TwinData): unknown {
  const all: Record<Entry, string> = { Amplitude: 'V', Height: 'm', Current: 'A', ...units };
  const indexes = (wanted: boolean) => order.flatMap((entry, k) => ((entry === 'Current') === wanted ? [k] : []));
  return [
    ['channels', order.map((_, k) => `Channel_00${k}`)],
    ['signals', order],
    ['units', order.map((entry) => all[entry])],
    ['scans', indexes(false)],
    ['spectra', onRaster ? indexes(true) : []],
    ['point_clouds', onRaster ? [] : indexes(true)],
  ];
}

/** The images that are asked for, by key or by signal: looked up by their index in the whole data set. */
function imagesOf(data: TwinData, asked: readonly string[] | undefined): number[][][] {
  const { order = ORDER, rows, cols } = data;
  const all = order
    .filter((entry) => entry !== 'Current')
    .map((entry) =>
      Array.from({ length: rows }, (_, r) =>
        Array.from({ length: cols }, (_none, c) => (entry === 'Height' ? data.height(r, c) : 0.5 * r - c)),
      ),
    );
  if (asked === undefined) return all;
  return asked.map((name) => {
    const index = order.findIndex((entry, k) => name === entry || name === `Channel_00${k}`);
    const image = all[index];
    if (image === undefined) throw new Error(`index ${index} is out of bounds for axis 0 with size ${all.length}`);
    return image;
  });
}

function placeOf({ limits, rows, cols, descending = false }: TwinData, index: number, axis: 'x' | 'y'): number {
  const [left, right, low, high] = limits;
  if (axis === 'x') return left + ((right - left) * index) / (cols - 1);
  const along = descending ? rows - 1 - index : index;
  return low + ((high - low) * along) / (rows - 1);
}

function nearest(data: TwinData, place: number, axis: 'x' | 'y'): number {
  const count = axis === 'x' ? data.cols : data.rows;
  const distances = Array.from({ length: count }, (_, k) => Math.abs(placeOf(data, k, axis) - place));
  return distances.indexOf(Math.min(...distances));
}

/** [nested list, shape, type]. */
function array(list: readonly unknown[]): unknown {
  const shape: number[] = [];
  for (let part: unknown = list; Array.isArray(part); part = (part as unknown[])[0]) shape.push(part.length);
  return [list, shape, 'float64'];
}
