/** Units as instruments write them: prefixes scaled away, so that values are in SI units. */

/** A unit without prefix and what values in the written unit are multiplied with. */
export interface ScaledUnit {
  readonly unit: string;
  readonly factor: number;
}

const PREFIXES: Readonly<Record<string, number>> = {
  f: 1e-15,
  p: 1e-12,
  n: 1e-9,
  u: 1e-6,
  µ: 1e-6,
  μ: 1e-6,
  // Bruker writes micro as a tilde.
  '~': 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
};
/** Units that take prefixes. */
const BASES: readonly string[] = ['m', 'A', 'V', 's', 'Hz', 'N', 'W', 'F', 'C', 'S', 'K', 'Pa', 'J', 'Ohm', 'Ω'];
const WORDS: Readonly<Record<string, ScaledUnit>> = {
  Å: { unit: 'm', factor: 1e-10 },
  '°': { unit: 'deg', factor: 1 },
  º: { unit: 'deg', factor: 1 },
  degree: { unit: 'deg', factor: 1 },
  degrees: { unit: 'deg', factor: 1 },
};

/** What a written unit means: `nm` is 1e-9 m, `m` is 1 m; an unknown word is a unit of its own. */
export function scaledUnit(written: string): ScaledUnit {
  const text = written.trim();
  const known = WORDS[text];
  if (known !== undefined) return known;
  if (text === '' || BASES.includes(text)) return { unit: text, factor: 1 };
  const ratio = /^([^/]+)\/([^/]+)$/.exec(text);
  if (ratio !== null) return quotient(scaledUnit(ratio[1]!), scaledUnit(ratio[2]!));
  const power = PREFIXES[text.charAt(0)];
  const base = text.slice(1);
  return power !== undefined && BASES.includes(base) ? { unit: base, factor: power } : { unit: text, factor: 1 };
}

function quotient(above: ScaledUnit, below: ScaledUnit): ScaledUnit {
  return { unit: `${above.unit}/${below.unit}`, factor: above.factor / below.factor };
}

/** The product of two written units; the same unit above and below the line cancels: `nm/V` times `V` is 1e-9 m. */
export function productUnit(first: string, second: string): ScaledUnit {
  const [a, b] = [scaledUnit(first), scaledUnit(second)];
  const factor = a.factor * b.factor;
  const [above, below] = a.unit.split('/');
  if (below !== undefined && below === b.unit) return { unit: above ?? '', factor };
  if (b.unit === '') return { unit: a.unit, factor };
  if (a.unit === '') return { unit: b.unit, factor };
  return { unit: `${a.unit} ${b.unit}`, factor };
}
