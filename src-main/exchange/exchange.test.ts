import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SessionView } from '../../src-shared/session/view';
import { readNpz } from '../files/npz/npz';
import { listSessions } from '../journal/sessionFolder';
import { readJournal, readSession, resolveRecord } from '../journal/reader';
import { reportHtml } from '../report/reportHtml';
import { summarizeSession } from '../report/summary';
import { exampleSession } from '../report/testing/exampleSession';
import { createFakeClock } from '../testing/fakeClock';
import { pythonWith, runPython } from '../testing/python';
import { exportSession } from './exportSession';
import { importSession } from './importSession';
import { encodeIvNovelty, IV_NOVELTY_KEYS } from './ivNovelty';
import { runOfSession } from './sessionRun';

const python = pythonWith('numpy');
const ports = { clock: createFakeClock(), program: { version: '0', runtime: 'test' } };
let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'exchange-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

const source = (view: SessionView) => ({ view, records: [] });
const arraysOf = async (path: string) =>
  [...readNpz(await readFile(path), 'x')].map(([key, { shape, fields }]) => [key, shape, fields[0]]);

describe('a session as IV_Novelty.npz', () => {
  it('has the six arrays of the authors in their order, with their shapes and types, in amperes', async () => {
    const view = exampleSession(3, 5);
    const { files } = await exportSession(source(view), 'npz', folder);
    const arrays = readNpz(await readFile(files[0]!), 'x');
    expect([...arrays.keys()]).toEqual(IV_NOVELTY_KEYS);
    const [curves, patches, places, image, novelty, name] = [...arrays.values()];
    expect([curves!.shape, patches!.shape, places!.shape, image!.shape, novelty!.shape, name!.shape]).toEqual([
      [8, 5],
      [8, 64],
      [8, 2],
      [575],
      [8],
      [],
    ]);
    expect([...arrays.values()].map(({ fields }) => fields[0]!.type)).toEqual([
      '<f8',
      '<f8',
      '<i8',
      '<f8',
      '<f8',
      '<U1',
    ]);
    expect(curves!.fields[0]!.values[7]).toBe(view.points[1]!.amperes[2]);
    const { row, col } = view.points[2]!.at;
    expect([places!.fields[0]!.values[4], places!.fields[0]!.values[5]]).toEqual([row, col]);
    // The probed pixel is [4, 4] of a patch of 8.
    expect(patches!.fields[0]!.values[2 * 64 + 4 * 8 + 4]).toBe(view.frame!.heightsMetres[row * 32 + col]);
  });

  it.skipIf(python === undefined)('is loaded by NumPy without pickle', async () => {
    const { files } = await exportSession(source(exampleSession(3, 5)), 'npz', join(folder, 'run.npz'));
    const script = `import numpy, sys
x = numpy.load(sys.argv[1], allow_pickle=False)
print(x.files == sys.argv[2].split(','), x['X_measured'].reshape(8, 8, 8).shape, (x['iv_curves'] * 1e9).max().round(6))`;
    expect(runPython(python!, script, files[0]!, IV_NOVELTY_KEYS.join(',')).trim()).toBe('True (8, 8, 8) 1.7');
  });

  it('says so where the notebook would not take it', async () => {
    const { remarks } = await exportSession(source(exampleSession(3, 5)), 'npz', folder);
    expect(remarks).toEqual([expect.stringContaining('this file holds 8 of 5 and 8')]);
  });

  it('is refused for a session without curves, and leaves nothing', async () => {
    await expect(exportSession(source(exampleSession(0, 0)), 'npz', join(folder, 'x.npz'))).rejects.toMatchObject({
      code: 'file/unsuitable',
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it('names the place that cannot be written', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(exportSession(source(exampleSession()), 'csv', join(folder, 'file', 'x'))).rejects.toMatchObject({
      code: 'file/write-failed',
      message: expect.stringContaining('points.csv') as string,
    });
  });
});

describe('IV_Novelty.npz as a session', () => {
  it('comes back with identical arrays, and with everything else where its details lie beside it', async () => {
    const view = exampleSession(3, 5);
    const first = join(folder, 'run.npz');
    await exportSession(source(view), 'npz', first);
    const session = join(folder, 'sessions', 'again');
    await importSession(first, session, {}, ports);
    const { view: again, content } = await readSession(session);
    expect(again.config).toEqual(view.config);
    expect(again.frame).toEqual(view.frame);
    expect(again.points.map(({ at, step, origin }) => [at, step, origin])).toEqual(
      view.points.map(({ at, step, origin }) => [at, step, origin]),
    );
    expect(again.novelty).toEqual(view.novelty);
    expect(again.instrument).toMatchObject({ name: 'Simulated microscope (imported file)', simulated: true });
    const second = join(folder, 'again.npz');
    await exportSession({ view: again, records: content.records }, 'npz', second);
    expect(await readFile(second)).toEqual(await readFile(first));
  });

  it('comes back with identical arrays without details too, and says what it assumed', async () => {
    const first = join(folder, 'run.npz');
    await exportSession(source(exampleSession(3, 9)), 'npz', first);
    await rm(join(folder, 'run.json'));
    const session = join(folder, 'sessions', 'again');
    const { assumptions } = await importSession(first, session, { peakVolts: 2, seeds: 4 }, ports);
    const { view, content } = await readSession(session);
    const second = join(folder, 'again.npz');
    await exportSession({ view, records: content.records }, 'npz', second);
    expect(await arraysOf(second)).toEqual(await arraysOf(first));
    expect(view.imported).toMatchObject({ file: 'run.npz', assumptions });
    expect(assumptions.join(' ')).toMatch(/15\.6 nm is assumed.*first 4 points.*Times are not in the file/s);
    expect([...view.points[0]!.volts]).toEqual([0, 1, 2, 1, 0]);
    expect(view.points.map(({ step }) => step)).toEqual([0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('is a session like any other: listed, verified, reported', async () => {
    const first = join(folder, 'run.npz');
    await exportSession(source(exampleSession(3, 5)), 'npz', first);
    await rm(join(folder, 'run.json'));
    const session = join(folder, 'sessions', 'again');
    await importSession(first, session, {}, ports);
    expect(await listSessions(join(folder, 'sessions'))).toMatchObject([
      { id: 'again', measured: 8, state: 'success' },
    ]);
    const { records } = await readJournal(session);
    for (const record of records) await resolveRecord(session, record);
    const { view } = await readSession(session);
    const page = reportHtml(view, summarizeSession(view));
    expect(page).toContain('IMPORTED');
    expect(page).toContain('The size of a pixel is not in the file');
    expect(view.diversity.at(-1)!.spectral).toBeGreaterThan(0);
  });

  const bad: readonly (readonly [string, (whole: Uint8Array) => Uint8Array, RegExp])[] = [
    ['cut off', (whole) => whole.subarray(0, 900), /cut off or is no zip/],
    ['of another kind', () => new TextEncoder().encode('PK of another trade'), /no zip file/],
    ['changed', (whole) => whole.map((byte, i) => (i === 300 ? byte ^ 1 : byte)), /iv_curves.*checksum/],
  ];
  it.each(bad)('refuses a file that is %s and leaves no folder', async (_name, change, message) => {
    const path = join(folder, 'run.npz');
    await writeFile(path, change(encodeIvNovelty(runOfSession(exampleSession(3, 5), []))));
    const session = join(folder, 'sessions', 'x');
    await expect(importSession(path, session, {}, ports)).rejects.toMatchObject({
      code: 'file/unreadable',
      message: expect.stringMatching(message) as string,
      hint: expect.stringMatching(/\w/) as string,
    });
    await expect(readdir(join(folder, 'sessions'))).rejects.toThrow('ENOENT');
  });

  it('says of a file of an instrument that it is none, and where to look at it', async () => {
    const path = join(folder, 'scan.sxm');
    await writeFile(path, ':NANONIS_VERSION:');
    await expect(importSession(path, join(folder, 'x'), {}, ports)).rejects.toMatchObject({
      code: 'file/unsuitable',
      message: 'scan.sxm: it is no .npz file.',
      hint: expect.stringContaining('curioscope info') as string,
    });
  });

  it('refuses arrays of another shape, by name', async () => {
    const run = runOfSession(exampleSession(3, 5), []);
    const path = join(folder, 'run.npz');
    const refused = async (change: Partial<typeof run>) => {
      await writeFile(path, encodeIvNovelty({ ...run, ...change }));
      return importSession(path, join(folder, 'x'), {}, ports).catch((error: unknown) => String(error));
    };
    expect(await refused({ places: run.places.map(({ row }) => ({ row, col: 1 })) })).toMatch(/too near the edge/);
    const flat = { patches: new Float64Array(8 * 49), patchSize: 7 };
    expect(await refused(flat)).toMatch(/X_measured of shape \(8, 49\) is not 8 square patches/);
    expect(await readdir(folder)).toEqual(['run.npz']);
  });

  it('leaves points out that hold no number, and counts them', async () => {
    const run = runOfSession(exampleSession(3, 5), []);
    const path = join(folder, 'run.npz');
    const amperes = run.amperes.slice();
    amperes[11] = NaN;
    await writeFile(path, encodeIvNovelty({ ...run, amperes }));
    const { points, assumptions } = await importSession(path, join(folder, 'x'), {}, ports);
    expect([points, assumptions[0]]).toEqual([7, expect.stringContaining('1 of the points')]);
  });

  it('never writes into a folder that is there', async () => {
    const path = join(folder, 'run.npz');
    await exportSession(source(exampleSession(3, 5)), 'npz', path);
    await mkdir(join(folder, 'x'));
    await expect(importSession(path, join(folder, 'x'), {}, ports)).rejects.toMatchObject({
      message: expect.stringContaining('is there already') as string,
    });
    expect((await readdir(folder)).sort()).toEqual(['run.json', 'run.npz', 'x']);
  });
});

describe('tables, maps and panels', () => {
  it('writes points, curves and decisions with units in their headers', async () => {
    const view = exampleSession(3, 5);
    await exportSession(source(view), 'csv', folder);
    const points = (await readFile(join(folder, 'points.csv'), 'utf8')).trimEnd().split('\r\n');
    expect(points[0]).toContain('x [m],y [m],spectral novelty');
    expect(points).toHaveLength(9);
    const curves = (await readFile(join(folder, 'curves.csv'), 'utf8')).trimEnd().split('\r\n');
    expect(curves[0]).toMatch(/^bias \[V\],current of point 0 \[A\],/);
    expect(curves[3]!.split(',').slice(0, 3).map(Number)).toEqual([1.5, 1e-9, view.points[1]!.amperes[2]]);
    expect(await readFile(join(folder, 'decisions.csv'), 'utf8')).toContain('1.0,1,0,');
  });

  it('writes one line for each value where the voltages differ', async () => {
    const view = exampleSession(3, 0);
    const other = { ...view.points[2]!, volts: Float64Array.of(0, 1, 2, 1, 0) };
    await exportSession(source({ ...view, points: [...view.points.slice(0, 2), other] }), 'csv', folder);
    const lines = (await readFile(join(folder, 'curves.csv'), 'utf8')).trimEnd().split('\r\n');
    expect([lines[0], lines.length, lines[13]]).toEqual(['index,sample,bias [V],current [A]', 16, '2,2,2,1.2e-9']);
  });

  it('writes panels as SVG that stands alone, with what they show beside them', async () => {
    const { files } = await exportSession(source(exampleSession(3, 5)), 'svg', folder);
    const names = files.map((file) => file.slice(folder.length + 1));
    for (const name of ['figure-4a.svg', 'figure-4a.json', 'figure-4c-1.svg', 'figure-4c-2.svg', 'figure-4h.svg'])
      expect(names).toContain(name);
    const svg = await readFile(join(folder, 'figure-4d.svg'), 'utf8');
    expect(svg).toMatch(/^<\?xml.*<style>[^<]*\.solid\{fill:#1e2227\}/s);
    expect(svg).not.toContain('var(--');
    const sidecar = JSON.parse(await readFile(join(folder, 'figure-4d.json'), 'utf8')) as Record<string, unknown>;
    expect(sidecar).toMatchObject({
      panel: '4d',
      step: 5,
      simulated: true,
      scale: { quantity: 'predicted novelty (0 to 1)', colours: 'viridis' },
      frame: { widthMetres: 1e-6 },
    });
  });
});
