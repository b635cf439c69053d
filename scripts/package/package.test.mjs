import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { builderConfig, FUSES } from './builderConfig.mjs';
import { billOfMaterials, licencePage } from './licences.mjs';
import { parseRelease } from '../../src-main/updates/release';
import { releaseList } from './releaseList.mjs';
import { packageVersion } from './version.mjs';

const ELECTRON = { executable: '/runtime/electron', version: '33.2.1' };

describe('builderConfig', () => {
  const config = builderConfig({ electron: ELECTRON, version: '0.1.0', extra: '/x', isRelease: false });

  it('shuts every door that a packaged program does not need', () => {
    expect(FUSES).toMatchObject({
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      onlyLoadAppFromAsar: true,
      enableEmbeddedAsarIntegrityValidation: true,
      enableCookieEncryption: true,
      grantFileProtocolExtraPrivileges: false,
    });
    expect(config.electronFuses).toBe(FUSES);
    expect(config.asar).toBe(true);
  });

  it('names packages on an older runtime as such', () => {
    const release = builderConfig({ electron: ELECTRON, version: '0.1.0', extra: '/x', isRelease: true });
    for (const part of ['linux', 'win', 'nsis', 'portable', 'mac']) {
      expect(config[part].artifactName).toContain('-dev.');
      expect(release[part].artifactName).not.toContain('-dev');
    }
  });

  it('opens archives of sessions on a double click', () => {
    expect(config.fileAssociations).toMatchObject([
      { ext: 'curioscope', mimeType: expect.stringMatching(/^application\//) },
    ]);
  });

  it('leaves the sessions of the user alone when it is removed', () => {
    expect(config.nsis.deleteAppDataOnUninstall).toBe(false);
  });
});

describe('packageVersion', () => {
  const repository =
    (answers) =>
    (command, ...rest) =>
      answers[[command, ...rest][0]];

  it('is the released version only at its tag, on the released runtime, with nothing changed', () => {
    const tagged = { 'rev-parse': 'abcdef123', status: '', tag: 'v0.1.0', 'rev-list': '7' };
    expect(packageVersion({ release: true, git: repository(tagged) })).toBe('0.1.0');
    expect(packageVersion({ release: false, git: repository(tagged) })).toBe('0.1.0-dev.7.gabcdef123');
    expect(packageVersion({ release: true, git: repository({ ...tagged, status: ' M a' }) })).toMatch(/-dev\.7/);
    expect(packageVersion({ release: true, git: repository({ ...tagged, tag: '' }) })).toMatch(/-dev\.7/);
    expect(packageVersion({ git: () => undefined })).toBe('0.1.0-dev');
  });
});

describe('releaseList', () => {
  it('lists the packages of a folder as the installed program reads them', () => {
    const folder = mkdtempSync(join(tmpdir(), 'curioscope-list-'));
    try {
      for (const name of ['c.deb', 'c.tar.gz', 'builder-debug.yml', 'latest.json'])
        writeFileSync(join(folder, name), 'abc');
      const list = releaseList(folder, '0.2.0-dev.5.gabcdef123');

      expect(parseRelease(JSON.stringify(list))).toEqual(list);
      expect(list.packages.map(({ file, bytes }) => [file, bytes])).toEqual([
        ['c.deb', 3],
        ['c.tar.gz', 3],
      ]);
      // The SHA-512 of "abc", FIPS 180-2, appendix C.
      expect(list.packages[0].sha512).toMatch(/^ddaf35a193617aba.*a54ca49f$/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('licences', () => {
  const packages = [{ name: '@scope/part', version: '1.2.3', license: 'MIT', text: 'Permission is granted' }];

  it('names every package with its text', () => {
    expect(licencePage(packages)).toMatch(/@scope\/part 1\.2\.3 \(MIT\)[^]*Permission is granted/);
  });

  it('lists packages and runtime as components', () => {
    const { components } = billOfMaterials(packages, { version: '0.1.0', electron: '33.2.1' });
    expect(components.map((part) => part.purl)).toEqual(['pkg:npm/electron@33.2.1', 'pkg:npm/%40scope/part@1.2.3']);
  });
});

const hasDpkg = spawnSync('dpkg-deb', ['--version']).status === 0;
describe.skipIf(!hasDpkg)('fpm.mjs', () => {
  let folder;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'curioscope-fpm-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('makes a .deb with the fields, files and scripts that it was told', () => {
    mkdirSync(join(folder, 'app'));
    writeFileSync(join(folder, 'app/program'), 'hello');
    writeFileSync(join(folder, 'after'), '#!/bin/sh\n');
    const file = join(folder, 'made.deb');
    execFileSync(process.execPath, [
      join(import.meta.dirname, 'fpm.mjs'),
      ...['-s', 'dir', '--force', '-t', 'deb', '-d', 'libnss3', '-d', 'a | b', '--deb-compression', 'xz'],
      ...['--architecture', 'amd64', '--after-install', join(folder, 'after'), '--version', '1.0~dev'],
      ...['--description', 'short\n long', '--package', file, '--name', 'thing', '--maintainer', 'M <m@localhost>'],
      ...['--url', 'https://thing.invalid', `${join(folder, 'app')}/=/opt/Thing`],
    ]);
    const field = (name) => execFileSync('dpkg-deb', ['-f', file, name], { encoding: 'utf8' }).trim();
    expect(field('Version')).toBe('1.0~dev');
    expect(field('Depends')).toBe('libnss3, a | b');
    expect(field('Homepage')).toBe('');
    expect(execFileSync('dpkg-deb', ['-c', file], { encoding: 'utf8' })).toMatch(
      /root\/root .* \.\/opt\/Thing\/program/,
    );
    expect(execFileSync('dpkg-deb', ['--ctrl-tarfile', file], { encoding: 'latin1' })).toContain('./postinst');
  });
});
