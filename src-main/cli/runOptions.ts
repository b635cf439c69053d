/** From the words of the command line to an experiment and an instrument. */
import { MAX_SEEDS, MAX_STEPS, POLICIES, type ExperimentConfig } from '../../src-shared/experiment';
import { DEFAULT_SETTINGS, experimentFor, type SimulatorSettings } from '../../src-shared/settings';
import { EXPERIMENT_OPTIONS, readExperiment } from './experimentOptions';
import { oneOf, readOptions, UsageError, wholeNumber } from './usage';

const MAX_SEED = 0xffffffff;
const DEFAULT_SEED = '1';

const OPTIONS = {
  instrument: { type: 'string', default: 'sim' },
  pixels: { type: 'string', default: '128' },
  seeds: { type: 'string' },
  steps: { type: 'string' },
  seed: { type: 'string', default: DEFAULT_SEED },
  policy: { type: 'string' },
  speed: { type: 'string', default: 'max' },
  ...EXPERIMENT_OPTIONS,
  out: { type: 'string' },
  json: { type: 'boolean', default: false },
  demo: { type: 'boolean', default: false },
} as const;

export interface RunOptions {
  readonly config: ExperimentConfig;
  readonly simulator: SimulatorSettings;
  readonly out: string | undefined;
  readonly json: boolean;
}

/** The options of `run`. Throws {@link UsageError}, or `config/invalid` for settings that do not exist or fit. */
export async function readRunOptions(args: readonly string[]): Promise<RunOptions> {
  const { values } = readOptions(args, OPTIONS, 0);
  oneOf('instrument', values.instrument, ['sim']);
  const pixels = Number(oneOf('pixels', values.pixels, ['128', '256'])) as 128 | 256;
  const seed = wholeNumber('seed', values.seed, 0, MAX_SEED);
  const simulator: SimulatorSettings = { pixels, filmSeed: seed, speed: speedOf(values.speed) };
  const film = experimentFor({ ...DEFAULT_SETTINGS, simulator });
  const decision = { ...film.decision, mode: 'autonomous' as const };
  const asked = {
    seed,
    ...(values.seeds === undefined ? {} : { seeds: wholeNumber('seeds', values.seeds, 2, MAX_SEEDS) }),
    ...(values.steps === undefined ? {} : { steps: wholeNumber('steps', values.steps, 1, MAX_STEPS) }),
    ...(values.policy === undefined ? {} : { policy: oneOf('policy', values.policy, POLICIES) }),
  };
  const config = await readExperiment({ ...film, decision }, values, asked);
  return { config, simulator, out: values.out, json: values.json };
}

function speedOf(text: string): number | 'max' {
  if (text === 'max') return 'max';
  const speed = Number(text.replace(',', '.'));
  if (!(speed >= 0.1 && speed <= 1000))
    throw new UsageError(`--speed takes a number from 0.1 to 1000, or max, not "${text}".`);
  return speed;
}
