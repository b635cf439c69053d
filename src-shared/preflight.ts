/** What is looked at before a run may start. */

export const PREFLIGHT_CHECKS = ['instrument', 'tip', 'limits', 'axes', 'disk', 'folder', 'clock'] as const;
export type PreflightCheck = (typeof PREFLIGHT_CHECKS)[number];

export interface PreflightRow {
  readonly check: PreflightCheck;
  /** `blocking`: the run must not start. `warning`: it may, if the person knows why. */
  readonly level: 'ready' | 'warning' | 'blocking';
  /** What was found, with its number. */
  readonly message: string;
}
