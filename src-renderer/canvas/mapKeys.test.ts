import { describe, expect, it } from 'vitest';
import { samplePoint } from '../../src-shared/geometry';
import { moveOfKey, type MapKeyScene } from './mapKeys';
import { fitViewport, toScreen } from './viewport';

const raster = { rows: 10, cols: 20, widthMetres: 20e-9, heightMetres: 10e-9 };
const size = { width: 400, height: 200 };
const scene: MapKeyScene = { raster, size, chosen: undefined, cursor: undefined };
const key = (name: string, shiftKey = false) => ({ key: name, shiftKey });

describe('a map by keyboard', () => {
  it('moves the cross hairs a pixel, eight with Shift, and never out of the frame', () => {
    const right = moveOfKey(key('ArrowRight'), scene)!;
    expect(right.cursor.xMetres).toBeCloseTo(1e-9, 15);
    const up = moveOfKey(key('ArrowUp', true), { ...scene, cursor: right.cursor })!;
    expect(up.cursor.yMetres).toBeCloseTo(5e-9, 15);
    expect(up.pick).toBe(false);
  });

  it('zooms about the cross hairs, which keep their place, and back to the whole frame', () => {
    const cursor = samplePoint(3e-9, 1e-9);
    const near = moveOfKey(key('+'), { ...scene, cursor })!;
    const before = toScreen(fitViewport(raster, size), size, cursor);
    const after = toScreen(near.view!, size, cursor);
    expect(after.x).toBeCloseTo(before.x, 6);
    expect(after.y).toBeCloseTo(before.y, 6);
    expect(moveOfKey(key('-'), { ...scene, cursor, chosen: near.view })!.view).toBeUndefined();
    expect(moveOfKey(key('0'), { ...scene, cursor, chosen: near.view })!.view).toBeUndefined();
  });

  it('takes the view along where the cross hairs would leave it', () => {
    const chosen = { pixelsPerMetre: 8e10, centre: samplePoint(0, 0) };
    const cursor = samplePoint(2.4e-9, 0);
    const moved = moveOfKey(key('ArrowRight'), { ...scene, chosen, cursor })!;
    expect(moved.view!.centre.xMetres).toBeCloseTo(3.4e-9, 15);
  });

  it('picks with the space bar and leaves other keys alone', () => {
    expect(moveOfKey(key(' '), scene)!.pick).toBe(true);
    expect(moveOfKey(key('a'), scene)).toBeUndefined();
  });
});
