/**
 * The one source of randomness: xoshiro128** (Blackman & Vigna 2018), its state filled by splitmix32. Equal seeds give
 * equal numbers on every machine. Streams for different purposes come from {@link deriveRandom}, so that one more draw
 * in one place never moves the numbers of another.
 */

/** A stream of random numbers. `key` names the stream and does not change while numbers are drawn. */
export interface Random {
  readonly key: readonly [number, number, number, number];
  /** The next number, an integer in 0 to 2^32 - 1. */
  next(): number;
}

/** The stream with a given 128-bit key, which is also the first state of the generator. */
export function randomFromKey(key: Random['key']): Random {
  let [a, b, c, d] = key;
  // The all-zero state is the one from which the generator never leaves.
  if ((a | b | c | d) === 0) a = 1;
  return {
    key,
    next() {
      const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
      const shifted = b << 9;
      c ^= a;
      d ^= b;
      b ^= c;
      a ^= d;
      c ^= shifted;
      d = rotateLeft(d, 11);
      return result;
    },
  };
}

/** The stream that belongs to a seed; only the lowest 32 bits of the seed count. */
export function createRandom(seed: number): Random {
  const step = splitmix32(seed);
  return randomFromKey([step(), step(), step(), step()]);
}

/**
 * An independent stream for one purpose. It depends on the key of `parent` and on `label` alone, not on how many
 * numbers were drawn from the parent.
 */
export function deriveRandom(parent: Random, label: string): Random {
  const [a, b, c, d] = parent.key;
  return randomFromKey([hashText(label, a), hashText(label, b), hashText(label, c), hashText(label, d)]);
}

/** A uniform number in [0, 1) with 53 random bits. */
export function uniform(random: Random): number {
  const high = random.next() >>> 5;
  const low = random.next() >>> 6;
  return (high * 0x4000000 + low) / 0x20000000000000;
}

/** A uniform number in [low, high). */
export function uniformBetween(random: Random, low: number, high: number): number {
  return low + (high - low) * uniform(random);
}

/** A uniform integer in 0 to n - 1, without the bias of a remainder. Throws RangeError unless 1 <= n <= 2^32. */
export function integerBelow(random: Random, n: number): number {
  if (!Number.isInteger(n) || n < 1 || n > 0x100000000)
    throw new RangeError(`n: expected an integer from 1 to 2^32, given ${n}`);
  const accepted = 0x100000000 - (0x100000000 % n);
  let drawn = random.next();
  while (drawn >= accepted) drawn = random.next();
  return drawn % n;
}

/** A number from the standard normal distribution (Box & Muller 1958). */
export function standardNormal(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - uniform(random)));
  return radius * Math.cos(2 * Math.PI * uniform(random));
}

/** The same items in random order, every order equally likely (Fisher & Yates); the given array stays as it is. */
export function shuffle<T>(random: Random, items: readonly T[]): T[] {
  const mixed = [...items];
  for (let i = mixed.length - 1; i > 0; i--) {
    const j = integerBelow(random, i + 1);
    [mixed[i], mixed[j]] = [mixed[j]!, mixed[i]!];
  }
  return mixed;
}

/**
 * k different integers of 0 to n - 1 in random order, without replacement. Throws RangeError unless 0 <= k <= n.
 * Memory grows with k, not with n.
 */
export function choose(random: Random, k: number, n: number): number[] {
  if (!Number.isInteger(k) || !Number.isInteger(n) || k < 0 || k > n)
    throw new RangeError(`k: expected an integer from 0 to n = ${n}, given ${k}`);
  const moved = new Map<number, number>();
  const chosen: number[] = [];
  for (let i = 0; i < k; i++) {
    const j = i + integerBelow(random, n - i);
    chosen.push(moved.get(j) ?? j);
    moved.set(j, moved.get(i) ?? i);
  }
  return chosen;
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

/** A counter through the finaliser of MurmurHash3: neighbouring seeds give unrelated words. */
function splitmix32(seed: number): () => number {
  let counter = seed | 0;
  return () => {
    counter = (counter + 0x9e3779b9) | 0;
    return mix(counter);
  };
}

function hashText(text: string, start: number): number {
  let hash = mix(start ^ Math.imul(text.length + 1, 0x9e3779b9));
  for (let i = 0; i < text.length; i++) hash = mix(Math.imul(hash ^ text.charCodeAt(i), 0x01000193) + 0x9e3779b9);
  return hash;
}

function mix(word: number): number {
  let z = word;
  z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
  z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
  return (z ^ (z >>> 16)) >>> 0;
}
