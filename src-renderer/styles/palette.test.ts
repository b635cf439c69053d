import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

type Triplet = readonly [number, number, number];

const CSS = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8');

/** The colours of a theme: what `:root` says, and over it what the dark theme says. */
function tokensOf(theme: 'light' | 'dark'): Readonly<Record<string, string>> {
  const blocks = [...CSS.matchAll(/:root(\[data-theme='dark'\])?\s*\{([^}]*)\}/g)];
  const used = blocks.filter(([, dark]) => theme === 'dark' || dark === undefined);
  return Object.fromEntries(
    used.flatMap(([, , body]) => [...body!.matchAll(/--([\w-]+):\s*(#[0-9a-f]{3,6})/gi)].map((m) => [m[1]!, m[2]!])),
  );
}

/** Linear light of an sRGB colour, 0 to 1. */
function linear(hex: string): Triplet {
  const long = hex.length === 4 ? hex.slice(1).replaceAll(/./g, '$&$&') : hex.slice(1);
  const channel = (at: number): number => {
    const value = Number.parseInt(long.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(0), channel(2), channel(4)];
}

/** Severity 1.0 of Machado, Oliveira and Fernandes, IEEE TVCG 15, 1291 (2009), on linear light. */
const SIGHTS: Readonly<Record<string, readonly [Triplet, Triplet, Triplet]>> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const dot = (a: Triplet, b: Triplet): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

function seen(color: Triplet, sight: string): Triplet {
  const [r, g, b] = SIGHTS[sight]!;
  const within = (value: number): number => Math.min(1, Math.max(0, value));
  return [within(dot(r, color)), within(dot(g, color)), within(dot(b, color))];
}

/** OKLab of linear light (Ottosson 2020). */
function oklab(color: Triplet): Triplet {
  const l = Math.cbrt(dot([0.4122214708, 0.5363325363, 0.0514459929], color));
  const m = Math.cbrt(dot([0.2119034982, 0.6806995451, 0.1073969566], color));
  const s = Math.cbrt(dot([0.0883024619, 0.2817188376, 0.6299787005], color));
  return [
    dot([0.2104542553, 0.793617785, -0.0040720468], [l, m, s]),
    dot([1.9779984951, -2.428592205, 0.4505937099], [l, m, s]),
    dot([0.0259040371, 0.7827717662, -0.808675766], [l, m, s]),
  ];
}

function distance(a: string, b: string, sight: string): number {
  const [p, q] = [oklab(seen(linear(a), sight)), oklab(seen(linear(b), sight))];
  return 100 * Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
}

/** Contrast of two colours by WCAG 2.2. */
function contrast(a: string, b: string): number {
  const light = (hex: string): number => dot([0.2126, 0.7152, 0.0722], linear(hex)) + 0.05;
  return Math.max(light(a), light(b)) / Math.min(light(a), light(b));
}

const BADGES = ['p1', 'p2', 'p3', 'selection'] as const;

describe.each(['light', 'dark'] as const)('the %s theme', (theme) => {
  const tokens = tokensOf(theme);
  const token = (name: string): string => tokens[name]!;

  it.each(Object.keys(SIGHTS))('keeps alarms and selection apart with %s sight', (sight) => {
    for (const [i, a] of BADGES.entries())
      for (const b of BADGES.slice(i + 1))
        expect(distance(token(a), token(b), sight), `${a} and ${b}`).toBeGreaterThan(15.5);
  });

  it('has words that can be read on every ground', () => {
    for (const ground of ['bg', 'panel', 'field']) {
      expect(contrast(token('text'), token(ground)), ground).toBeGreaterThan(7);
      expect(contrast(token('second'), token(ground)), ground).toBeGreaterThan(4.5);
    }
    expect(contrast(token('on-p1'), token('p1'))).toBeGreaterThanOrEqual(4.5);
    for (const badge of ['p2', 'p3']) expect(contrast(token('on-badge'), token(badge)), badge).toBeGreaterThan(6.7);
    expect(contrast(token('on-selection'), token('selection'))).toBeGreaterThanOrEqual(4.5);
  });
});
