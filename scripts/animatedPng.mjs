/** An animated PNG (APNG, part of PNG's third edition) from pictures of one size. */
import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Eight bits each of red, green, blue and opacity, not interlaced. */
const KIND = [8, 6, 0, 0, 0];
/** Steps of brightness that nobody sees and that would cost most of the file. */
const STEP = 16;

/**
 * @param size `width` and `height` in pixels
 * @param frames pixels of each picture, row by row, four bytes each: red, green, blue, opacity
 * @param millis how long each is shown
 * @returns the animation, repeated for ever; a viewer that cannot animate shows the first picture
 */
export function animatedPng({ width, height }, frames, millis) {
  if (frames.some((frame) => frame.length !== width * height * 4))
    throw new Error(`Each picture of ${width} x ${height} pixels must have ${width * height * 4} bytes.`);
  const coarse = frames.map(coarsened);
  const header = Buffer.concat([u32(width, height), Buffer.from(KIND)]);
  let sequence = 0;
  const parts = [SIGNATURE, chunk('IHDR', header), chunk('acTL', u32(frames.length, 0))];
  for (const [k, frame] of coarse.entries()) {
    // What did not change is left clear, and the picture before it shows through.
    const data = packed(k === 0 ? frame : changes(coarse[k - 1], frame), width);
    const control = [u32(sequence++, width, height, 0, 0), u16(millis, 1000), Buffer.from([0, k === 0 ? 0 : 1])];
    parts.push(chunk('fcTL', Buffer.concat(control)));
    parts.push(k === 0 ? chunk('IDAT', data) : chunk('fdAT', Buffer.concat([u32(sequence++), data])));
  }
  return Buffer.concat([...parts, chunk('IEND', Buffer.alloc(0))]);
}

function coarsened(frame) {
  return Buffer.from(frame.map((value, k) => (k % 4 === 3 ? 255 : Math.min(255, Math.round(value / STEP) * STEP))));
}

function changes(before, after) {
  const changed = Buffer.alloc(after.length);
  for (let at = 0; at < after.length; at += 4)
    if (before.readUInt32LE(at) !== after.readUInt32LE(at)) after.copy(changed, at, at, at + 4);
  return changed;
}

/** Rows without a filter: in pictures of few colours, deflate finds more in them as they are. */
function packed(pixels, width) {
  const rows = [];
  for (let at = 0; at < pixels.length; at += width * 4)
    rows.push(Buffer.from([0]), pixels.subarray(at, at + width * 4));
  return deflateSync(Buffer.concat(rows), { level: 9 });
}

function chunk(type, data) {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  return Buffer.concat([u32(data.length), named, u32(crc32(named))]);
}

function u32(...values) {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, k) => bytes.writeUInt32BE(value, 4 * k));
  return bytes;
}

function u16(...values) {
  const bytes = Buffer.alloc(2 * values.length);
  values.forEach((value, k) => bytes.writeUInt16BE(value, 2 * k));
  return bytes;
}
