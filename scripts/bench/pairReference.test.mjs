/** The reference of the benchmark must find what there is to be found, and nothing where there is nothing. */
import { expect, test } from 'vitest';
import { createRandom, shuffle, uniform } from '../../src-main/numerics/random';
import { referenceRanks } from './pairReference.mjs';

const [COUNT, SIDE, LENGTH] = [60, 16, 30];
const held = Array.from({ length: 12 }, (_, k) => 5 * k);
const all = Array.from({ length: COUNT }, (_, k) => k);
const random = createRandom(1);
const width = Array.from({ length: COUNT }, () => 1 + 4 * uniform(random));

/** Bumps of some width, and curves whose bend is the width of the bump that `partner` names. */
function pairs(partner) {
  const patches = new Float32Array(COUNT * SIDE ** 2);
  for (const k of all)
    for (let row = 0; row < SIDE; row++)
      for (let col = 0; col < SIDE; col++)
        patches[(k * SIDE + row) * SIDE + col] = Math.exp(-((row - 8) ** 2 + (col - 8) ** 2) / (2 * width[k] ** 2));
  const curves = Float32Array.from({ length: COUNT * LENGTH }, (_, at) => {
    const bias = ((at % LENGTH) + 1) / LENGTH;
    return bias ** width[partner[Math.floor(at / LENGTH)]];
  });
  return { count: COUNT, side: SIDE, length: LENGTH, patches, curves };
}

const mean = (ranks) => ranks.reduce((sum, rank) => sum + rank, 0) / ranks.length;

test('held-out partners are near the top where the patch decides the curve', () => {
  const { imageRanks, spectrumRanks } = referenceRanks(pairs(all), held);
  expect(imageRanks).toHaveLength(held.length);
  expect(mean(imageRanks)).toBeLessThan(COUNT / 6);
  expect(mean(spectrumRanks)).toBeLessThan(COUNT / 6);
});

test('they are anywhere where it does not', () => {
  const { imageRanks, spectrumRanks } = referenceRanks(pairs(shuffle(createRandom(2), all)), held);
  expect(mean(imageRanks)).toBeGreaterThan(COUNT / 4);
  expect(mean(spectrumRanks)).toBeGreaterThan(COUNT / 4);
});
