import { describe, expect, it } from 'vitest';
import { createRandom } from '../../numerics/random';
import { median } from '../../numerics/stats';
import { pairsOf } from '../testing/pairsOf';
import { simulatedPoints } from '../testing/simulatedPoints';
import { featureCoupling, type CouplingInput } from './featureCoupling';

const now = (): Promise<void> => Promise.resolve();
const mapOf = (input: CouplingInput) => featureCoupling(input, createRandom(1), now);

describe('coupling in the space of features', () => {
  it('flags hidden grains and spares the others, median over simulated films of 210 points', async () => {
    const caught: number[] = [];
    const wronged: number[] = [];
    for (const film of [7, 8, 9, 11, 12, 13, 15]) {
      const simulated = simulatedPoints(film, 210);
      const map = await mapOf(pairsOf(simulated));
      const flagged = (hidden: boolean): number => {
        const own = map.points.filter(({ index }) => simulated.truth[index]!.hidden === hidden);
        return own.filter(({ verdict }) => verdict === 'noConclusion').length / own.length;
      };
      caught.push(flagged(true));
      wronged.push(flagged(false));
    }
    expect(median(caught)).toBeGreaterThanOrEqual(0.7);
    expect(median(wronged)).toBeLessThanOrEqual(0.2);
  }, 60_000);

  it('concludes next to nothing where curves and patches were shuffled', async () => {
    const input = pairsOf(simulatedPoints(4, 120));
    const { count, length, curves } = input.pairs;
    // Each place gets the curve of the place 37 further: no pair is left.
    const moved = Float32Array.from(curves, (_, at) => curves[(at + 37 * length) % (count * length)]!);
    const map = await mapOf({ ...input, pairs: { ...input.pairs, curves: moved } });
    expect(map.counts.coupled).toBeLessThanOrEqual(0.1 * count);
  });

  it('couples nearly everything where the curve follows from the patch', async () => {
    const input = pairsOf(simulatedPoints(4, 120));
    const { count, side, length, patches } = input.pairs;
    const centre = (k: number): number => patches[k * side ** 2 + (side / 2) * side + side / 2]!;
    const curves = Float32Array.from({ length: count * length }, (_, at) => {
      const bias = (at % length) / length;
      return 1e-9 * bias ** (0.5 + 3 * centre(Math.floor(at / length)));
    });
    const map = await mapOf({ ...input, pairs: { ...input.pairs, curves } });
    expect(map.counts.coupled).toBeGreaterThanOrEqual(0.8 * count);
    expect(map.points.every(({ p }) => p === undefined || (p > 0 && p <= 1))).toBe(true);
  });

  it('gives the same map for the same points', async () => {
    const input = pairsOf(simulatedPoints(5, 40));
    expect(await mapOf(input)).toEqual(await mapOf(input));
  });
});
