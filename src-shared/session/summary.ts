/** A session as the list shows it, without what was measured. */
import type { ExperimentConfig } from '../experiment';
import type { RunOutcome } from '../run';

/** A session on disk, as the list of sessions shows it. */
export interface SessionSummary {
  readonly id: string;
  readonly name: string;
  readonly startedAt: string;
  readonly measured: number;
  readonly planned: number;
  /** Of journal and arrays, bytes; undefined where the journal cannot be read. */
  readonly bytes?: number | undefined;
  readonly instrument?: string | undefined;
  readonly simulated?: boolean | undefined;
  readonly policy?: ExperimentConfig['policy'] | undefined;
  readonly vetoes?: number | undefined;
  /** Of everything measured, dimensionless; undefined before the first score. */
  readonly diversity?: { readonly structural: number; readonly spectral: number } | undefined;
  /** Decisions by a person, by silence and by the mode. */
  readonly decided?: Readonly<Record<'operator' | 'timer' | 'mode', number>> | undefined;
  readonly tags?: readonly string[] | undefined;
  /** The remarks about the session as a whole, joined; what the search looks through. */
  readonly notes?: readonly string[] | undefined;
  /** `interrupted` where the program ended while a run was going on; `unreadable` where the journal is damaged. */
  readonly state: RunOutcome | 'interrupted' | 'running' | 'unreadable';
  readonly problem?: string | undefined;
  /** Comes ready-made with the program. */
  readonly sample?: boolean;
}
