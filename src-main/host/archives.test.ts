import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../src-shared/experiment';
import type { ConsoleSnapshot } from '../../src-shared/ipc/contract';
import type { SessionSummary } from '../../src-shared/session/summary';
import type { CommandName } from '../../src-shared/ipc/names';
import { DEFAULT_SETTINGS } from '../../src-shared/settings';
import { systemClock } from '../clock';
import { packSession } from '../exchange/sessionArchive';
import { openJournal } from '../journal/writer';
import { createLocalLearner } from '../learning/learnerCore';
import { createHost, type Host } from './createHost';
import { openInstrument } from './openInstrument';

let folder: string;
let host: Host;
/** What the dialogs answer. */
let chosen: { open?: string; save?: string; proposed?: string } = {};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'archives-'));
  await writeSample();
  host = await createHost({
    clock: systemClock,
    sessionsFolder: join(folder, 'sessions'),
    settingsFile: join(folder, 'settings.json'),
    openInstrument: () => openInstrument(DEFAULT_SETTINGS, systemClock),
    openLearner: () => createLocalLearner(),
    openVae: () => {
      throw new Error('No test of archives trains a Dual-VAE.');
    },
    freeBytes: () => Promise.resolve(1e12),
    chooseFile: () => Promise.resolve(folder),
    archiveDialogs: {
      open: () => Promise.resolve(chosen.open),
      save: (name) => {
        chosen.proposed = name;
        return Promise.resolve(chosen.save);
      },
    },
    sample: join(folder, 'sample.curioscope'),
    versions: { program: '0.0.0', electron: undefined, chromium: undefined, node: '20' },
  });
});
afterEach(async () => {
  await host.close();
  await rm(folder, { recursive: true, force: true });
  chosen = {};
});

async function writeSample(): Promise<void> {
  const session = join(folder, 'made');
  const journal = await openJournal({ folder: session, clock: systemClock, onRecord: () => undefined });
  const { instrument } = await openInstrument(DEFAULT_SETTINGS, systemClock);
  await journal.append({
    kind: 'session.opened',
    id: 'sample-film',
    program: { version: '0.0.0', runtime: 'test' },
    config: { ...DEFAULT_EXPERIMENT, sample: true },
    instrument: { ...instrument.identity, settings: {}, capabilities: instrument.capabilities },
  });
  await journal.append({ kind: 'run.finished', outcome: 'success' });
  await journal.close();
  await packSession(session, join(folder, 'sample.curioscope'));
}

async function ask<T>(name: CommandName, input?: unknown): Promise<T> {
  const answer = await host.dispatch(name, input);
  if (!answer.ok) throw Object.assign(new Error(answer.error.message), answer.error);
  return answer.value as T;
}
const snapshot = (): Promise<ConsoleSnapshot> => ask('console.snapshot');

describe('the ready-made session', () => {
  it('is opened as a copy of one’s own, once', async () => {
    await ask('session.sample');
    await ask('session.sample');
    const { session, replay } = await snapshot();
    expect([session?.id, session?.config.sample, replay]).toEqual(['sample-film', true, true]);
    expect(await ask<SessionSummary[]>('session.list')).toMatchObject([{ id: 'sample-film', sample: true }]);
  });

  it('is no session that could be continued', async () => {
    await ask('session.sample');
    await expect(ask('run.continue')).rejects.toMatchObject({ code: 'run/illegal' });
  });
});

describe('archives', () => {
  it('are saved where the dialog says, with their ending, and opened again', async () => {
    await ask('session.sample');
    chosen.save = join(folder, 'mine');
    expect(await ask('session.pack', { id: 'sample-film' })).toBe(join(folder, 'mine.curioscope'));
    expect(chosen.proposed).toBe('sample-film.curioscope');
    await rm(join(folder, 'sessions'), { recursive: true });
    chosen.open = join(folder, 'mine.curioscope');
    expect(await ask('session.unpack')).toBe(true);
    expect((await snapshot()).session?.id).toBe('sample-film');
  });

  it('are neither saved nor opened where nothing was chosen', async () => {
    await ask('session.sample');
    expect(await ask('session.pack', { id: 'sample-film' })).toBeUndefined();
    expect(await ask('session.unpack')).toBe(false);
    await expect(ask('session.pack', { id: '..' })).rejects.toMatchObject({ code: 'session/not-found' });
  });

  it('hold nothing to draw before a frame was scanned, which an export says', async () => {
    await ask('session.sample');
    await expect(ask('session.export', { id: 'sample-film' })).rejects.toMatchObject({ code: 'file/unsuitable' });
    await expect(ask('session.export', { id: 'other' })).rejects.toMatchObject({ code: 'session/not-found' });
    expect(await readdir(folder)).not.toContain('sample-film');
  });

  it('that the system hands over are shown, or their fault is', async () => {
    await host.openArchive(join(folder, 'sample.curioscope'));
    expect((await snapshot()).session?.id).toBe('sample-film');
    await writeFile(join(folder, 'broken.curioscope'), 'no zip file');
    await host.openArchive(join(folder, 'broken.curioscope'));
    const { problem, session } = await snapshot();
    expect([problem?.code, session?.id]).toEqual(['file/unreadable', 'sample-film']);
    expect(await readdir(join(folder, 'sessions'))).toEqual(['sample-film']);
  });
});
