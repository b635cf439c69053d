import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isNewer, isVersion } from './versions';

/** From old to new. */
const IN_ORDER = [
  '0.1.0-dev',
  '0.1.0-dev.9.gffffffff',
  '0.1.0-dev.83.gd255eb4dc',
  '0.1.0-dev.100.g000000000',
  '0.1.0-rc.1',
  '0.1.0',
  '0.1.1',
  '0.2.0-dev.3.gabcdef123',
  '0.2.0',
  '0.10.0',
  '1.0.0',
];

describe('isNewer', () => {
  it('puts versions in the order in which they are made', () => {
    for (const [i, a] of IN_ORDER.entries())
      for (const [j, b] of IN_ORDER.entries()) expect(isNewer(a, b), `${a} after ${b}`).toBe(i > j);
  });

  it('takes what is built of one version as that version', () => {
    expect(isNewer('1.0.0+b', '1.0.0+a')).toBe(false);
  });

  it('never finds two versions newer than each other', () => {
    const word = fc.stringMatching(/^[0-9a-z]{1,4}$/);
    const version = fc
      .tuple(fc.nat(3), fc.nat(3), fc.nat(3), fc.array(word, { maxLength: 3 }))
      .map(([a, b, c, before]) => `${a}.${b}.${c}${before.length === 0 ? '' : `-${before.join('.')}`}`);
    fc.assert(
      fc.property(version, version, (a, b) => {
        expect(isNewer(a, b) && isNewer(b, a)).toBe(false);
      }),
    );
  });
});

describe('isVersion', () => {
  it.each(['1.0', 'v1.0.0', '1.0.0-', 'latest', ''])('"%s" is none', (text) => {
    expect(isVersion(text)).toBe(false);
  });
});
