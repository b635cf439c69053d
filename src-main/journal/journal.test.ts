import { setImmediate } from 'node:timers/promises';
import { appendFile, mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../src-shared/experiment';
import type { RecordBody, ResolvedRecord } from '../../src-shared/session/record';
import { systemClock } from '../clock';
import { readJournal, readSession, resolveRecord } from './reader';
import { listSessions, newSessionId } from './sessionFolder';
import { JOURNAL_FILE, openJournal } from './writer';

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'journal-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

const opened: RecordBody = {
  kind: 'session.opened',
  id: 'film',
  program: { version: '0.0.0', runtime: 'test' },
  config: DEFAULT_EXPERIMENT,
  instrument: {
    name: 'film',
    version: '1',
    simulated: true,
    settings: {},
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
};
const finished: RecordBody = { kind: 'run.finished', outcome: 'success' };

async function open(onRecord: (resolved: ResolvedRecord) => void = () => undefined) {
  return openJournal({ folder, clock: systemClock, onRecord });
}

/** A session with three curves, closed as a program that was killed leaves it: without an end. */
async function writeThreeCurves(): Promise<Float64Array[]> {
  const journal = await open();
  await journal.append(opened);
  const curves = [0, 1, 2].map((index) => Float64Array.from([index, index + 0.5, -index]));
  for (const [index, curve] of curves.entries()) {
    const volts = await journal.store(Float64Array.from([0, 1, 0]));
    const amperes = await journal.store(curve);
    const flags = { complete: true, compliance: false, saturated: false };
    const point = { index, step: 0, origin: 'seed' as const, candidate: index, at: { row: 8, col: 8 + index } };
    await journal.append({
      kind: 'curve.recorded',
      ...point,
      volts,
      amperes,
      flags,
      travelSeconds: 0,
      sweepSeconds: 1,
    });
  }
  await journal.close();
  return curves;
}

describe('writing and reading', () => {
  it('gives back what was written, arrays included', async () => {
    const curves = await writeThreeCurves();
    const { view, content } = await readSession(folder);
    expect(view.points.map((point) => [...point.amperes])).toEqual(curves.map((curve) => [...curve]));
    expect(content).toMatchObject({ torn: false, end: { nextSeq: 4 } });
  });

  it('tells of a record only when it is on disk', async () => {
    const seen: number[] = [];
    const journal = await open(({ record }) => seen.push(record.seq));
    const writing = Promise.all([journal.append(opened), journal.append(finished)]);
    expect(seen).toEqual([]);
    await writing;
    await journal.close();
    const lines = (await readFile(join(folder, JOURNAL_FILE), 'utf8')).trimEnd().split('\n');
    expect({ seen, lines: lines.length }).toEqual({ seen: [0, 1], lines: 2 });
  });

  it('writes what nobody waits for with the next record, in order, or by itself, or on closing', async () => {
    const seen: number[] = [];
    const journal = await open(({ record }) => seen.push(record.seq));
    let heard = false;
    const first = journal.append(opened, 'withNext').then(() => (heard = true));
    await setImmediate();
    await setImmediate();
    expect({ heard, seen }).toEqual({ heard: false, seen: [] });
    await journal.append(finished);
    await first;
    expect(seen).toEqual([0, 1]);
    await journal.append(finished, 'withNext');
    const last = journal.append(finished, 'withNext');
    await journal.close();
    await last;
    expect(seen).toEqual([0, 1, 2, 3]);
    expect((await readJournal(folder)).records).toHaveLength(4);
  });

  it('gives the arrays with the record, so that nobody has to read them again', async () => {
    let arrays: ResolvedRecord['arrays'] = {};
    const journal = await open((resolved) => (arrays = resolved.arrays));
    await journal.append(opened);
    const novelty = await journal.store(Float64Array.from([0.25]));
    await journal.append({ kind: 'scores.updated', novelty, diversity: { structural: 1, spectral: 2 } });
    await journal.close();
    expect(arrays[novelty.sha256]).toEqual(Float64Array.from([0.25]));
  });

  it('refuses a folder that holds a session already, and keeps that session', async () => {
    await writeThreeCurves();
    await expect(open()).rejects.toMatchObject({ code: 'journal/write-failed' });
    expect((await readSession(folder)).view.points).toHaveLength(3);
  });

  it('says which folder cannot be written', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    const opening = openJournal({ folder: join(file, 'session'), clock: systemClock, onRecord: () => undefined });
    await expect(opening).rejects.toMatchObject({
      code: 'journal/write-failed',
      message: expect.stringContaining(file) as string,
    });
  });
});

describe('a journal that was broken off', () => {
  it('loses nothing but the torn last line, wherever it was cut', async () => {
    await writeThreeCurves();
    const path = join(folder, JOURNAL_FILE);
    const whole = await readFile(path);
    const firstLine = whole.indexOf(0x0a) + 1;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: firstLine, max: whole.length }), async (cut) => {
        await writeFile(path, whole.subarray(0, cut));
        const complete = whole.subarray(0, cut).filter((byte) => byte === 0x0a).length;
        const { records, torn } = await readJournal(folder);
        expect({ records: records.length, torn }).toEqual({ records: complete, torn: whole[cut - 1] !== 0x0a });
      }),
      { numRuns: 60 },
    );
  });

  it('goes on after the last complete line with an unbroken chain', async () => {
    await writeThreeCurves();
    await appendFile(join(folder, JOURNAL_FILE), '{"v":1,"seq":4,"at":"20');
    const { content } = await readSession(folder);
    const journal = await openJournal({ folder, clock: systemClock, onRecord: () => undefined }, content.end);
    await journal.append(finished);
    await journal.close();
    const again = await readJournal(folder);
    expect(again.records.map((record) => record.seq)).toEqual([0, 1, 2, 3, 4]);
    expect(again.torn).toBe(false);
  });
});

describe('a journal that was changed', () => {
  it.each([
    ['a number in a line', (text: string) => text.replace('"candidate":1', '"candidate":9')],
    [
      'a line left out',
      (text: string) =>
        text
          .split('\n')
          .filter((_, i) => i !== 2)
          .join('\n'),
    ],
    ['lines swapped', (text: string) => text.replace(/^(.*\n)(.*\n)(.*\n)/, '$1$3$2')],
    ['something that is not JSON', (text: string) => text.replace('{"v":1,"seq":2', 'v=1')],
  ])('is found out: %s', async (_name, change) => {
    await writeThreeCurves();
    const path = join(folder, JOURNAL_FILE);
    await writeFile(path, change(await readFile(path, 'utf8')));
    await expect(readJournal(folder)).rejects.toMatchObject({
      code: 'journal/corrupt',
      message: expect.stringMatching(/Line [234]/) as string,
    });
  });

  it('is found out in its arrays too', async () => {
    await writeThreeCurves();
    const { records } = await readJournal(folder);
    const record = records[2];
    if (record?.body.kind !== 'curve.recorded') throw new Error('expected a curve');
    const path = join(folder, 'arrays', `${record.body.amperes.sha256}.f64`);
    await truncate(path, 8);
    await expect(resolveRecord(folder, record)).rejects.toMatchObject({ code: 'journal/corrupt' });
    await writeFile(path, new Uint8Array(24));
    await expect(resolveRecord(folder, record)).rejects.toMatchObject({ code: 'journal/corrupt' });
  });

  it('is no session where there is no journal', async () => {
    await expect(readJournal(join(folder, 'nothing'))).rejects.toMatchObject({ code: 'session/not-found' });
  });
});

describe('the list of sessions', () => {
  it('tells finished, interrupted and unreadable ones apart and passes over other folders', async () => {
    const root = folder;
    const make = async (id: string, ...bodies: RecordBody[]): Promise<void> => {
      const journal = await openJournal({ folder: join(root, id), clock: systemClock, onRecord: () => undefined });
      for (const body of bodies) await journal.append(body);
      await journal.close();
    };
    await make('a', opened, finished);
    await make('b', opened);
    await make('c', opened);
    await writeFile(join(root, 'c', JOURNAL_FILE), 'nonsense\n');
    await make('d', opened, finished);
    await rm(join(root, 'd', JOURNAL_FILE));
    const list = await listSessions(root);
    expect(list.map(({ id, state }) => [id, state])).toEqual([
      ['c', 'unreadable'],
      ['b', 'interrupted'],
      ['a', 'success'],
    ]);
  });

  it('says how large they are, how they were decided, and what people said of them', async () => {
    const journal = await openJournal({ folder: join(folder, 'a'), clock: systemClock, onRecord: () => undefined });
    await journal.append(opened);
    const novelty = await journal.store(Float64Array.from([0.1, 0.2]));
    const same = await journal.store(Float64Array.from([0.1, 0.2]));
    for (const [structural, ref] of [novelty, same].entries())
      await journal.append({ kind: 'scores.updated', novelty: ref, diversity: { structural, spectral: 2 } });
    for (const by of ['operator', 'timer', 'timer'] as const)
      await journal.append({ kind: 'decision.made', proposalId: '1', choice: 'approve', by, waitedSeconds: 1 });
    await journal.append({ kind: 'note.added', note: { text: 'a crack at the left' } });
    await journal.append({ kind: 'note.added', note: { index: 0, text: 'of a point' } });
    await journal.append({ kind: 'session.tagged', tags: ['old'] });
    await journal.append({ kind: 'session.tagged', tags: ['PVSK', 'batch 3'] });
    await journal.close();
    const journalBytes = (await readFile(join(folder, 'a', JOURNAL_FILE))).byteLength;
    expect((await listSessions(folder))[0]).toMatchObject({
      // Equal arrays are kept once.
      bytes: journalBytes + 16,
      diversity: { structural: 1, spectral: 2 },
      decided: { operator: 1, timer: 2, mode: 0 },
      vetoes: 0,
      tags: ['PVSK', 'batch 3'],
      notes: ['a crack at the left'],
    });
  });

  it('names sessions so that they sort by time, are safe as folders, and are numbered within a second', async () => {
    const next = (): Promise<string> => newSessionId(folder, 'Film #7: äöü / "../x"', Date.UTC(2026, 2, 5, 14, 2, 11));
    const name = '2026-03-05T14-02-11Z-film-7-x';
    for (const id of [name, `${name}-2`, `${name}-3`]) {
      expect(await next()).toBe(id);
      await mkdir(join(folder, id));
    }
  });
});
