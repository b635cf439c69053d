import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRandom, standardNormal } from '../../numerics/random';
import { latentStd, partnerRanks, retrievalOf, retrievalScore, rmsError } from './evaluate';

const points = (values: readonly number[]) => ({ values, dims: 1 });

test('the rank of the own partner counts those that are nearer, of equally near ones half', () => {
  expect(partnerRanks(points([0, 10, 20]), points([1, 9, 0]), [0, 1, 2])).toEqual([2, 1, 3]);
  expect(partnerRanks(points([0, 0, 0]), points([5, 5, -5]), [0, 2])).toEqual([2, 2]);
});

test('scores are shares of ranks, and the mean of their inverses', () => {
  expect(retrievalScore([1, 2, 5, 10])).toEqual({ top1: 0.25, top5: 0.75, mrr: (1 + 0.5 + 0.2 + 0.1) / 4 });
});

test('identical latents are found at once, whatever they are', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 4 }), fc.integer({ min: 2, max: 30 }), fc.nat(), (latent, count, seed) => {
      const random = createRandom(seed);
      const mean = Float32Array.from({ length: count * latent }, () => standardNormal(random));
      const std = new Float32Array(mean.length);
      const embedding = { imageMean: mean, spectrumMean: mean, imageLogStd: std, spectrumLogStd: std };
      expect(retrievalOf(embedding, latent)).toEqual({
        imageToSpectrum: { top1: 1, top5: 1, mrr: 1 },
        spectrumToImage: { top1: 1, top5: 1, mrr: 1 },
      });
    }),
  );
});

test('errors and spreads', () => {
  expect(rmsError([1, 2], [4, 6])).toBeCloseTo(Math.sqrt(12.5), 12);
  expect(latentStd([1, 0, 3, 0, 5, 0], 2)).toEqual([Math.sqrt(8 / 3), 0]);
});
