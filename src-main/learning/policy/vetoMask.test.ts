import fc from 'fast-check';
import { expect, test } from 'vitest';
import { candidatePixel } from '../../../src-shared/maps';
import { VetoRule } from '../../../src-shared/proposal';
import { createRandom, shuffle } from '../../numerics/random';
import { patchRms } from '../novelty/imageNovelty';
import { buildPatchSet } from '../patches';
import { ALONG, SIDE, smallFrame } from '../testing/session';
import { alikeWidth, isInside, vetoEffect, weigh } from './vetoMask';

const SET = buildPatchSet(smallFrame(), { size: 8, stride: 1, normalisation: 'global' });
const width = alikeWidth(SET);
const candidate = fc.nat({ max: ALONG ** 2 - 1 });
const pixel = fc.record({ row: fc.nat({ max: SIDE }), col: fc.nat({ max: SIDE }) });
const shape = fc.oneof(
  fc.record({ kind: fc.constant('rectangle' as const), from: pixel, to: pixel }),
  fc.record({ kind: fc.constant('polygon' as const), corners: fc.array(pixel, { minLength: 3, maxLength: 6 }) }),
);

/** Any rule, as the journal gives it back. */
const rule = fc
  .tuple(
    candidate,
    fc.oneof(
      fc.constant({ scope: 'point' as const }),
      fc.record({ scope: fc.constant('radius' as const), radiusPixels: fc.nat({ max: 12 }) }),
      fc.record({ scope: fc.constant('lookAlike' as const), strength: fc.constantFrom(1, 0.8, 0.5) }),
      fc.record({
        scope: fc.constant('region' as const),
        effect: fc.constantFrom('exclude' as const, 'include' as const),
        shape,
      }),
    ),
  )
  .map(([at, scope]) => {
    const origin = {
      id: 'veto-1',
      candidate: at,
      at: candidatePixel(SET.grid, at),
      reason: 'other',
      step: 3,
    };
    return VetoRule.parse(JSON.parse(JSON.stringify({ ...origin, ...scope })));
  });
const rules = fc.array(rule, { maxLength: 5 });

test('the order of the rules does not matter', () => {
  fc.assert(
    fc.property(rules, fc.nat(), (list, seed) => {
      expect(vetoEffect(SET, shuffle(createRandom(seed), [...list]))).toEqual(vetoEffect(SET, list));
    }),
    { numRuns: 30 },
  );
});

test('a rule that is taken back leaves no trace, and no rule opens what another shuts', () => {
  fc.assert(
    fc.property(rules, rule, (list, extra) => {
      const before = vetoEffect(SET, list);
      const during = vetoEffect(SET, [...list, extra]);
      const after = vetoEffect(
        SET,
        [...list, extra].filter((other) => other !== extra),
      );

      expect(after).toEqual(before);
      // A further region that is included widens what is allowed; every other rule narrows it.
      if (extra.scope === 'region' && extra.effect === 'include') return;
      during.allowed.forEach((flag, k) => expect(flag).toBeLessThanOrEqual(before.allowed[k]!));
      during.factor?.forEach((factor, k) => expect(factor).toBeLessThanOrEqual(before.factor?.[k] ?? 1));
    }),
    { numRuns: 30 },
  );
});

test('each scope shuts out exactly what it says', () => {
  fc.assert(
    fc.property(rule, (one) => {
      const { allowed, factor } = vetoEffect(SET, [one]);

      for (let k = 0; k < SET.count; k += 3) {
        const at = candidatePixel(SET.grid, k);
        const pixels = Math.hypot(at.row - one.at.row, at.col - one.at.col);
        const distance = patchRms(SET, k, one.candidate);
        const shut = {
          point: () => k === one.candidate,
          radius: () => one.scope === 'radius' && pixels <= one.radiusPixels,
          lookAlike: () => one.scope === 'lookAlike' && one.strength === 1 && distance <= width,
          region: () => one.scope === 'region' && (one.effect === 'exclude') === isInside(one.shape, at),
        }[one.scope]();
        expect(allowed[k]).toBe(shut ? 0 : 1);
        if (one.scope === 'lookAlike')
          expect(factor![k]).toBeCloseTo(1 - one.strength * Math.exp(-((distance / width) ** 2) / 2), 9);
      }
      expect(factor === undefined).toBe(one.scope !== 'lookAlike');
    }),
    { numRuns: 30 },
  );
});

test('a veto counts on some part of the frame, never on all of it', () => {
  const like = VetoRule.parse({
    ...{ id: 'v', candidate: 500, at: candidatePixel(SET.grid, 500), reason: 'other', step: 1 },
    ...{ scope: 'lookAlike', strength: 1 },
  });
  const shut = vetoEffect(SET, [like]).allowed.filter((flag) => flag === 0).length;
  expect(shut).toBeGreaterThan(0);
  expect(shut).toBeLessThan(SET.count / 2);
});

test('a pixel is inside a polygon that goes round it once', () => {
  const corners = [
    { row: 0, col: 0 },
    { row: 0, col: 10 },
    { row: 10, col: 10 },
    { row: 5, col: 5 },
    { row: 10, col: 0 },
  ];
  const inside = (row: number, col: number) => isInside({ kind: 'polygon', corners }, { row, col });
  expect([inside(2, 5), inside(8, 1), inside(8, 9), inside(8, 5), inside(-1, 5), inside(2, 11)]).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
});

test('less weight never comes sooner, also for scores below 0', () => {
  expect([...weigh(Float64Array.of(2, -2, NaN), Float64Array.of(0.5, 0.5, 0.5))]).toEqual([1, -3, NaN]);
  const scores = Float64Array.of(1);
  expect(weigh(scores, undefined)).toBe(scores);
});

test('rules of older journals are read', () => {
  const old = { id: 'veto-1', scope: 'point', candidate: 7, at: { row: 4, col: 11 }, reason: 'already seen', step: 2 };
  expect(VetoRule.parse(old)).toEqual(old);
});
