/** Reads an indexed PNG back, checking every length and checksum on the way. */
import { inflateSync } from 'node:zlib';
import type { IndexedImage } from '../png';

export function readPng(file: Buffer): IndexedImage {
  if (file.subarray(0, 8).toString('latin1') !== '\x89PNG\r\n\x1a\n') throw new Error('No PNG signature.');
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < file.length;) {
    const length = file.readUInt32BE(at);
    const body = file.subarray(at + 4, at + 8 + length);
    if (file.readUInt32BE(at + 8 + length) !== crcOf(body)) throw new Error('A chunk has a wrong checksum.');
    chunks.set(body.toString('latin1', 0, 4), body.subarray(4));
    at += 12 + length;
  }
  const header = chunks.get('IHDR')!;
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  if (header[8] !== 8 || header[9] !== 3 || !chunks.has('IEND')) throw new Error('Not an indexed image of 8 bits.');
  const lines = inflateSync(chunks.get('IDAT')!);
  const pixels = new Uint8Array(width * height);
  for (let row = 0; row < height; row++) {
    const start = row * (width + 1);
    if (lines[start] !== 0) throw new Error('Only filter type 0 is read here.');
    pixels.set(lines.subarray(start + 1, start + 1 + width), row * width);
  }
  if (lines.length !== (width + 1) * height) throw new Error('The image data has a wrong length.');
  return { width, height, pixels, palette: Uint8Array.from(chunks.get('PLTE')!) };
}

/** CRC-32 bit by bit, as the standard defines it. */
function crcOf(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
