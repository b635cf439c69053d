import { createHash } from 'node:crypto';
import { mkdtemp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConsoleError } from '../../src-shared/errors';
import type { UpdateSettings, UpdateState } from '../../src-shared/updates';
import { openPlace } from './place';
import { createUpdater } from './updater';

const FILE = 'curioscope_0.2.0_amd64.deb';
const CONTENT = Buffer.alloc(300_000, 'package ');

let folder: string;
let server: Server | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'updates-'));
  await mkdir(join(folder, 'lab'));
});
afterEach(async () => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
  await rm(folder, { recursive: true, force: true });
});

/** Puts a version into the lab's folder. */
async function publish(change: { readonly version?: string; readonly sha512?: string; readonly bytes?: number } = {}) {
  const { version = '0.2.0', bytes = CONTENT.length } = change;
  const { sha512 = createHash('sha512').update(CONTENT).digest('hex') } = change;
  const packages = [{ file: FILE, platform: 'linux', arch: 'x64', bytes, sha512 }];
  await writeFile(join(folder, 'lab', FILE), CONTENT);
  await writeFile(join(folder, 'lab/latest.json'), JSON.stringify({ program: 'Curioscope', version, packages }));
}

/** An updater of version 0.1.0 that looks in the lab's folder unless told otherwise. */
function updaterFor(settings: Partial<UpdateSettings> = {}, running = false) {
  const states: UpdateState[] = [];
  let now: UpdateSettings = { on: true, from: join(folder, 'lab'), ...settings };
  const updater = createUpdater({
    version: '0.1.0',
    installation: { platform: 'linux', arch: 'x64', executable: '/opt/Curioscope/curioscope', has: () => true },
    downloads: () => join(folder, 'downloads'),
    settings: () => now,
    refuseWhileRunning: () => {
      if (running) throw new ConsoleError({ code: 'run/illegal', message: 'A run is going on.' });
    },
    onChange: (state) => states.push(state),
  });
  return { updater, states, use: (next: UpdateSettings) => (now = next) };
}

function problemOf(state: UpdateState): string | undefined {
  return state.kind === 'failed' ? state.problem.message : undefined;
}

/** The lab's folder at an address; `asked` are the paths that were asked for. */
async function serve(answer?: { readonly status: number; readonly location?: string }) {
  const asked: (string | undefined)[] = [];
  server = createServer((request, response) => {
    asked.push(request.url);
    const name = request.url?.split('/').at(-1) ?? '';
    if (answer !== undefined) response.writeHead(answer.status, { location: answer.location ?? '' }).end();
    else
      readFile(join(folder, 'lab', name)).then(
        (content) => response.end(content),
        () => response.writeHead(404).end(),
      );
  });
  await new Promise<void>((done) => server?.listen(0, '127.0.0.1', done));
  return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/files/curioscope` };
}

describe('looking', () => {
  it('finds a newer version and says how large it is', async () => {
    await publish();
    const { updater, states } = updaterFor();
    await updater.look();

    expect(states).toEqual([
      { kind: 'looking' },
      { kind: 'newer', newer: { version: '0.2.0', file: FILE, bytes: CONTENT.length } },
    ]);
  });

  it.each(['0.1.0', '0.0.9', '0.1.0-dev.5'])('takes version %s for nothing newer', async (version) => {
    await publish({ version });
    const { updater } = updaterFor();
    await updater.look();

    expect(updater.state()).toEqual({ kind: 'newest', there: version });
    await expect(updater.get()).rejects.toMatchObject({ code: 'update/failed' });
  });

  it('says where it found nothing', async () => {
    const { updater } = updaterFor();
    await updater.look();

    const message = `${join(folder, 'lab/latest.json')} cannot be read: it is not there.`;
    expect(updater.state()).toMatchObject({ kind: 'failed', problem: { code: 'update/failed', message } });
  });

  it('asks nobody while it is off', async () => {
    await publish();
    const { asked, url } = await serve();
    const { updater, states } = updaterFor({ on: false, from: url });

    await expect(updater.look()).rejects.toMatchObject({ code: 'update/failed' });
    expect([asked, states]).toEqual([[], []]);
  });

  it('asks nobody while a run goes on', async () => {
    await publish();
    const { asked, url } = await serve();
    const { updater, states } = updaterFor({ from: url }, true);

    await expect(updater.look()).rejects.toMatchObject({ code: 'run/illegal' });
    expect([asked, states]).toEqual([[], []]);
  });

  it('asks an address for files under it only, and follows it nowhere', async () => {
    await publish();
    const { asked, url } = await serve();
    const { updater } = updaterFor({ from: url });
    await updater.look();
    await updater.get();

    expect(updater.state()).toMatchObject({ kind: 'got' });
    expect(asked).toEqual(['/files/curioscope/latest.json', `/files/curioscope/${FILE}`]);
  });

  it.each([
    ['a redirection', { status: 302, location: 'http://127.0.0.1:1/latest.json' }, /redirect/],
    ['a refusal', { status: 403 }, /status 403/],
  ])('takes %s for a failure', async (_what, answer, words) => {
    const { asked, url } = await serve(answer);
    const { updater } = updaterFor({ from: url });
    await updater.look();

    expect(problemOf(updater.state())).toMatch(words);
    expect(asked).toHaveLength(1);
  });

  it('forgets what it knew of another place', async () => {
    await publish();
    const { updater } = updaterFor();
    await updater.look();
    updater.forget();

    expect(updater.state()).toEqual({ kind: 'unknown' });
    await expect(updater.get()).rejects.toMatchObject({ code: 'update/failed' });
  });
});

describe('getting', () => {
  it('puts the checked package into the downloads and says how it is installed', async () => {
    await publish();
    const { updater, states } = updaterFor();
    await updater.look();
    await updater.get();

    const path = join(folder, 'downloads', FILE);
    expect(updater.state()).toMatchObject({ kind: 'got', path, install: `sudo apt install ${path}` });
    expect(await readFile(path)).toEqual(CONTENT);
    expect(await readdir(join(folder, 'downloads'))).toEqual([FILE]);
    const received = states.flatMap((state) => (state.kind === 'getting' ? [state.receivedBytes] : []));
    expect([received[0], received.at(-1)]).toEqual([0, CONTENT.length]);
    expect(received).toEqual([...received].sort((a, b) => a - b));
  });

  it('does not write again what is there already', async () => {
    await publish();
    const { updater } = updaterFor();
    await updater.look();
    await updater.get();
    await rm(join(folder, 'lab', FILE));
    await updater.look();
    await updater.get();

    expect(updater.state()).toMatchObject({ kind: 'got' });
  });

  it.each([
    ['another hash', { sha512: 'b'.repeat(128) }, 'its SHA-512 differs'],
    ['fewer bytes', { bytes: CONTENT.length + 1 }, `ended after ${CONTENT.length} of`],
    ['more bytes', { bytes: 100 }, 'is larger than the 100 bytes'],
  ])('keeps nothing of a package with %s', async (_what, change, words) => {
    await publish(change);
    const { updater } = updaterFor();
    await updater.look();
    await updater.get();

    expect(problemOf(updater.state())).toContain(words);
    expect(await readdir(join(folder, 'downloads'))).toEqual([]);
  });

  it('is broken off when a run begins, and can be asked for again', async () => {
    await publish();
    const { updater } = updaterFor();
    await updater.look();
    const broken = updater.get();
    updater.stop();
    await broken;

    expect(updater.state()).toMatchObject({ kind: 'newer' });
    expect(await readdir(join(folder, 'downloads')).catch(() => [])).toEqual([]);
    await updater.get();
    expect(updater.state()).toMatchObject({ kind: 'got' });
  });
});

describe('openPlace', () => {
  it.each(['', 'files', 'ftp://lab/x', 'http://ada:secret@lab/x', 'http://lab/x?a=1', 'http://'])(
    'refuses "%s"',
    (from) => {
      expect(() => openPlace(from)).toThrow(expect.objectContaining({ code: 'config/invalid' }));
    },
  );
});
