/** The points measured before the model says anything. */
import { ConsoleError } from '../../../src-shared/errors';
import { choose, deriveRandom, type Random } from '../../numerics/random';
import { openCandidates } from './choice';

/** `count` usable candidates, uniformly at random without replacement. Throws `run/no-candidates` where there are fewer. */
export function chooseSeeds(random: Random, usable: Uint8Array, count: number): number[] {
  const open = openCandidates(usable);
  if (open.length < count)
    throw new ConsoleError({
      code: 'run/no-candidates',
      message: `${count} seed points were asked for, but only ${open.length} places have a complete patch.`,
      hint: 'Take a frame without missing pixels, choose smaller patches, or ask for fewer seeds.',
    });
  return choose(deriveRandom(random, 'seed points'), count, open.length).map((k) => open[k]!);
}
