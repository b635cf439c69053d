import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../../clock';
import { COMMANDS, isRead, type CommandName } from './commands';
import { decodeFields, encodeFields, FieldProblem, type Field, type FieldTypes } from './fields';
import { decodeReply, encodeReply, encodeRequest, takeMessage } from './message';
import { startNanonisSimulator, type NanonisSimulator } from './simulator/server';

const f32 = fc.float({ noNaN: true });
const text = fc.string({ unit: fc.constantFrom('a', 'Z', ' ', '(', 'µ') });
const VALUES: { readonly [F in Field]: fc.Arbitrary<FieldTypes[F]> } = {
  u16: fc.nat(0xffff),
  u32: fc.nat(0xffffffff),
  i32: fc.integer({ min: -0x80000000, max: 0x7fffffff }),
  f32,
  f64: fc.double({ noNaN: true }),
  text,
  texts: fc.array(text),
  ints: fc.array(fc.integer({ min: -1000, max: 1000 })),
  floats: fc.array(f32),
  matrix: fc
    .tuple(fc.nat(5), fc.nat(5))
    .map(([rows, cols]) => ({ rows, cols, values: new Float32Array(rows * cols).map((_, i) => i / 3) })),
  rest: fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes)),
};
const layouts = fc
  .array(fc.constantFrom(...(Object.keys(VALUES) as Field[]).filter((field) => field !== 'rest')), { maxLength: 6 })
  .chain((layout) => fc.tuple(fc.constant(layout), fc.tuple(...layout.map((field) => VALUES[field]))));

describe('bodies', () => {
  test('what is encoded is decoded, and no byte is left', () => {
    fc.assert(
      fc.property(layouts, ([layout, values]) => {
        const bytes = encodeFields<readonly Field[]>(layout, values);
        expect(decodeFields(layout, bytes)).toEqual({ values, end: bytes.length });
      }),
    );
  });

  test('a body that ends too early is a problem, wherever it is cut', () => {
    fc.assert(
      fc.property(layouts, fc.nat(), ([layout, values], cut) => {
        const bytes = encodeFields<readonly Field[]>(layout, values);
        if (bytes.length === 0) return;
        expect(() => decodeFields(layout, bytes.subarray(0, cut % bytes.length))).toThrow(FieldProblem);
      }),
    );
  });

  test('any bytes are a reply or a problem, and a count asks for no more than is there', () => {
    const names = Object.keys(COMMANDS) as CommandName[];
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.uint8Array({ maxLength: 60 }), (name, bytes) => {
        try {
          decodeReply(COMMANDS[name].reply as readonly Field[], Buffer.from(bytes));
        } catch (error) {
          expect(error).toBeInstanceOf(FieldProblem);
        }
      }),
      { numRuns: 2000 },
    );
    const huge = Buffer.from('7fffffff7fffffff', 'hex');
    for (const field of ['text', 'texts', 'ints', 'floats', 'matrix'] as const)
      expect(() => decodeFields([field], huge)).toThrow(FieldProblem);
  });
});

describe('golden frames, as public clients of the protocol send them', () => {
  test('FolMe.XYPosSet to 10 nm, 15 nm, waiting', () => {
    const body = encodeFields(COMMANDS['FolMe.XYPosSet'].request, [10e-9, 15e-9, 1]);
    expect(body.toString('hex')).toBe('3e45798ee2308c3a3e501b2b29a4692b00000001');
    const frame = encodeRequest('FolMe.XYPosSet', body);
    expect(frame.toString('latin1', 0, 32)).toBe('FolMe.XYPosSet'.padEnd(32, '\0'));
    expect(frame.toString('hex', 32, 40)).toBe('0000001400010000');
  });

  test('texts have their bytes and their number before them', () => {
    const body = encodeFields(['texts'], [['ab', 'c']]);
    expect(body.toString('hex')).toBe('0000000b' + '00000002' + '000000026162' + '0000000163');
  });
});

describe('replies', () => {
  const layout = ['f32'] as const;
  test('an error is told with and without results before it', () => {
    const results = encodeFields(layout, [0]);
    for (const before of [results, Buffer.alloc(0)]) {
      const reply = encodeReply('Bias.Get', before, 'no module');
      expect(decodeReply(layout, reply.subarray(40))).toEqual({ ok: false, error: 'no module' });
    }
  });

  test('messages are taken from any pieces', () => {
    const two = Buffer.concat([encodeRequest('Bias.Get', Buffer.alloc(0)), encodeRequest('Bias.Set', Buffer.alloc(4))]);
    for (let cut = 0; cut < two.length; cut++) {
      const first = takeMessage(two.subarray(0, cut));
      expect(first?.message.name).toBe(cut < 40 ? undefined : 'Bias.Get');
    }
    expect(takeMessage(takeMessage(two)!.rest)?.message).toEqual({ name: 'Bias.Set', body: Buffer.alloc(4) });
  });

  test('what changes something is no read', () => {
    expect(
      ['Bias.Set', 'BiasSpectr.Start', 'ZCtrl.Withdraw', 'Scan.Action', 'FolMe.Stop'].some((name) =>
        isRead(name as CommandName),
      ),
    ).toBe(false);
  });
});

/** A client that knows nothing of our codec: bytes in, bytes out. */
describe('the simulator to a client of its own', () => {
  let simulator: NanonisSimulator;
  beforeAll(async () => {
    simulator = await startNanonisSimulator({
      host: '127.0.0.1',
      port: 0,
      pixels: 32,
      filmSeed: 1,
      speed: 'max',
      clock: systemClock,
    });
  });
  afterAll(() => simulator.close());

  function ask(name: string, bodyHex = '', port = 0): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = connect(simulator.ports[port]!, '127.0.0.1');
      let received = '';
      socket.on('error', reject);
      socket.on('close', () => reject(new Error('closed without a reply')));
      socket.on('data', (chunk) => {
        received += chunk.toString('hex');
        if (received.length < 80 || received.length < 80 + 2 * parseInt(received.slice(64, 72), 16)) return;
        resolve(received);
        socket.end();
      });
      const header = Buffer.alloc(40);
      header.write(name, 'latin1');
      header.writeUInt32BE(bodyHex.length / 2, 32);
      header.writeUInt16BE(1, 36);
      socket.write(Buffer.concat([header, Buffer.from(bodyHex, 'hex')]));
    });
  }

  test('a reply has the name of its command, its size and an empty error', async () => {
    const reply = await ask('Bias.Get');
    expect(Buffer.from(reply.slice(0, 64), 'hex').toString('latin1').replaceAll('\0', '')).toBe('Bias.Get');
    expect(reply.slice(64)).toBe('0000000c' + '00000000' + '00000000' + '00000000' + '00000000');
  });

  test('a bias that was set is read on another port', async () => {
    // 0.5 V as float32.
    expect((await ask('Bias.Set', '3f000000')).slice(80)).toBe('0000000000000000');
    expect((await ask('Bias.Get', '', 2)).slice(80, 88)).toBe('3f000000');
    expect((await ask('Bias.Set', '00000000')).slice(80)).toBe('0000000000000000');
  });

  test('there are 128 names of signals', async () => {
    const reply = Buffer.from((await ask('Signals.NamesGet')).slice(80), 'hex');
    expect(reply.readInt32BE(4)).toBe(128);
    expect(reply.toString('latin1', 12, 23)).toBe('Current (A)');
  });

  test('a sweep of 4 points gives bias and current in rows', async () => {
    await ask('BiasSpectr.PropsSet', '0002' + '00000001' + '0002' + '00000004' + '00000000' + '0002' + '0002');
    await ask('BiasSpectr.LimitsSet', 'bf8000003f800000');
    const body = Buffer.from((await ask('BiasSpectr.Start', '0000000100000000')).slice(80), 'hex');
    const names = body.readInt32BE(4);
    const dataAt = 8 + body.readInt32BE(0);
    expect([names, body.readInt32BE(dataAt), body.readInt32BE(dataAt + 4)]).toEqual([2, 2, 4]);
    const bias = [0, 1, 2, 3].map((i) => body.readFloatBE(dataAt + 8 + 4 * i));
    bias.forEach((volts, i) => expect(volts).toBeCloseTo(-1 + (2 * i) / 3, 6));
  });

  test('an unknown command and a short body are refused with words', async () => {
    for (const reply of [await ask('Laser.On'), await ask('Bias.Set', '3f')]) {
      const body = Buffer.from(reply.slice(80), 'hex');
      expect(body.readUInt32BE(0)).toBe(1);
      expect(body.readInt32BE(4)).toBe(body.length - 8);
      expect(body.length).toBeGreaterThan(8);
    }
  });
});
