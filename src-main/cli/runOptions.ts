/** From the words of the command line to an experiment and an instrument. */
import { readFile } from 'node:fs/promises';
import { ConsoleError } from '../../src-shared/errors';
import { DEFAULT_EXPERIMENT, ExperimentConfig, MAX_SEEDS, MAX_STEPS, POLICIES } from '../../src-shared/experiment';
import { DEFAULT_SETTINGS, experimentFor, type SimulatorSettings } from '../../src-shared/settings';
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
  settings: { type: 'string' },
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

/** The options of `run`. Throws {@link UsageError}, or `config/invalid` for the settings file. */
export async function readRunOptions(args: readonly string[]): Promise<RunOptions> {
  const { values } = readOptions(args, OPTIONS, 0);
  oneOf('instrument', values.instrument, ['sim']);
  const pixels = Number(oneOf('pixels', values.pixels, ['128', '256'])) as 128 | 256;
  const seed = wholeNumber('seed', values.seed, 0, MAX_SEED);
  const simulator: SimulatorSettings = { pixels, filmSeed: seed, speed: speedOf(values.speed) };
  const film = experimentFor({ ...DEFAULT_SETTINGS, simulator });
  const decision = { ...film.decision, mode: 'autonomous' };
  const asked = {
    seed,
    ...(values.seeds === undefined ? {} : { seeds: wholeNumber('seeds', values.seeds, 2, MAX_SEEDS) }),
    ...(values.steps === undefined ? {} : { steps: wholeNumber('steps', values.steps, 1, MAX_STEPS) }),
    ...(values.policy === undefined ? {} : { policy: oneOf('policy', values.policy, POLICIES) }),
  };
  const fromFile = values.settings === undefined ? {} : await readSettingsFile(values.settings);
  const config = checked({ ...mergeSettings({ ...film, decision }, fromFile), ...asked }, values.settings);
  return { config, simulator, out: values.out, json: values.json };
}

function speedOf(text: string): number | 'max' {
  if (text === 'max') return 'max';
  const speed = Number(text.replace(',', '.'));
  if (!(speed >= 0.1 && speed <= 1000))
    throw new UsageError(`--speed takes a number from 0.1 to 1000, or max, not "${text}".`);
  return speed;
}

async function readSettingsFile(path: string): Promise<Record<string, unknown>> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw invalid(path, error instanceof Error ? error.message : String(error));
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw invalid(path, `it is not JSON (${error instanceof Error ? error.message : String(error)})`);
  }
  if (!isGroup(json))
    throw invalid(path, 'it must hold one JSON object, like {"steps": 50, "acquisition": {"kappa": 1}}');
  refuseUnknown(path, json, DEFAULT_EXPERIMENT, '');
  return json;
}

/** A misspelt setting that is silently ignored would be worse than an error. */
function refuseUnknown(path: string, given: Record<string, unknown>, known: object, prefix: string): void {
  for (const [key, value] of Object.entries(given)) {
    const expected = (known as Record<string, unknown>)[key];
    if (expected === undefined) throw invalid(path, `there is no setting "${prefix}${key}"`);
    if (isGroup(value) && isGroup(expected)) refuseUnknown(path, value, expected, `${prefix}${key}.`);
  }
}

/** Groups are merged setting by setting, everything else is replaced. */
export function mergeSettings(defaults: object, given: Record<string, unknown>): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...defaults };
  for (const [key, value] of Object.entries(given)) {
    const before = merged[key];
    merged[key] = isGroup(value) && isGroup(before) ? mergeSettings(before, value) : value;
  }
  return merged;
}

function checked(config: unknown, path: string | undefined): ExperimentConfig {
  const parsed = ExperimentConfig.safeParse(config);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw invalid(path ?? 'the options', `"${issue?.path.join('.') ?? ''}": ${issue?.message ?? 'does not fit'}`);
}

function isGroup(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(path: string, reason: string): ConsoleError {
  return new ConsoleError({
    code: 'config/invalid',
    message: `The settings file ${path} cannot be used: ${reason}.`,
    hint: 'docs/settings.md lists every setting with its default.',
  });
}
