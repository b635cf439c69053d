import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ConsoleError } from '../../../src-shared/errors';
import { createRandom, uniform } from '../../numerics/random';
import { pythonWith, runPython } from '../../testing/python';
import { sharedData } from '../../testing/sharedData';
import { readHdf5 } from './hdf5';

const data = sharedData('data');
const python = pythonWith('h5py');
const folder = mkdtempSync(join(tmpdir(), 'hdf5-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The file that a script makes of the open file `h`. */
function made(script: string): Uint8Array {
  const path = join(folder, 'made.h5');
  runPython(python!, `import h5py, numpy, sys\nh = h5py.File(sys.argv[1], 'w')\n${script}\nh.close()`, path);
  return readFileSync(path);
}

const NSID = `
g = h.create_group('Measurement_000/Channel_000/d')
m = g.create_dataset('d', data=numpy.arange(24.).reshape(2, 3, 4), compression='gzip')
m.attrs.update({'quantity': 'Current', 'units': 'nA', 'data_type': 'SPECTRAL_IMAGE', 'DIMENSION_LABELS': ['y', 'x', 'v']})
for name, n, kind, unit, step in [('y', 2, 'SPATIAL', 'nm', 5), ('x', 3, 'SPATIAL', 'nm', 5), ('v', 4, 'SPECTRAL', 'mV', 500)]:
    a = g.create_dataset(name, data=numpy.arange(n) * float(step))
    a.attrs.update({'quantity': name, 'units': unit, 'dimension_type': kind})`;

describe.skipIf(data === undefined)('real NSID files', () => {
  it('PMN28Pt0000.h5: four images of 256 x 256 over 4 um, as h5py has them', async () => {
    const path = join(data!, 'PMN28Pt0000.h5');
    const { format, images, metadata } = await readHdf5(readFileSync(path), 'PMN28Pt0000.h5');
    expect(format).toBe('NSID HDF5');
    expect(images.map(({ channel, unit }) => [channel, unit])).toEqual([
      ['HeightRetrace', 'm'],
      ['AmplitudeRetrace', 'm'],
      ['DeflectionRetrace', 'm'],
      ['PhaseRetrace', 'deg'],
    ]);
    // The axes of the phase are given in degrees in this file; those of the other channels tell their length.
    for (const image of images)
      expect(image).toMatchObject({ rows: 256, cols: 256, widthMetres: 4e-6, heightMetres: 4e-6 });
    expect(metadata['MicroscopeModel']).toBe('Cypher');
    if (python === undefined) return;
    const script =
      "import h5py, sys; d = h5py.File(sys.argv[1])['Measurement_000/Channel_0/Channel_0/Channel_0']; print(float(d[7, 200]), float(d[200, 7]))";
    const [a, b] = runPython(python, script, path).split(' ').map(Number);
    // The first index is x: column 7, row 200.
    expect([images[0]!.values[200 * 256 + 7], images[0]!.values[7 * 256 + 200]]).toEqual([a, b]);
  });

  it('bfo_iv_final.hf5: a curve of 53 points at each of 50 x 50 pixels', async () => {
    const path = join(data!, 'bfo_iv_final.hf5');
    const { images, spectra } = await readHdf5(readFileSync(path), 'bfo_iv_final.hf5');
    expect(images).toEqual([]);
    const [grid] = spectra;
    expect(grid).toMatchObject({
      channel: 'log J',
      unit: 'A/m^2',
      count: 2500,
      axis: { name: 'sqrt E', unit: '(V/m)^0.5' },
    });
    expect(grid!.raster).toEqual({ rows: 50, cols: 50, widthMetres: 5e-9, heightMetres: 5e-9 });
    expect(grid!.axis.values[0]).toBeCloseTo(8591.8, 0);
    expect(grid!.values.filter((value) => value === 0)).toHaveLength(47);
  });
});

describe.skipIf(python === undefined)('files made with h5py', () => {
  it('NSID: axes by their labels in any order, compressed, prefixes scaled away', async () => {
    const { spectra } = await readHdf5(made(NSID), 'x.h5');
    expect(spectra).toHaveLength(1);
    expect(spectra[0]).toMatchObject({
      channel: 'Current',
      unit: 'A',
      raster: { rows: 2, cols: 3, widthMetres: 10e-9 },
    });
    expect([...spectra[0]!.axis.values]).toEqual([0, 0.5, 1, 1.5]);
    expect(Array.from(spectra[0]!.values, (value) => Math.round(value * 1e9))).toEqual(
      Array.from({ length: 24 }, (_, i) => i),
    );
  });

  it('USID: positions and steps from their indices, by reference, in any order', async () => {
    const bytes = made(`
g = h.create_group('Measurement_000/Channel_000')
pos = numpy.array([[x, y] for y in (1, 0) for x in range(3)])
for name, d in [('Position_Indices', pos), ('Position_Values', pos * 1e-9), ('Spectroscopic_Indices', numpy.arange(4)[None]), ('Spectroscopic_Values', numpy.array([[0., 1, 2, 1]]))]:
    a = h.create_dataset('other/' + name, data=d)
    a.attrs['labels'] = ['X', 'Y'] if name[0] == 'P' else ['Bias']
    a.attrs['units'] = ['m', 'm'] if name[0] == 'P' else ['V']
m = g.create_dataset('Raw_Data', data=numpy.array([[100 * y + 10 * x + s for s in range(4)] for x, y in pos], dtype='f4'))
m.attrs.update({'quantity': 'Current', 'units': 'nA'})
for name in ('Position_Indices', 'Position_Values', 'Spectroscopic_Indices', 'Spectroscopic_Values'):
    m.attrs[name] = h['other/' + name].ref`);
    const { format, spectra } = await readHdf5(bytes, 'x.h5');
    expect(format).toBe('USID HDF5');
    expect(spectra[0]).toMatchObject({
      channel: 'Current',
      unit: 'A',
      axis: { name: 'Bias', unit: 'V' },
      raster: { rows: 2, cols: 3 },
    });
    expect([...spectra[0]!.axis.values]).toEqual([0, 1, 2, 1]);
    expect(Array.from(spectra[0]!.values, (value) => Math.round(value * 1e9))).toEqual(
      [0, 1].flatMap((y) => [0, 1, 2].flatMap((x) => [0, 1, 2, 3].map((s) => 100 * y + 10 * x + s))),
    );
  });

  it('says what is missing, and what other HDF5 files are', async () => {
    const reading = (script: string) => readHdf5(made(script), 'x.h5');
    await expect(reading("h['a'] = numpy.zeros((3, 3))")).rejects.toMatchObject({
      code: 'file/unreadable',
      message: expect.stringContaining('none of its 1 datasets') as string,
    });
    await expect(reading(`${NSID}\ndel g['v']`)).rejects.toThrow(/axis "v" is missing/);
    await expect(reading(`${NSID}\ndel g['v']; g['v'] = numpy.arange(9.)`)).rejects.toThrow(/has 9 values for 4/);
  });

  it('believes no dataset that claims more than its file can hold', async () => {
    const claim = NSID.replace(
      "data=numpy.arange(24.).reshape(2, 3, 4), compression='gzip'",
      "shape=(40000, 30000, 4), dtype='f8', chunks=(10, 10, 4)",
    );
    const axes = claim.replace("('y', 2", "('y', 40000").replace("('x', 3", "('x', 30000");
    await expect(readHdf5(made(axes), 'x.h5')).rejects.toThrow(/4800000000 values of 8 bytes/);
  });
});

describe('damaged HDF5 files', () => {
  it.skipIf(python === undefined)('give a clear error or a result, and later files can still be read', async () => {
    const whole = made(NSID);
    const random = createRandom(5);
    let refused = 0;
    for (let round = 0; round < 150; round++) {
      const mutated = Uint8Array.from(whole);
      for (let k = 0; k < 3; k++)
        mutated[Math.floor(uniform(random) * whole.length)] = Math.floor(uniform(random) * 256);
      const shorter = round % 5 === 0 ? mutated.subarray(0, Math.floor(uniform(random) * whole.length)) : mutated;
      const result = await readHdf5(shorter, 'x.h5').catch((error: unknown) => error);
      if (!(result instanceof Error)) continue;
      refused += 1;
      expect(result).toBeInstanceOf(ConsoleError);
      expect(result).toHaveProperty('code', 'file/unreadable');
    }
    expect(refused).toBeGreaterThan(20);
    expect((await readHdf5(whole, 'x.h5')).spectra).toHaveLength(1);
  });
});
