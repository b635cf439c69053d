/** Which of two versions is newer, by the rules of Semantic Versioning 2.0.0, section 11. Pure. */

const VERSION = /^(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/;

/** Whether this is a version at all: `0.2.0`, `0.2.0-dev.83.gd255eb4dc`. */
export function isVersion(text: string): boolean {
  return VERSION.test(text);
}

/** Whether `there` is newer than `here`. What stands before a release, as `0.2.0-dev.3`, is older than it. */
export function isNewer(there: string, here: string): boolean {
  return compare(partsOf(there), partsOf(here)) > 0;
}

interface Parts {
  readonly numbers: readonly number[];
  /** Of a version before its release; empty for a release. */
  readonly before: readonly string[];
}

function partsOf(version: string): Parts {
  const found = VERSION.exec(version);
  if (found === null) throw new RangeError(`"${version}" is not a version.`);
  return { numbers: found.slice(1, 4).map(Number), before: found[4]?.split('.') ?? [] };
}

function compare(a: Parts, b: Parts): number {
  const numbers = firstDifference(a.numbers, b.numbers, (x, y) => x - y);
  if (numbers !== 0) return numbers;
  if (a.before.length === 0 || b.before.length === 0) return b.before.length - a.before.length;
  return firstDifference(a.before, b.before, compareWords) || a.before.length - b.before.length;
}

function firstDifference<T>(a: readonly T[], b: readonly T[], by: (x: T, y: T) => number): number {
  for (let i = 0; i < Math.min(a.length, b.length); i += 1) {
    const difference = by(a[i]!, b[i]!);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Numbers count as numbers and come before words, words by their letters. */
function compareWords(a: string, b: string): number {
  const [numberA, numberB] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (numberA && numberB) return Number(a) - Number(b);
  if (numberA !== numberB) return numberA ? -1 : 1;
  return a === b ? 0 : a < b ? -1 : 1;
}
