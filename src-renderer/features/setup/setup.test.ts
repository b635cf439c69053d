import { expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../../../src-shared/limits';
import { DEFAULT_EXPERIMENT } from '../../../src-shared/experiment';
import { checkWords, looserWords, programWords, slewOf, typed, waveform } from './setup.model';

const { sweep } = DEFAULT_EXPERIMENT;

it('names the limits that become looser, old beside new, and no others', () => {
  const next = { ...DEFAULT_LIMITS, maxBiasVolts: 1, maxCurrentAmperes: 50e-9 };

  expect(looserWords(DEFAULT_LIMITS, next)).toEqual(['Current, either sign: 20.0 nA \u2192 50.0 nA']);
  expect(looserWords(next, DEFAULT_LIMITS)).toEqual(['Bias, either sign: 1.00 V \u2192 2.00 V']);
});

it('types 20 nA as 20', () => {
  expect(typed(20e-9, 1e9)).toBe(20);
});

it('draws every point of a sweep for as long as it takes, from 0 V back to 0 V', () => {
  const { curves, x } = waveform(sweep, '#000');
  const [curve] = curves;

  expect(x.title).toBe('Time (s)');
  expect(curve?.x.length).toBe(2 * 251 + 2);
  expect(curve?.x[503]).toBeCloseTo(2.51, 9);
  expect(Math.max(...Array.from(curve!.y))).toBe(1.5);
  expect([curve?.y[0], curve?.y[503]]).toEqual([0, 0]);
});

it('says what the limits have against a program', () => {
  expect(slewOf(sweep)).toBeCloseTo(1.2, 9);
  expect(programWords(sweep, DEFAULT_LIMITS)).toEqual({ words: '251 points, 2.5 s, 1.20 V/s', against: [] });
  const fast = { ...sweep, peakVolts: 3, pointSeconds: 1e-4 };
  expect(programWords(fast, DEFAULT_LIMITS).against).toHaveLength(2);
});

it('says when the axes were checked, and that nothing starts after a failure', () => {
  const heights = 'unknown' as const;
  const check = {
    at: '2026-01-02T03:04:05.000Z',
    instrument: 'X',
    askedX: 0,
    askedY: 0,
    reachedX: 0,
    reachedY: 0,
    heights,
  };

  expect(checkWords({ ...check, seen: 'right' })).toBe('Passed 2026-01-02 03:04 UTC on X.');
  expect(checkWords({ ...check, seen: 'wrong' })).toMatch(/^FAILED .* No session can start/);
  expect(checkWords(undefined)).toMatch(/Not done/);
});
