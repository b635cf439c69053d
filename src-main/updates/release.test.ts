import { describe, expect, it } from 'vitest';
import { installCommand, kindOf, packageFor, parseRelease, type Installation } from './release';

const SHA = 'a'.repeat(128);
const one = (file: string, platform = 'linux') => ({ file, platform, arch: 'x64', bytes: 10, sha512: SHA });
const LIST = {
  program: 'Curioscope',
  version: '0.2.0',
  packages: [one('c-0.2.0.tar.gz'), one('c_0.2.0.deb'), one('c.rpm'), one('c-setup.exe', 'win32')],
};
const here = (change: Partial<Installation> = {}): Installation => ({
  ...{ platform: 'linux', arch: 'x64', executable: '/opt/Curioscope/curioscope', has: () => true },
  ...change,
});

describe('parseRelease', () => {
  it('takes the list as it is written', () => {
    expect(parseRelease(JSON.stringify(LIST))).toEqual(LIST);
  });

  it.each([
    ['what is no list', '<html>', 'latest.json, cannot be used'],
    ['another program', JSON.stringify({ ...LIST, program: 'x' }), '"program"'],
    ['a version that is none', JSON.stringify({ ...LIST, version: 'new' }), '"version"'],
    ['a way out of the folder', JSON.stringify({ ...LIST, packages: [one('../c.deb')] }), 'plain file name'],
    ['another address', JSON.stringify({ ...LIST, packages: [one('http://x/c.deb')] }), 'plain file name'],
    ['a short hash', JSON.stringify({ ...LIST, packages: [{ ...one('c.deb'), sha512: 'aa' }] }), 'SHA-512'],
  ])('refuses %s and says what it is', (_what, text, words) => {
    expect(() => parseRelease(text)).toThrow(expect.objectContaining({ code: 'update/failed' }));
    expect(() => parseRelease(text)).toThrow(words);
  });
});

describe('packageFor', () => {
  it.each([
    ['a system with dpkg', here(), 'c_0.2.0.deb'],
    ['a system with rpm only', here({ has: (name) => name === 'rpm' }), 'c.rpm'],
    ['an unpacked folder', here({ executable: '/home/ada/c/curioscope' }), 'c-0.2.0.tar.gz'],
    ['Windows', here({ platform: 'win32', executable: 'C:\\c.exe' }), 'c-setup.exe'],
  ])('finds what was installed before: %s', (_what, installation, file) => {
    expect(packageFor(parseRelease(JSON.stringify(LIST)), installation).file).toBe(file);
  });

  it('says which package is missing', () => {
    expect(() => packageFor(parseRelease(JSON.stringify(LIST)), here({ arch: 'arm64' }))).toThrow(
      'Version 0.2.0 is there, but no .deb of it for linux arm64.',
    );
  });
});

describe('installCommand', () => {
  it('keeps a path with blanks and quotes in one piece', () => {
    expect(installCommand(kindOf(here()), "/home/ada/My 'files'/c.deb")).toBe(
      String.raw`sudo apt install '/home/ada/My '\''files'\''/c.deb'`,
    );
    expect(installCommand('rpm', '/tmp/c.rpm')).toBe('sudo dnf install /tmp/c.rpm');
  });
});
