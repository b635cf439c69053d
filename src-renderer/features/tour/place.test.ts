import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeCard } from './place.model';

const AROUND = { window: { width: 1280, height: 720 }, headerBottom: 64 };
const CARD = { width: 360, height: 200 };

describe('the card of the tour', () => {
  it('stands beside what it speaks of', () => {
    expect(placeCard({ left: 60, top: 100, width: 400, height: 300 }, CARD, AROUND)).toEqual({ left: 472, top: 100 });
    expect(placeCard({ left: 900, top: 100, width: 380, height: 300 }, CARD, AROUND)).toEqual({ left: 528, top: 100 });
  });

  it('stands below what is in the header', () => {
    expect(placeCard({ left: 1100, top: 8, width: 170, height: 48 }, CARD, AROUND)).toEqual({ left: 908, top: 76 });
  });

  it('stands in the middle where there is nothing to point at', () => {
    expect(placeCard(undefined, CARD, AROUND)).toEqual({ left: 460, top: 260 });
  });

  it('is whole in the window and never over the header, wherever the target is', () => {
    const size = fc.integer({ min: 0, max: 1280 });
    fc.assert(
      fc.property(size, size, size, size, (left, top, width, height) => {
        const at = placeCard({ left, top, width, height }, CARD, AROUND);
        expect(at.top).toBeGreaterThan(AROUND.headerBottom);
        expect(at.left).toBeGreaterThan(0);
        expect(at.left + CARD.width).toBeLessThan(AROUND.window.width);
        expect(at.top + CARD.height).toBeLessThan(AROUND.window.height);
      }),
    );
  });
});
