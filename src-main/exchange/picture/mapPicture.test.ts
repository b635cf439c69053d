import { describe, expect, it } from 'vitest';
import { readPng } from '../../report/testing/readPng';
import { dotOf, hasGlyph } from './letters';
import { mapPicture, type MapPicture } from './mapPicture';

const map: MapPicture = {
  title: '4d Test',
  frame: { rows: 4, cols: 4, widthMetres: 1e-6, heightMetres: 1e-6 },
  area: { firstRow: 1, firstCol: 1, stride: 1, cols: 2 },
  values: [0, 1, NaN, 0.5],
  quantity: 'score (0 to 1)',
  range: { low: 0, high: 1 },
  colours: 'viridis',
  points: [],
};

describe('letters', () => {
  it('has every sign that titles, units and numbers of the report use', () => {
    const needed =
      'Topography and measured places height (nm) 0.123456789 \u22125 µm × 10 = 1 - standard deviation: ucb/ei';
    for (const letter of needed) expect([letter, hasGlyph(letter)]).toEqual([letter, true]);
    for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz') expect(hasGlyph(letter)).toBe(true);
  });

  it('shows an unknown sign as a box and a space as nothing', () => {
    expect([dotOf('漢', 0, 0), dotOf('漢', 3, 2), dotOf('漢', 6, 4)]).toEqual([true, false, true]);
    expect([0, 1, 2, 3, 4, 5, 6].some((row) => dotOf(' ', row, 2))).toBe(false);
  });

  it('draws no two letters or digits alike', () => {
    const letters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz123456789');
    const drawn = letters.map((letter) =>
      Array.from({ length: 35 }, (_, i) => (dotOf(letter, Math.floor(i / 5), i % 5) ? '#' : '.')).join(''),
    );
    expect(new Set(drawn).size).toBe(letters.length);
  });
});

describe('a map as PNG', () => {
  it('has its values where they are in the frame: high, low, missing and outside', () => {
    const { width, pixels, palette } = readPng(Buffer.from(mapPicture(map)));
    const colourAt = (x: number, y: number) => [0, 1, 2].map((k) => palette[pixels[y * width + x]! * 3 + k]!);
    expect(width).toBeGreaterThan(680);
    const at = (row: number, col: number) =>
      colourAt(20 + Math.round((col + 0.5) * 160), 44 + Math.round((row + 0.5) * 160));
    expect(at(0, 0)).toEqual([0xe4, 0xe7, 0xea]);
    expect(at(2, 1)).toEqual([0x9c, 0x9c, 0x9c]);
    const brightness = (colour: number[]) => colour[0]! + colour[1]!;
    expect(brightness(at(1, 2))).toBeGreaterThan(brightness(at(1, 1)) + 150);
  });

  it('keeps the proportions of the frame', () => {
    const flat = { ...map, frame: { rows: 4, cols: 4, widthMetres: 1e-6, heightMetres: 0.25e-6 } };
    expect(readPng(Buffer.from(mapPicture(flat))).height).toBe(44 + 160 + 56);
  });
});
