import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodePng, pngDataUrl } from './png';
import { readPng } from './testing/readPng';

const image = fc
  .record({
    width: fc.integer({ min: 1, max: 40 }),
    height: fc.integer({ min: 1, max: 40 }),
    colours: fc.integer({ min: 1, max: 256 }),
  })
  .chain(({ width, height, colours }) =>
    fc.record({
      width: fc.constant(width),
      height: fc.constant(height),
      pixels: fc.uint8Array({ minLength: width * height, maxLength: width * height, max: colours - 1 }),
      palette: fc.uint8Array({ minLength: colours * 3, maxLength: colours * 3 }),
    }),
  );

describe('encodePng', () => {
  it('writes what a reader gets back', () => {
    fc.assert(
      fc.property(image, (written) => {
        const read = readPng(encodePng(written));
        expect([read.width, read.height]).toEqual([written.width, written.height]);
        expect(Buffer.compare(read.pixels, written.pixels)).toBe(0);
        expect(Buffer.compare(read.palette, written.palette)).toBe(0);
      }),
      { numRuns: 50 },
    );
  });

  it('gives the same file for the same image, as a data address too', () => {
    const dot = { width: 1, height: 1, pixels: Uint8Array.of(0), palette: Uint8Array.of(1, 2, 3) };
    const address = pngDataUrl(dot);
    expect(address).toMatch(/^data:image\/png;base64,[A-Za-z0-9+/]+=*$/);
    expect(readPng(Buffer.from(address.split(',')[1]!, 'base64'))).toEqual(dot);
  });

  it('refuses sizes that do not agree', () => {
    const palette = Uint8Array.of(0, 0, 0);
    expect(() => encodePng({ width: 2, height: 2, pixels: new Uint8Array(3), palette })).toThrow(RangeError);
    expect(() => encodePng({ width: 0, height: 0, pixels: new Uint8Array(0), palette })).toThrow(RangeError);
    expect(() => encodePng({ width: 1, height: 1, pixels: new Uint8Array(1), palette: new Uint8Array(2) })).toThrow(
      RangeError,
    );
  });
});
