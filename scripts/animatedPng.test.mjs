import { crc32, inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { animatedPng } from './animatedPng.mjs';

const SIZE = { width: 2, height: 1 };
const picture = (...pixels) => Buffer.from(pixels.flat());
const RED = [240, 0, 0, 255];
const BLUE = [0, 0, 240, 255];

/** Type, data and checksum of each chunk, as the standard has them. */
function chunksOf(png) {
  const chunks = [];
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at);
    const named = png.subarray(at + 4, at + 8 + length);
    expect(png.readUInt32BE(at + 8 + length)).toBe(crc32(named));
    chunks.push({ type: named.toString('latin1', 0, 4), data: named.subarray(4) });
    at += length + 12;
  }
  return chunks;
}

test('an animation holds its pictures in order, numbered without a gap', () => {
  const chunks = chunksOf(animatedPng(SIZE, [picture(RED, RED), picture(RED, BLUE), picture(BLUE, BLUE)], 250));

  expect(chunks.map(({ type }) => type)).toEqual([
    ...['IHDR', 'acTL', 'fcTL', 'IDAT', 'fcTL', 'fdAT', 'fcTL', 'fdAT', 'IEND'],
  ]);
  expect(chunks[1].data.readUInt32BE(0)).toBe(3);
  const numbered = chunks.filter(({ type }) => type === 'fcTL' || type === 'fdAT');
  expect(numbered.map(({ data }) => data.readUInt32BE(0))).toEqual([0, 1, 2, 3, 4]);
});

test('the first picture is whole, a later one has only what changed', () => {
  const chunks = chunksOf(animatedPng(SIZE, [picture(RED, RED), picture(RED, BLUE)], 250));

  expect([...inflateSync(chunks[3].data)]).toEqual([0, ...RED, ...RED]);
  expect([...inflateSync(chunks[5].data.subarray(4))]).toEqual([0, 0, 0, 0, 0, ...BLUE]);
});

test('pictures of another size are refused', () => {
  expect(() => animatedPng(SIZE, [picture(RED)], 250)).toThrow('8 bytes');
});
