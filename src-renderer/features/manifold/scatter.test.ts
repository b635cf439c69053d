import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisTicks, insideOutline, latentToScreen, screenToLatent, viewOf } from './scatter.model';

const size = { width: 400, height: 300 };

describe('viewOf', () => {
  it('shows every place, x and y in the same scale', () => {
    const number = fc.double({ min: -4, max: 4, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.record({ x: number, y: number }), { minLength: 1, maxLength: 20 }), (places) => {
        const view = viewOf(places, size);
        for (const place of places) {
          const { x, y } = latentToScreen(view, size, place);
          expect(x).toBeGreaterThanOrEqual(0);
          expect(x).toBeLessThanOrEqual(size.width);
          expect(y).toBeGreaterThanOrEqual(0);
          expect(y).toBeLessThanOrEqual(size.height);
        }
      }),
    );
  });

  it('draws the second coordinate upwards and back', () => {
    const view = viewOf(
      [
        { x: -1, y: -1 },
        { x: 1, y: 1 },
      ],
      size,
    );
    const high = latentToScreen(view, size, { x: 0, y: 0.5 });

    expect(high.y).toBeLessThan(150);
    expect(screenToLatent(view, size, high)).toEqual({ x: 0, y: expect.closeTo(0.5, 9) as number });
  });

  it('does not blow up a cloud that is a single place', () => {
    expect(viewOf([{ x: 3, y: 3 }], size).pixelsPerUnit).toBeLessThan(1e4);
  });
});

describe('insideOutline', () => {
  const corner = [
    { x: 0, y: 0 },
    { x: 10, y: 0 },
    { x: 10, y: 10 },
    { x: 5, y: 4 },
    { x: 0, y: 10 },
  ];

  it('knows what lies inside, also of an outline with a bay', () => {
    expect(insideOutline(corner, { x: 5, y: 2 })).toBe(true);
    expect(insideOutline(corner, { x: 1, y: 8 })).toBe(true);
    expect(insideOutline(corner, { x: 5, y: 8 })).toBe(false);
    expect(insideOutline(corner, { x: 11, y: 2 })).toBe(false);
  });
});

describe('axisTicks', () => {
  it('gives round values inside the range', () => {
    expect(axisTicks(-0.7, 1.1, 4)).toEqual([-0.5, 0, 0.5, 1]);
    expect(axisTicks(1, 1, 4)).toEqual([]);
  });
});
