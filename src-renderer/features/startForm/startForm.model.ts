/** From the fields of the start form to an experiment. */
import {
  DEFAULT_EXPERIMENT,
  MAX_SEEDS,
  MAX_STEPS,
  type DecisionSettings,
  type ExperimentConfig,
  type Policy,
} from '../../../src-shared/experiment';
import type { InstrumentTerms } from '../../../src-shared/instrumentSettings';
import { experimentFor, type Settings } from '../../../src-shared/settings';
import { sweepSeconds } from '../../../src-shared/sweep';
import { formatDuration, formatQuantity } from '../../../src-shared/units';
import { text } from '../../messages';

/** What is in the fields; a number is absent while its text is none. */
export interface StartFields {
  readonly name: string;
  readonly policy: Policy;
  readonly seeds: number | undefined;
  readonly steps: number | undefined;
  readonly seed: number | undefined;
}

export const FIELD_BOUNDS = {
  seeds: { min: 2, max: MAX_SEEDS, whole: true, unit: '' },
  steps: { min: 1, max: MAX_STEPS, whole: true, unit: '' },
  seed: { min: 0, max: 0xffffffff, whole: true, unit: '' },
} as const;

/** The fields as the form opens. */
export function initialFields(settings: Settings, terms: InstrumentTerms): StartFields {
  const { policy, seed } = DEFAULT_EXPERIMENT;
  return { name: terms.name, policy, seeds: settings.seeds, steps: settings.steps, seed };
}

/** The experiment that the fields describe; undefined while one of them is not filled in. */
export function experimentOf(
  fields: StartFields,
  settings: Settings,
  terms: InstrumentTerms,
  decision: DecisionSettings,
): ExperimentConfig | undefined {
  const { policy, seeds, steps, seed } = fields;
  const name = fields.name.trim();
  if (name === '' || seeds === undefined || steps === undefined || seed === undefined) return undefined;
  return { ...experimentFor(settings, terms), name, policy, seeds, steps, seed, decision };
}

/** What a run would do, in one line. */
export function planWords(config: ExperimentConfig): string {
  const { scan, sweep, seeds, steps } = config;
  return text.start.plan({
    side: formatQuantity(scan.widthMetres, 'm'),
    pixels: scan.cols,
    from: formatQuantity(sweep.startVolts, 'V', 2),
    to: formatQuantity(sweep.peakVolts, 'V', 2),
    points: sweep.upPoints + sweep.downPoints,
    seconds: formatDuration(sweepSeconds(sweep)),
    curves: seeds + steps,
  });
}
