/** One policy on one film: what was asked for and what came out. */
import { Policy } from '../../src-shared/experiment';
import { z } from '../../src-shared/zod';

export const Job = z.object({
  policy: Policy,
  /** Seed of the film and of every random choice on it. */
  film: z.int().min(0),
  seeds: z.int().min(2),
  steps: z.int().min(1),
});
export type Job = Readonly<z.infer<typeof Job>>;

const Both = z.object({ structural: z.number(), spectral: z.number() });
const count = z.int().min(0);

export const JobResult = Job.extend({
  /** Mean pairwise diversity after the seeds and after every step, steps + 1 values. */
  diversity: z.object({ structural: z.array(z.number()).min(2), spectral: z.array(z.number()).min(2) }),
  /** Vendi diversity of all that was measured. */
  vendi: Both,
  /** Measured places by the true class of the film. */
  classes: z.object({ club: count, heart: count, diamond: count, null: count }),
  /** Step of the first place of a rare class, 0 among the seeds; absent where none was found. */
  firstDiamond: count.optional(),
  firstNull: count.optional(),
  /** Share of the candidates with a measured patch nearer than half the median distance of the seed patches of the film. */
  coverage: z.number().min(0).max(1),
});
export type JobResult = Readonly<z.infer<typeof JobResult>>;

/** Whether a result answers a job. */
export function answers(result: JobResult, job: Job): boolean {
  return (['policy', 'film', 'seeds', 'steps'] as const).every((key) => result[key] === job[key]);
}

/** Every policy on every film, film by film, so that what is finished early can be compared. */
export function allJobs(
  policies: readonly Policy[],
  films: readonly number[],
  size: Pick<Job, 'seeds' | 'steps'>,
): readonly Job[] {
  return films.flatMap((film) => policies.map((policy) => ({ policy, film, ...size })));
}
