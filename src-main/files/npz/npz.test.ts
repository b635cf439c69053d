import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { ConsoleError } from '../../../src-shared/errors';
import { pythonWith, runPython } from '../../testing/python';
import { readNpy } from './npyRead';
import { writeNpy } from './npyWrite';
import { readNpz, writeNpz } from './npz';

const python = pythonWith('numpy');
const folder = mkdtempSync(join(tmpdir(), 'npz-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The bytes that NumPy writes for an expression. */
function npy(expression: string, save = 'numpy.save(sys.argv[1], x)'): Uint8Array {
  const path = join(folder, 'x.npy');
  runPython(python!, `import numpy, sys\nx = ${expression}\n${save}`, path);
  return readFileSync(path);
}

function values(bytes: Uint8Array, field = 0): (number | string)[] {
  return Array.from(readNpy(bytes, { file: 'x.npy' }).fields[field]!.values as ArrayLike<number | string>);
}

function message(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(ConsoleError);
    expect((error as ConsoleError).code).toBe('file/unreadable');
    expect((error as ConsoleError).hint).toMatch(/\w/);
    return (error as ConsoleError).message;
  }
  throw new Error('It was read.');
}

describe.skipIf(python === undefined)('.npy files as NumPy writes them', () => {
  const plain = [
    '<f8',
    '>f8',
    '<f4',
    '>f4',
    '<f2',
    '<i8',
    '>i8',
    '<i4',
    '>i2',
    '|i1',
    '|u1',
    '<u2',
    '>u4',
    '<u8',
    '|b1',
  ];
  it('of every type of number, in either byte order', () => {
    const numbers = (type: string) =>
      type === '|b1'
        ? [0, 1, 1]
        : type.includes('u')
          ? [0, 7, 100]
          : type.includes('f')
            ? [-3, 0.5, 100]
            : [-3, 0, 100];
    const arrays = plain.map((type) => `'${type}': numpy.array(${JSON.stringify(numbers(type))}, dtype='${type}')`);
    const bytes = npy(`{${arrays.join(', ')}}`, "numpy.savez(open(sys.argv[1], 'wb'), **x)");
    const read = readNpz(bytes, 'x.npz');
    for (const type of plain)
      expect([type, Array.from<unknown>(read.get(type)!.fields[0]!.values)]).toEqual([type, numbers(type)]);
  });

  it('of complex numbers, as real and imaginary parts', () => {
    const array = readNpy(npy("numpy.array([[1+2j, 3-4j]], dtype='>c8')"), { file: 'x.npy' });
    expect(array.fields[0]).toMatchObject({ shape: [1, 2, 2], values: Float32Array.of(1, 2, 3, -4) });
  });

  it.each(['(1, 0)', '(2, 0)', '(3, 0)'])('of version %s', (version) => {
    const save = `f = open(sys.argv[1], 'wb'); numpy.lib.format.write_array(f, x, version=${version}); f.close()`;
    expect(values(npy('numpy.arange(6.).reshape(2, 3)', save))).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('in Fortran order, in every number of dimensions', () => {
    expect(values(npy('numpy.asfortranarray(numpy.arange(24.).reshape(2, 3, 4))'))).toEqual(
      Array.from({ length: 24 }, (_, i) => i),
    );
    expect(values(npy("numpy.array(2.5, order='F')"))).toEqual([2.5]);
  });

  it('of text, 0-d included', () => {
    expect(values(npy("numpy.array('Scan_0209é😀.ibw')"))).toEqual(['Scan_0209é😀.ibw']);
    expect(values(npy("numpy.array(['a', 'bcd'], dtype='>U5')"))).toEqual(['a', 'bcd']);
    expect(values(npy("numpy.array([b'a', b'bcd'])"))).toEqual(['a', 'bcd']);
  });

  it('with fields, of fields, with gaps, in Fortran order', () => {
    const type =
      "numpy.dtype([('v', '>f4'), ('name', 'U3'), ('place', [('x', '<f8'), ('y', '<i2')]), ('m', '<i4', (2,))], align=True)";
    const array = readNpy(
      npy(
        `numpy.asfortranarray(numpy.array([[(1.5, 'ab', (2, 3), (4, 5))], [(6, 'c', (7, 8), (9, 10))]], dtype=${type}))`,
      ),
      { file: 'x.npy' },
    );
    expect(array.shape).toEqual([2, 1]);
    expect(array.fields.map(({ name, shape, values: held }) => [name, shape, Array.from<unknown>(held)])).toEqual([
      ['v', [2, 1], [1.5, 6]],
      ['name', [2, 1], ['ab', 'c']],
      ['place.x', [2, 1], [2, 7]],
      ['place.y', [2, 1], [3, 8]],
      ['m', [2, 1, 2], [4, 5, 9, 10]],
    ]);
  });

  it('refuses pickled objects, in an array and bare', () => {
    expect(message(() => values(npy("numpy.array([{'a': 1}], dtype=object)")))).toMatch(/pickled/);
    const bare = npy('[1, 2]', "import pickle; pickle.dump(x, open(sys.argv[1], 'wb'))");
    expect(message(() => values(bare))).toMatch(/pickled/);
  });

  it('refuses what it cannot read, by name', () => {
    expect(message(() => values(npy("numpy.array(['2026-01-01'], dtype='datetime64[D]')")))).toContain('M8[D]');
  });

  it.each(['savez', 'savez_compressed'])('reads %s and keeps the order of the keys', (save) => {
    const bytes = npy('0', `numpy.${save}(open(sys.argv[1], 'wb'), b=numpy.ones((2, 2)), a=numpy.array('t'))`);
    const arrays = readNpz(bytes, 'x.npz');
    expect([...arrays.keys()]).toEqual(['b', 'a']);
    expect(arrays.get('b')!.fields[0]!.values).toEqual(Float64Array.of(1, 1, 1, 1));
  });

  it('is read by NumPy without pickle: what we write', () => {
    const path = join(folder, 'ours.npz');
    writeFileSync(
      path,
      writeNpz(
        new Map([
          ['z', { type: '<f8', shape: [2, 2], values: Float64Array.of(1, 2, NaN, -1e-12) }],
          ['i', { type: '<i8', shape: [3], values: [1, -2, 2 ** 40] }],
          ['s', { type: '<f4', shape: [1], values: Float32Array.of(0.1) }],
          ['t', { type: 'text', text: 'Kurve_209é😀.ibw' }],
          ['none', { type: 'text', text: '' }],
        ]),
      ),
    );
    const script = `import numpy, sys
x = numpy.load(sys.argv[1], allow_pickle=False)
print(x.files, [(x[k].dtype.str, x[k].shape) for k in x.files], x['z'].tolist(), x['i'].tolist(), str(x['t']), ascii(str(x['none'])))`;
    expect(runPython(python!, script, path).trim()).toBe(
      "['z', 'i', 's', 't', 'none'] [('<f8', (2, 2)), ('<i8', (3,)), ('<f4', (1,)), ('<U15', ()), ('<U1', ())] " +
        "[[1.0, 2.0], [nan, -1e-12]] [1, -2, 1099511627776] Kurve_209é😀.ibw ''",
    );
  });
});

describe('.npy and .npz files that are not whole', () => {
  const whole = writeNpz(
    new Map([
      ['a', { type: '<f8', shape: [40], values: Float64Array.from({ length: 40 }, (_, i) => i) }],
      ['b', { type: 'text', text: 'last' }],
    ]),
  );

  it('reads back what it wrote', () => {
    const arrays = readNpz(whole, 'x.npz');
    expect(arrays.get('a')!.fields[0]!.values[39]).toBe(39);
    expect(arrays.get('b')).toEqual({ shape: [], fields: [{ name: '', type: '<U4', shape: [], values: ['last'] }] });
  });

  it('says of any that is cut off what is wrong with it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: whole.length - 1 }), (length) => {
        expect(message(() => readNpz(whole.subarray(0, length), 'x.npz'))).toContain('x.npz');
      }),
      { numRuns: 100, seed: 1 },
    );
  });

  it('finds a changed byte in the values by the checksum', () => {
    const changed = Uint8Array.from(whole);
    changed[200]! ^= 1;
    expect(message(() => readNpz(changed, 'x.npz'))).toMatch(/a\.npy.*checksum/);
  });

  it('asks for no more memory than the file holds', () => {
    const short = writeNpy({ type: '<f8', shape: [2], values: Float64Array.of(1, 2) });
    const text = new TextDecoder('latin1').decode(short);
    const lying = Uint8Array.from(text.replace('(2,), }      ', '(2000000,), }'), (sign) => sign.charCodeAt(0));
    expect(message(() => readNpy(lying, { file: 'x.npy' }))).toMatch(/\(2000000\).*16 bytes are left/);
    const empty = Uint8Array.from(text.replace("'<f8'", "'<U0'"), (sign) => sign.charCodeAt(0));
    expect(message(() => readNpy(empty, { file: 'x.npy' }))).toContain('<U0');
  });

  it('survives 10,000 mutated files with a clear error or a result', () => {
    let read = 0;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat({ max: whole.length - 1 }), fc.nat({ max: 255 })), { minLength: 1, maxLength: 4 }),
        (changes) => {
          const mutated = Uint8Array.from(whole);
          for (const [at, byte] of changes) mutated[at] = byte;
          try {
            readNpz(mutated, 'x.npz');
            read += 1;
          } catch (error) {
            expect(error).toBeInstanceOf(ConsoleError);
          }
        },
      ),
      { numRuns: 5_000, seed: 2 },
    );
    const array = writeNpy({ type: '<f8', shape: [4, 10], values: new Float64Array(40) });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat({ max: 90 }), fc.nat({ max: 127 })), { minLength: 1, maxLength: 3 }),
        (changes) => {
          const mutated = Uint8Array.from(array);
          for (const [at, byte] of changes) mutated[at] = byte;
          try {
            readNpy(mutated, { file: 'x.npy' });
          } catch (error) {
            expect(error).toBeInstanceOf(ConsoleError);
          }
        },
      ),
      { numRuns: 5_000, seed: 3 },
    );
    expect(read).toBeGreaterThan(0);
  });
});
