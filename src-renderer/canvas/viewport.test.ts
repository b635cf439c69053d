import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pixelToSample, samplePoint, type Raster } from '../../src-shared/geometry';
import { confined, fitViewport, isInside, panned, toSample, toScreen, zoomed, type Viewport } from './viewport';

const raster: Raster = { rows: 64, cols: 128, widthMetres: 4e-6, heightMetres: 2e-6 };
const size = { width: 500, height: 300 };
const micro = (x: number, y: number) => samplePoint(x * 1e-6, y * 1e-6);

const views = fc
  .record({
    zoom: fc.double({ min: 1, max: 40, noNaN: true }),
    x: fc.double({ min: -2, max: 2, noNaN: true }),
    y: fc.double({ min: -1, max: 1, noNaN: true }),
  })
  .map(({ zoom, x, y }): Viewport => ({ pixelsPerMetre: 1.25e8 * zoom, centre: micro(x, y) }));
const screens = fc.record({
  x: fc.double({ min: 0, max: 500, noNaN: true }),
  y: fc.double({ min: 0, max: 300, noNaN: true }),
});

describe('viewport', () => {
  it('shows the whole frame in its shape: x to the right, y up', () => {
    const view = fitViewport(raster, size);

    // 500 px for 4 µm: 125 px for a micrometre, so the frame is 250 px high in the 300.
    expect(toScreen(view, size, micro(-2, 1))).toEqual({ x: 0, y: 25 });
    expect(toScreen(view, size, micro(2, -1))).toEqual({ x: 500, y: 275 });
    const corner = toScreen(view, size, pixelToSample(raster, { row: 0, col: 0 }));
    expect(corner.x).toBeCloseTo(125 / 64, 9);
    expect(corner.y).toBeCloseTo(25 + 125 / 64, 9);
  });

  it('goes to the sample and back without loss', () => {
    fc.assert(
      fc.property(views, screens, (view, at) => {
        const back = toScreen(view, size, toSample(view, size, at));

        expect(back.x).toBeCloseTo(at.x, 6);
        expect(back.y).toBeCloseTo(at.y, 6);
      }),
    );
  });

  it('keeps the place under the pointer while it zooms', () => {
    fc.assert(
      fc.property(views, screens, fc.double({ min: 0.2, max: 5, noNaN: true }), (view, at, factor) => {
        const before = toSample(view, size, at);
        const after = toSample(zoomed(view, size, at, factor), size, at);

        expect(after.xMetres).toBeCloseTo(before.xMetres, 12);
        expect(after.yMetres).toBeCloseTo(before.yMetres, 12);
      }),
    );
  });

  it('takes the sample along with a drag', () => {
    fc.assert(
      fc.property(views, screens, screens, (view, from, to) => {
        const moved = panned(view, { x: to.x - from.x, y: to.y - from.y });
        const held = toSample(view, size, from);
        const now = toSample(moved, size, to);

        expect(now.xMetres).toBeCloseTo(held.xMetres, 12);
        expect(now.yMetres).toBeCloseTo(held.yMetres, 12);
      }),
    );
  });

  it('never leaves the frame and never shows it smaller than the fit', () => {
    const anywhere = fc.record({
      x: fc.double({ min: -9, max: 9, noNaN: true }),
      scale: fc.double({ min: 1e6, max: 1e11, noNaN: true }),
    });
    fc.assert(
      fc.property(anywhere, ({ x, scale }) => {
        const view = confined({ pixelsPerMetre: scale, centre: micro(x, -x) }, raster, size);

        expect(view.pixelsPerMetre).toBeGreaterThanOrEqual(fitViewport(raster, size).pixelsPerMetre);
        expect(isInside(raster, view.centre)).toBe(true);
      }),
    );
    expect(confined({ pixelsPerMetre: 1, centre: micro(1, 0) }, raster, size)).toEqual(fitViewport(raster, size));
  });
});
