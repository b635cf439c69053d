import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConsoleError } from '../../src-shared/errors';
import { DEFAULT_EXPERIMENT } from '../../src-shared/experiment';
import type { RecordBody } from '../../src-shared/session/record';
import { systemClock } from '../clock';
import { readZip, writeZip } from '../files/zip/zip';
import { readSession } from '../journal/reader';
import { listSessions } from '../journal/sessionFolder';
import { openJournal } from '../journal/writer';
import { packSession, unpackSession } from './sessionArchive';

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'archive-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

const opened = (id: string, sample?: true): RecordBody => ({
  kind: 'session.opened',
  id,
  program: { version: '0.0.0', runtime: 'test' },
  config: { ...DEFAULT_EXPERIMENT, ...(sample ? { sample } : {}) },
  instrument: {
    ...{ name: 'film', version: '1', simulated: true, settings: {} },
    capabilities: {
      lineEvents: true,
      abortScan: true,
      abortSweep: true,
      positionReadback: true,
      hardwareCompliance: true,
      maxFrameMetres: 1e-5,
      biasRangeVolts: [-10, 10],
    },
  },
});

/** A session with one frame and its end; gives its folder. */
async function writeSession(id = 'film', sample?: true): Promise<string> {
  const session = join(folder, 'there', id);
  const journal = await openJournal({ folder: session, clock: systemClock, onRecord: () => undefined });
  await journal.append(opened(id, sample));
  const heights = await journal.store(Float32Array.from({ length: 64 }, (_, k) => Math.sin(k)));
  await journal.append({ kind: 'frame.recorded', rows: 8, cols: 8, widthMetres: 1e-6, heightMetres: 1e-6, heights });
  await journal.append({ kind: 'run.finished', outcome: 'success' });
  await journal.close();
  return session;
}

async function archived(id?: string): Promise<{ path: string; session: string; here: string }> {
  const session = await writeSession(id);
  const path = join(folder, 'film.curioscope');
  await packSession(session, path);
  return { path, session, here: join(folder, 'here') };
}

/** Writes an archive with other entries than a session's. */
async function forged(entries: Record<string, Uint8Array>): Promise<string> {
  const path = join(folder, 'forged.curioscope');
  await writeFile(path, writeZip(new Map(Object.entries(entries))));
  return path;
}

describe('the archive of a session', () => {
  it('gives the same session in another place', async () => {
    const { path, session, here } = await archived();
    const unpacked = await unpackSession(path, here);
    expect(unpacked).toEqual({ id: 'film', folder: join(here, 'film'), known: false });
    expect((await readSession(unpacked.folder)).view).toEqual((await readSession(session)).view);
    expect(await readdir(here)).toEqual(['film']);
  });

  it('is the session as it stands, without what is being written at its end', async () => {
    const { path, session, here } = await archived();
    const journal = join(session, 'journal.jsonl');
    await writeFile(journal, '{"half a li', { flag: 'a' });
    await packSession(session, path);
    const { folder: copy } = await unpackSession(path, here);
    expect((await readSession(copy)).content).toMatchObject({ torn: false });
  });

  it('is known again, also when the copy was written on', async () => {
    const { path, here } = await archived();
    const first = await unpackSession(path, here);
    await writeFile(join(first.folder, 'journal.jsonl'), '{"more', { flag: 'a' });
    expect(await unpackSession(path, here)).toEqual({ ...first, known: true });
  });

  it('never replaces another session of the same name', async () => {
    const { path, here } = await archived();
    await mkdir(join(here, 'film'), { recursive: true });
    await writeFile(join(here, 'film', 'journal.jsonl'), 'another\n');
    expect(await unpackSession(path, here)).toMatchObject({ id: 'film-2', known: false });
    expect(await readFile(join(here, 'film', 'journal.jsonl'), 'utf8')).toBe('another\n');
  });

  it('marks a sample, and lists it behind what was measured', async () => {
    const archive = join(folder, 'sample.curioscope');
    await packSession(await writeSession('zz-newest', true), archive);
    const { here } = await archived();
    await unpackSession(archive, here);
    await unpackSession(join(folder, 'film.curioscope'), here);
    const sessions = await listSessions(here);
    expect(sessions.map(({ id, sample }) => [id, sample])).toEqual([
      ['film', undefined],
      ['zz-newest', true],
    ]);
  });
});

describe('an archive that is not to be trusted', () => {
  const isClear = (reason: RegExp): unknown =>
    expect.objectContaining({ code: 'file/unreadable', message: expect.stringMatching(reason) as string });

  it('writes nothing outside its folder, whatever its entries are called', async () => {
    const { path, here } = await archived();
    const evil = Buffer.from('evil');
    const names = ['../evil', '/tmp/evil', 'arrays/../../evil', 'arrays\\..\\evil', 'report.html', 'arrays/evil.f64'];
    const entries = { ...Object.fromEntries(readZip(await readFile(path), 'film')) };
    const { folder: copy } = await unpackSession(
      await forged({ ...entries, ...Object.fromEntries(names.map((name) => [name, evil])) }),
      here,
    );
    const written = (await readdir(folder, { recursive: true })).filter((name) => /evil|report/.test(name));
    expect(written).toEqual([]);
    expect((await readdir(copy)).sort()).toEqual(['arrays', 'journal.jsonl']);
  });

  it.each(['../evil', '.hidden', 'a/b', 'x'.repeat(300)])('refuses the name %s that its journal gives', async (id) => {
    const session = await writeSession('film');
    const journal = await openJournal({ folder: join(folder, 'named'), clock: systemClock, onRecord: () => undefined });
    await journal.append(opened(id));
    await journal.close();
    await packSession(join(folder, 'named'), join(session, 'named.curioscope'));
    await expect(unpackSession(join(session, 'named.curioscope'), join(folder, 'here'))).rejects.toThrow(/name/);
    expect(await readdir(join(folder, 'here'))).toEqual([]);
  });

  it('says what is missing or changed', async () => {
    const { path, here } = await archived();
    const entries = readZip(await readFile(path), 'film');
    const array = [...entries.keys()].find((name) => name.startsWith('arrays/')) ?? '';
    const journal = entries.get('journal.jsonl') ?? Buffer.from('');
    await expect(unpackSession(await forged({ 'readme.txt': journal }), here)).rejects.toEqual(
      isClear(/something else/),
    );
    await expect(unpackSession(await forged({ 'journal.jsonl': journal }), here)).rejects.toEqual(isClear(/missing/));
    const changed = Buffer.from(journal.toString().replace('success', 'stopped'));
    const others = Object.fromEntries(entries);
    await expect(
      unpackSession(await forged({ ...others, 'journal.jsonl': Buffer.from(changed.subarray(40)) }), here),
    ).rejects.toEqual(isClear(/session in it is damaged/));
    await expect(unpackSession(await forged({ ...others, [array]: Buffer.alloc(256) }), here)).rejects.toEqual(
      isClear(/hash does not match/),
    );
    await expect(unpackSession(join(folder, 'nowhere.curioscope'), here)).rejects.toEqual(isClear(/cannot be opened/));
    expect(await readdir(here)).toEqual([]);
  });

  it('survives any damage with a clear error or the session as it was', async () => {
    const { path, session, here } = await archived();
    const whole = await readFile(path);
    const { view } = await readSession(session);
    const damage = fc.record({ at: fc.nat(whole.length - 1), byte: fc.nat(255), length: fc.nat(whole.length) });
    await fc.assert(
      fc.asyncProperty(damage, fc.boolean(), async ({ at, byte, length }, cut) => {
        const bytes = Buffer.from(cut ? whole.subarray(0, length) : whole);
        if (!cut) bytes[at] = byte;
        await writeFile(path, bytes);
        try {
          const { folder: copy } = await unpackSession(path, here);
          expect((await readSession(copy)).view).toEqual(view);
        } catch (error) {
          expect(error).toBeInstanceOf(ConsoleError);
        }
        await rm(here, { recursive: true, force: true });
      }),
      { numRuns: 150 },
    );
  });
});
