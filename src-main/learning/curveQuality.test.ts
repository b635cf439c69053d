import { expect, test } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../src-shared/experiment';
import { DEFAULT_QUALITY } from '../../src-shared/quality';
import { systemClock } from '../clock';
import { createSimulator } from '../instrument/simulator/driver';
import { truthPlace } from '../instrument/simulator/groundTruth';
import { createRandom, standardNormal } from '../numerics/random';
import { assessCurve, type QualityContext } from './curveQuality';
import { noiseAmperes } from './novelty/curveDistance';

const LIMIT = 2e-8;
const CONTEXT: QualityContext = {
  settings: { ...DEFAULT_QUALITY, action: 'reject' },
  limitAmperes: LIMIT,
  points: 251,
  noiseBefore: new Array<number>(6).fill(6e-12),
};

/** A rising and falling curve with noise, amperes. */
function curve(peak: number, noise = 6e-12): Float64Array {
  const random = createRandom(7);
  return Float64Array.from(
    { length: 251 },
    (_, k) => peak * (1 - Math.abs(k - 125) / 125) ** 1.6 + noise * standardNormal(random),
  );
}
const flagsOf = (amperes: Float64Array, change: Partial<QualityContext> = {}) =>
  assessCurve(amperes, { ...CONTEXT, ...change }).flags;

test('a good curve and a curve without contact enter', () => {
  expect(assessCurve(curve(1e-9), CONTEXT)).toEqual({ flags: [], enters: true });
  expect(assessCurve(curve(2e-12), CONTEXT)).toEqual({ flags: [], enters: true });
});

test('each fault is flagged by its name and keeps the curve out', () => {
  const faulty = {
    incomplete: curve(1e-9).subarray(1),
    saturated: curve(4e-8).map((value) => Math.min(value, LIMIT)),
    dead: new Float64Array(251).fill(3e-13),
    noisy: curve(1e-9, 1e-10),
    contactLost: curve(1e-9).map((value, k) => (k >= 100 ? 1e-13 * (k % 3) : value)),
  };
  for (const [flag, amperes] of Object.entries(faulty))
    expect(assessCurve(amperes, CONTEXT)).toEqual({ flags: [flag], enters: false });
  expect(flagsOf(curve(1e-9).map((value, k) => (k === 5 ? NaN : value)))).toEqual(['incomplete']);
  expect(flagsOf(new Float64Array(251))).toEqual(['dead']);
});

test('a touch of the limit is allowed, and noise is judged only after five curves', () => {
  const touching = curve(1e-9).map((value, k) => (Math.abs(k - 125) < 3 ? LIMIT : value));
  expect(flagsOf(touching)).not.toContain('saturated');
  expect(flagsOf(touching, { settings: { ...CONTEXT.settings, saturatedShare: 0.01 } })).toContain('saturated');
  expect(flagsOf(curve(1e-9, 1e-10), { noiseBefore: [6e-12, 6e-12, 6e-12, 6e-12] })).toEqual([]);
});

test('flags without consequence, or nothing looked at, as the settings say', () => {
  const dead = new Float64Array(251);
  const under = (action: 'flag' | 'off') => assessCurve(dead, { ...CONTEXT, settings: { ...DEFAULT_QUALITY, action } });
  expect(under('flag')).toEqual({ flags: ['dead'], enters: true });
  expect(under('off')).toEqual({ flags: [], enters: true });
});

test('no curve of the simulated film, of whatever class, is flagged', async () => {
  const { instrument, groundTruth } = createSimulator({ pixels: 128, filmSeed: 5, speed: 'max', clock: systemClock });
  const { signal } = new AbortController();
  await instrument.connect(signal);
  const { sweep, limits } = DEFAULT_EXPERIMENT;
  const random = createRandom(1);
  const noiseBefore: number[] = [];
  const classes = new Set<string>();
  for (let k = 0; k < 150; k++) {
    const place = truthPlace(groundTruth, random.next() % (128 * 128));
    classes.add(groundTruth.classAt(place));
    await instrument.moveTo(place, signal);
    const { amperes } = await instrument.sweepBias(sweep, limits.maxCurrentAmperes, signal);
    expect(flagsOf(amperes, { limitAmperes: limits.maxCurrentAmperes, noiseBefore })).toEqual([]);
    noiseBefore.push(noiseAmperes(amperes));
  }
  expect(classes.size).toBe(4);
});
