import { describe, expect, it } from 'vitest';
import { createRandom, standardNormal, type Random } from '../../numerics/random';
import { adjusted } from './falseDiscovery';
import { latentCoupling, type Latents } from './latentCoupling';

const now = (): Promise<void> => Promise.resolve();
const COUNT = 160;

/** Positions on a plane; the pairs of the right half lie together, those of the left half are shuffled. */
function halves(random: Random): Latents {
  const image = Float32Array.from({ length: 2 * COUNT }, () => standardNormal(random));
  const spectrum = Float32Array.from(image, (value) => value + 0.05 * standardNormal(random));
  const left = Array.from({ length: COUNT }, (_, k) => k).filter((k) => image[2 * k]! < 0);
  const from = left.map((k) => [spectrum[2 * k]!, spectrum[2 * k + 1]!] as const);
  left.forEach((k, i) => spectrum.set(from[(i + 17) % from.length]!, 2 * k));
  return { points: Array.from({ length: COUNT }, (_, k) => k), latent: 2, image, spectrum };
}

describe('coupling in the latent space', () => {
  it('is found where pairs lie together and not where they were shuffled', async () => {
    const latents = halves(createRandom(3));
    const map = await latentCoupling(latents, createRandom(1), now);
    const share = (side: (x: number) => boolean): number => {
      const own = map.points.filter(({ index, verdict }) => side(latents.image[2 * index]!) && verdict !== 'tooFew');
      return own.filter(({ verdict }) => verdict === 'coupled').length / own.length;
    };
    expect(share((x) => x > 0.7)).toBeGreaterThan(0.9);
    expect(share((x) => x < -0.7)).toBeLessThan(0.1);
  });

  it('says nothing where there are too few neighbours', async () => {
    const { latent, image, spectrum } = halves(createRandom(4));
    const few = { points: [0, 1, 2, 3], latent, image: image.slice(0, 8), spectrum: spectrum.slice(0, 8) };
    const map = await latentCoupling(few, createRandom(1), now);
    expect(map.counts).toEqual({ coupled: 0, noConclusion: 0, tooFew: 4 });
    expect(map.points[0]).toMatchObject({ coupling: undefined, p: undefined, q: undefined });
  });
});

describe('adjusted p-values', () => {
  it('are those of Benjamini and Hochberg', () => {
    // By hand: 0.01 x 4 / 1, 0.03 x 4 / 3 for the second and third, 0.5 x 4 / 4.
    const q = adjusted([0.03, 0.01, 0.5, 0.025]);
    expect(q.map((value) => Number(value?.toFixed(6)))).toEqual([0.04, 0.04, 0.5, 0.04]);
  });

  it('leave out places without one', () => {
    expect(adjusted([undefined, 0.04])).toEqual([undefined, 0.04]);
  });
});
