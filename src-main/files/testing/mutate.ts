/** Damaging files at random, by a seed: what fuzz tests feed to readers. */
import { integerBelow, type Random } from '../../numerics/random';

/** Numbers that break readers which trust them. */
const NASTY_WORDS = [0, 1, 0x7f, 0xff, 0x7fff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];
const NASTY_TEXTS = [
  '0',
  '-1',
  '1',
  '7',
  '65536',
  '4294967295',
  '99999999999999',
  '1e300',
  '-1e-300',
  'NaN',
  'Infinity',
  '',
  '0x10',
  '1.5',
];

/** A damaged copy of a file: one to three of flips, cuts, splices, changed numbers and lost or added ends. */
export function mutate(random: Random, original: Uint8Array): Uint8Array {
  let bytes = Buffer.from(original);
  const steps = 1 + integerBelow(random, 3);
  for (let i = 0; i < steps; i++)
    bytes = Buffer.from(MUTATIONS[integerBelow(random, MUTATIONS.length)]!(random, bytes));
  return new Uint8Array(bytes);
}

type Mutation = (random: Random, bytes: Buffer) => Uint8Array;

const MUTATIONS: readonly Mutation[] = [
  flip,
  flip,
  truncate,
  splice,
  changeWord,
  changeWord,
  changeText,
  changeText,
  append,
];

function flip(random: Random, bytes: Buffer): Buffer {
  const count = 1 + integerBelow(random, 8);
  for (let i = 0; i < count && bytes.length > 0; i++) {
    const at = position(random, bytes);
    bytes[at] = bytes[at]! ^ (1 << integerBelow(random, 8));
  }
  return bytes;
}

function truncate(random: Random, bytes: Buffer): Buffer {
  return bytes.subarray(0, integerBelow(random, bytes.length + 1));
}

/** Takes a piece out, doubles it, or puts it elsewhere. */
function splice(random: Random, bytes: Buffer): Buffer {
  if (bytes.length === 0) return bytes;
  const from = position(random, bytes);
  const piece = bytes.subarray(from, from + 1 + integerBelow(random, 200));
  const rest = Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + piece.length)]);
  const kind = integerBelow(random, 3);
  if (kind === 0) return rest;
  const target = kind === 1 ? bytes : rest;
  const to = integerBelow(random, target.length + 1);
  return Buffer.concat([target.subarray(0, to), piece, target.subarray(to)]);
}

/** Puts a nasty 16- or 32-bit number somewhere, in either byte order. */
function changeWord(random: Random, bytes: Buffer): Buffer {
  if (bytes.length < 4) return bytes;
  const at = Math.min(bytes.length - 4, position(random, bytes) & ~1);
  const word = NASTY_WORDS[integerBelow(random, NASTY_WORDS.length)]!;
  const kind = integerBelow(random, 4);
  if (kind === 0) bytes.writeUInt32LE(word, at);
  else if (kind === 1) bytes.writeUInt32BE(word, at);
  else if (kind === 2) bytes.writeUInt16LE(word & 0xffff, at);
  else bytes.writeUInt16BE(word & 0xffff, at);
  return bytes;
}

/** Puts something else in the place of a number in the text. */
function changeText(random: Random, bytes: Buffer): Buffer {
  const text = bytes.toString('latin1');
  const numbers = [...text.slice(0, 0x2000).matchAll(/-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g)];
  if (numbers.length === 0) return bytes;
  const found = numbers[integerBelow(random, numbers.length)]!;
  const other = NASTY_TEXTS[integerBelow(random, NASTY_TEXTS.length)]!;
  return Buffer.from(text.slice(0, found.index) + other + text.slice(found.index + found[0].length), 'latin1');
}

function append(random: Random, bytes: Buffer): Buffer {
  const more = Array.from({ length: integerBelow(random, 64) }, () => integerBelow(random, 256));
  return Buffer.concat([bytes, Buffer.from(more)]);
}

/** Headers are hit more often than values: they decide. */
function position(random: Random, bytes: Buffer): number {
  const inHeader = integerBelow(random, 2) === 0;
  return integerBelow(random, inHeader ? Math.min(bytes.length, 512) : bytes.length);
}
