/** A server that behaves as DTMicroscope's does: a microscope for every connection, silent clamping, nested lists. */
import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { encodeMessage, MESSAGE, takeMessage, type PyroMessage } from '../pyroMessage';

export interface TwinData {
  readonly rows: number;
  readonly cols: number;
  /** [left, right, low, high] in the units of the data. */
  readonly limits: readonly [number, number, number, number];
  /** Height of the stored pixel [iy][ix]; row 0 has the smallest y. */
  readonly height: (iy: number, ix: number) => number;
  readonly volts: readonly number[];
  readonly current: (iy: number, ix: number, volts: number) => number;
}

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
    const microscope: Microscope = { loaded: false, x: data.limits[0], y: data.limits[2] };
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

function answer(data: TwinData, microscope: Microscope, calls: unknown[], message: PyroMessage): Buffer {
  if (message.type === MESSAGE.connect) {
    const { object } = message.body as { object: string };
    if (object !== 'microscope.server') return encodeMessage(3, message.sequence, `unknown object: ${object}`);
    return encodeMessage(MESSAGE.connectOk, message.sequence, { handshake: 'hello', meta: { methods: [] } });
  }
  const { method, params, kwargs } = message.body as {
    method: string;
    params: readonly unknown[];
    kwargs: Record<string, unknown>;
  };
  calls.push([method, params, kwargs]);
  try {
    return encodeMessage(MESSAGE.result, message.sequence, perform(data, microscope, method, params));
  } catch (error) {
    const body = { __class__: 'builtins.AttributeError', __exception__: true, args: [(error as Error).message] };
    return encodeMessage(MESSAGE.result, message.sequence, body, true);
  }
}

function perform(data: TwinData, microscope: Microscope, method: string, params: readonly unknown[]): unknown {
  const [left, right, low, high] = data.limits;
  if (method === 'initialize_microscope') {
    microscope.loaded = true;
    return null;
  }
  if (!microscope.loaded) throw new Error("'Microscope' object has no attribute 'x'");
  const index = (value: number, from: number, to: number, count: number): number =>
    Math.round(((value - from) / (to - from)) * (count - 1));
  const iy = index(microscope.y, low, high, data.rows);
  const ix = index(microscope.x, left, right, data.cols);
  switch (method) {
    case 'setup_microscope':
      return null;
    case 'get_dataset_info':
      return [
        ['channels', ['Channel_000', 'Channel_001']],
        ['signals', ['Amplitude', 'Height']],
        ['units', ['V', 'm']],
      ];
    case '__getattr__': {
      const limits: Record<string, number> = {
        x: microscope.x,
        y: microscope.y,
        x_min: left,
        x_max: right,
        y_min: low,
      };
      return { ...limits, y_max: high }[String(params[0])];
    }
    case 'get_scan': {
      const rows = Array.from({ length: data.rows }, (_, y) =>
        Array.from({ length: data.cols }, (_none, x) => data.height(y, x)),
      );
      return [[rows], [1, data.rows, data.cols], 'float64'];
    }
    case 'go_to':
      microscope.x = Math.min(right, Math.max(left, Number(params[0])));
      microscope.y = Math.min(high, Math.max(low, Number(params[1])));
      return null;
    case 'get_spectrum':
      return [
        [data.volts, [data.volts.length], 'float64'],
        [data.volts.map((volts) => data.current(iy, ix, volts)), [data.volts.length], 'float64'],
      ];
    default:
      throw new Error(`no method ${method}`);
  }
}
