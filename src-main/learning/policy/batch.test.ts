import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chooseBatch } from './batch';

const GRID = { rows: 6, cols: 6, originRow: 0, originCol: 0, stride: 1 };

test('every place of a batch knows the ones before it, and keeps its distance from them', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat({ max: 1000 }), { minLength: 36, maxLength: 36 }),
      fc.nat({ max: 12 }),
      (scores, count) => {
        const asked: number[][] = [];
        const batch = chooseBatch(count, GRID, (pending, tooNear) => {
          asked.push([...pending]);
          const open = scores.map((score, k) => ({ score, k })).filter(({ k }) => !tooNear.includes(k));
          return open.sort((a, b) => b.score - a.score || a.k - b.k)[0]?.k;
        });

        asked.forEach((pending, i) => expect(pending).toEqual(batch.slice(0, i)));
        for (const [i, a] of batch.entries())
          for (const b of batch.slice(0, i))
            expect(Math.hypot(Math.floor(a / 6) - Math.floor(b / 6), (a % 6) - (b % 6))).toBeGreaterThanOrEqual(2);
        if (count > 0) expect(scores[batch[0]!]).toBe(Math.max(...scores));
        // Nine places two pixels apart always fit; fewer only where nothing is left.
        expect(batch.length).toBeLessThanOrEqual(count);
        expect(batch.length).toBeGreaterThanOrEqual(Math.min(count, 4));
      },
    ),
  );
});
