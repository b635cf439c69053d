import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { assembleCarriedElectron, cacheName, CARRIED, integrityOf, runtimeName } from './carriedElectron.mjs';
import { describeElectron, installedElectron } from './electronBinary.mjs';
import { forwardOnce } from './foreground.mjs';
import { differenceFromLock } from './packages.mjs';
import { exitCodeOf } from './processes.mjs';
import { hasDisplay } from './project.mjs';
import { formatDuration } from './report.mjs';
import { availableCandidates, debianNames, isDebianLike, missingLibraries, onPath } from './systemLibraries.mjs';

let folder;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'curioscope-setup-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('npm packages', () => {
  const lock = {
    packages: {
      '': { name: 'curioscope' },
      'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
      'node_modules/b': { version: '2.0.0', integrity: 'sha512-b', optional: true },
    },
  };
  const a = { version: '1.0.0', integrity: 'sha512-a' };

  test('an installation without the optional packages is fine', () => {
    expect(differenceFromLock(lock, { packages: { 'node_modules/a': a } })).toBeUndefined();
  });

  test.each([
    [undefined, 'node_modules is absent or incomplete'],
    [{}, 'node_modules/a is missing'],
    [{ 'node_modules/a': { ...a, version: '1.0.1' } }, 'node_modules/a is 1.0.1, not 1.0.0'],
    [{ 'node_modules/a': { ...a, integrity: 'sha512-x' } }, 'node_modules/a has other contents'],
    [{ 'node_modules/a': a, 'node_modules/c': a }, 'node_modules/c is not in the lock file'],
  ])('%j: %s', (packages, reason) => {
    expect(differenceFromLock(lock, packages && { packages })).toBe(reason);
  });
});

describe('the carried Electron', () => {
  test.each([
    ['Cypress/Cypress', 'electron'],
    ['Cypress/LICENSE.electron.txt', 'LICENSE'],
    ['Cypress/locales/de.pak', 'locales/de.pak'],
    ['Cypress/chrome-sandbox', 'chrome-sandbox'],
    ['Cypress/browser_v8_context_snapshot.bin', undefined],
    ['Cypress/v8_context_snapshot.bin', 'v8_context_snapshot.bin'],
    ['Cypress/resources/app/package.json', undefined],
    ['Cypress/resources/app.asar', undefined],
    ['Cypress/resources/app-update.yml', undefined],
    ['Cypress/locales/', undefined],
    ['elsewhere/file', undefined],
  ])('%s becomes %s', (entry, name) => {
    expect(runtimeName(CARRIED, entry)).toBe(name);
  });

  test('the integrity of a file is the base64 of its SHA-512', async () => {
    const file = join(folder, 'empty');
    writeFileSync(file, '');

    const sha512OfNothing = 'z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==';
    expect(await integrityOf(file)).toBe(`sha512-${sha512OfNothing}`);
  });

  test('another archive gets another folder in the cache', () => {
    expect(cacheName(CARRIED)).toMatch(/^electron-33\.2\.1-linux-x64-[0-9a-f]{8}$/);
    expect(cacheName({ ...CARRIED, integrity: 'sha512-other' })).not.toBe(cacheName(CARRIED));
  });

  test('an archive with another hash stops it and leaves nothing behind', async () => {
    const project = join(folder, 'other');
    mkdirSync(project);
    writeFileSync(join(project, 'package.json'), '{"name":"other","version":"1.0.0"}');
    const cache = join(folder, 'cache');

    const attempt = assembleCarriedElectron({ ...CARRIED, spec: project }, cache);

    await expect(attempt).rejects.toThrow(/is not the file that was pinned/);
    expect(readdirSync(cache)).toEqual([]);
  });
});

describe('the Electron that is there', () => {
  test('none without its executable', () => {
    expect(installedElectron({}, folder)).toBeUndefined();
  });

  test('is found by what its installer leaves', () => {
    mkdirSync(join(folder, 'dist'));
    writeFileSync(join(folder, 'path.txt'), 'electron');
    writeFileSync(join(folder, 'dist/electron'), '');
    writeFileSync(join(folder, 'dist/version'), 'v45.4.1\n');

    expect(installedElectron({}, folder)).toEqual({
      dist: join(folder, 'dist'),
      executable: join(folder, 'dist/electron'),
      version: '45.4.1',
    });
  });

  test('the environment names another folder', () => {
    writeFileSync(join(folder, 'path.txt'), 'electron');
    mkdirSync(join(folder, 'own'));
    writeFileSync(join(folder, 'own/electron'), '');

    const env = { ELECTRON_OVERRIDE_DIST_PATH: join(folder, 'own') };
    expect(installedElectron(env, folder)).toMatchObject({
      executable: join(folder, 'own/electron'),
      version: 'unknown',
    });
  });

  test('says when it is not the version that the project names', () => {
    expect(describeElectron({ version: '45.4.1' }, '45.4.1')).toBe('Electron 45.4.1');
    expect(describeElectron({ version: '33.2.1' }, '45.4.1')).toMatch(/^Electron 33\.2\.1, a carried older runtime/);
    expect(describeElectron({ version: '46.0.0' }, '45.4.1')).toBe('Electron 46.0.0 (the project names 45.4.1)');
  });
});

describe('system libraries', () => {
  test('those that ldd did not find, each once', () => {
    const output = [
      '\tlinux-vdso.so.1 (0x00007ffd)',
      '\tlibgtk-3.so.0 => not found',
      '\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f)',
      '\tlibnss3.so => not found',
      '\tlibgtk-3.so.0 => not found',
    ].join('\n');

    expect(missingLibraries(output)).toEqual(['libgtk-3.so.0', 'libnss3.so']);
    expect(missingLibraries('\tnot a dynamic executable\n')).toEqual([]);
  });

  test('packages get their newer name where it can be installed', () => {
    const policy = [
      'libgtk-3-0t64:',
      '  Installed: (none)',
      '  Candidate: 3.24.41-4ubuntu1',
      '  Version table:',
      'libasound2t64:',
      '  Installed: (none)',
      '  Candidate: (none)',
      '  Version table:',
    ].join('\n');

    const available = availableCandidates(policy);

    expect([...available]).toEqual(['libgtk-3-0t64']);
    expect(debianNames(['libgtk-3-0', 'libasound2'], available)).toEqual(['libgtk-3-0t64', 'libasound2']);
  });

  test.each([
    ['PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\n', true],
    ['ID=ubuntu\nID_LIKE=debian\n', true],
    ['ID=linuxmint\nID_LIKE="ubuntu debian"\n', true],
    ['ID=fedora\nPRETTY_NAME="not debian"\n', false],
    ['', false],
  ])('%j is of the Debian family: %s', (text, expected) => {
    expect(isDebianLike(text)).toBe(expected);
  });

  test('a program is looked for in every folder of the PATH', () => {
    writeFileSync(join(folder, 'Xvfb'), '');

    expect(onPath('Xvfb', { PATH: `/nowhere:${folder}` })).toBe(true);
    expect(onPath('Xvfb', { PATH: '/nowhere' })).toBe(false);
    expect(onPath('Xvfb', {})).toBe(false);
  });
});

describe('starting and reporting', () => {
  test.each([
    [{}, 'linux', false],
    [{ DISPLAY: ':0' }, 'linux', true],
    [{ WAYLAND_DISPLAY: 'wayland-0' }, 'linux', true],
    [{ DISPLAY: '' }, 'linux', false],
    [{}, 'darwin', true],
  ])('%j on %s has a display: %s', (env, platform, expected) => {
    expect(hasDisplay(env, platform)).toBe(expected);
  });

  test('a signal that comes twice at once is passed on once, a later one again', () => {
    const sent = [];
    let time = 0;
    const forward = forwardOnce(
      (signal) => sent.push(signal),
      () => time,
    );

    forward('SIGINT');
    time = 400;
    forward('SIGINT');
    forward('SIGTERM');
    time = 600;
    forward('SIGINT');

    expect(sent).toEqual(['SIGINT', 'SIGTERM', 'SIGINT']);
  });

  test('a signal becomes the exit code that a shell would give', () => {
    expect(exitCodeOf(3, null)).toBe(3);
    expect(exitCodeOf(null, 'SIGINT')).toBe(130);
    expect(exitCodeOf(null, 'SIGKILL')).toBe(137);
  });

  test('durations are read in milliseconds or seconds', () => {
    expect(formatDuration(12.4)).toBe('12 ms');
    expect(formatDuration(1250)).toBe('1.3 s');
  });
});
