/** Reads a PNG of 8 bits with red, green, blue and alpha (ISO/IEC 15948, filters of section 9). */
import { inflateSync } from 'node:zlib';

export interface RgbaImage {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue and alpha of the pixel at column x and row y. */
  readonly at: (x: number, y: number) => readonly number[];
}

export function readRgba(file: Buffer): RgbaImage {
  const parts: Buffer[] = [];
  for (let at = 8; at < file.length; at += 12 + file.readUInt32BE(at))
    if (file.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(file.subarray(at + 8, at + 8 + file.readUInt32BE(at)));
  const [width, height] = [file.readUInt32BE(16), file.readUInt32BE(20)];
  if (file[24] !== 8 || file[25] !== 6) throw new Error('Not a picture of 8 bits with alpha.');
  const lines = inflateSync(Buffer.concat(parts));
  const stride = 4 * width;
  const pixels = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = lines[y * (stride + 1)]!;
    for (let k = 0; k < stride; k++) {
      const left = k < 4 ? 0 : pixels[y * stride + k - 4]!;
      const up = y === 0 ? 0 : pixels[(y - 1) * stride + k]!;
      const corner = k < 4 || y === 0 ? 0 : pixels[(y - 1) * stride + k - 4]!;
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter]!;
      pixels[y * stride + k] = lines[y * (stride + 1) + 1 + k]! + guess;
    }
  }
  return { width, height, at: (x, y) => [...pixels.subarray(y * stride + 4 * x, y * stride + 4 * x + 4)] };
}

/** Of three neighbours the one nearest to left + up - corner. */
function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [left, up, corner].map((value) => Math.abs(guess - value)) as [number, number, number];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}
