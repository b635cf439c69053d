/** One policy on one film: what was asked for and what came out. */
import { Policy, type ExperimentConfig } from '../../src-shared/experiment';
import { z } from '../../src-shared/zod';

export interface Job {
  /** Seed of the film; that of every random choice on it is in the experiment. */
  readonly film: number;
  readonly config: ExperimentConfig;
}

const count = z.int().min(0);
const share = z.number().min(0).max(1);
const numbers = z.array(z.number()).min(1);
const both = z.object({ structural: share, spectral: share });
/** A class that the film or the session does not have is absent. */
const byClass = <T extends z.ZodType>(of: T) =>
  z.object({ club: of.optional(), heart: of.optional(), diamond: of.optional(), null: of.optional() });

export const JobResult = z.object({
  policy: Policy,
  film: count,
  seeds: count,
  steps: count,
  /** Mean pairwise diversity after the seeds and after every step, steps + 1 values. */
  diversity: z.object({ structural: numbers, spectral: numbers }),
  /** Vendi diversity at some steps, under a width that is the same for every policy on the film. */
  vendi: z.object({ steps: z.array(count).min(1), structural: numbers, spectral: numbers }),
  /** Share of the film that resembles something measured. */
  coverage: both,
  /** Measured places by the true class of the film. */
  classes: z.object({ club: count, heart: count, diamond: count, null: count }),
  /** Share of the class's regions with a measured place. */
  recall: byClass(share),
  /** Step of the first place of a class, 0 among the seeds. */
  first: byClass(count),
  /** The same without the seeds. */
  firstChosen: byClass(count),
});
export type JobResult = Readonly<z.infer<typeof JobResult>>;

/** Every policy on every film, film by film, so that what is finished early can be compared. */
export function allJobs(
  policies: readonly Policy[],
  films: readonly number[],
  config: ExperimentConfig,
): readonly Job[] {
  return films.flatMap((film) => policies.map((policy) => ({ film, config: { ...config, policy, seed: film } })));
}
