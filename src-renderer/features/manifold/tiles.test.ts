import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boxCount, boxOf, boxRect, inBox, moveFocus, tileAt, tileLayout, tileRect } from './tiles.model';

const size = { width: 300, height: 200 };

describe('tileLayout', () => {
  it('gives square tiles as large as fit, in the middle', () => {
    expect(tileLayout(size, 10, false)).toEqual({ side: 10, pitch: 19.6, left: 52, top: 2 });
  });

  it('leaves room for the values of the axes', () => {
    const layout = tileLayout({ width: 200, height: 200 }, 10, true);

    expect(layout.left).toBeGreaterThanOrEqual(48);
    expect(layout.left + layout.pitch * 10).toBeLessThanOrEqual(200);
    expect(layout.top + layout.pitch * 10 + 16).toBeLessThanOrEqual(200);
  });

  it('finds a tile from every place inside it, and none beside the grid', () => {
    const layout = tileLayout(size, 10, true);
    fc.assert(
      fc.property(fc.nat(99), fc.double({ min: 0.01, max: 0.99, noNaN: true }), (tile, within) => {
        const { x, y, width, height } = tileRect(layout, tile);
        expect(tileAt(layout, { x: x + within * width, y: y + within * height })).toBe(tile);
      }),
    );
    expect(tileAt(layout, { x: layout.left - 1, y: 100 })).toBeUndefined();
    expect(tileAt(layout, { x: 150, y: layout.top + layout.pitch * 10 + 1 })).toBeUndefined();
  });
});

describe('boxOf', () => {
  it('spans two corners whichever comes first', () => {
    const box = { rowFrom: 1, rowTo: 3, colFrom: 2, colTo: 4 };

    expect(boxOf(14, 32, 10)).toEqual(box);
    expect(boxOf(32, 14, 10)).toEqual(box);
    expect(boxCount(box)).toBe(9);
    expect(Array.from({ length: 100 }, (_, tile) => inBox(box, tile, 10)).filter(Boolean)).toHaveLength(9);
    expect(boxRect({ side: 10, pitch: 20, left: 50, top: 0 }, box)).toEqual({ x: 90, y: 20, width: 60, height: 60 });
  });
});

describe('moveFocus', () => {
  const at = (cursor: number, anchor?: number) => ({ cursor, anchor });

  it('moves one tile and stops at the border', () => {
    expect(moveFocus(at(55), 'ArrowUp', false, 10)).toEqual(at(45));
    expect(moveFocus(at(55), 'ArrowRight', false, 10)).toEqual(at(56));
    expect(moveFocus(at(59), 'ArrowRight', false, 10)).toEqual(at(59));
    expect(moveFocus(at(90), 'ArrowDown', false, 10)).toEqual(at(90));
  });

  it('goes to the edges of its row and column', () => {
    expect(moveFocus(at(55), 'Home', false, 10)).toEqual(at(50));
    expect(moveFocus(at(55), 'PageDown', false, 10)).toEqual(at(95));
  });

  it('grows a box with Shift from where it began, and lets go of it without', () => {
    expect(moveFocus(at(55), 'ArrowRight', true, 10)).toEqual(at(56, 55));
    expect(moveFocus(at(56, 55), 'ArrowDown', true, 10)).toEqual(at(66, 55));
    expect(moveFocus(at(66, 55), 'ArrowDown', false, 10)).toEqual(at(76));
  });

  it('means nothing with other keys', () => {
    expect(moveFocus(at(55), 'a', false, 10)).toBeUndefined();
  });
});
