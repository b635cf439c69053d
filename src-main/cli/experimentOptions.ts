/** Settings of the experiment from the command line: a preset, a file, and single settings by name. */
import { readFile } from 'node:fs/promises';
import { ConsoleError } from '../../src-shared/errors';
import { DEFAULT_EXPERIMENT, ExperimentConfig, PRESETS, presetMethod } from '../../src-shared/experiment';
import { oneOf } from './usage';

/** The options that `run` and `compare` share, for `readOptions`. */
export const EXPERIMENT_OPTIONS = {
  preset: { type: 'string', default: 'default' },
  settings: { type: 'string' },
  set: { type: 'string', multiple: true },
} as const;

/** The words given for {@link EXPERIMENT_OPTIONS}. */
export interface ExperimentWords {
  readonly preset: string;
  readonly settings?: string | undefined;
  readonly set?: readonly string[] | undefined;
}

/**
 * The experiment that the call asks for. The later wins: `base`, `--preset`, `--settings FILE`, each `--set NAME=VALUE`
 * in its order, `asked`. Throws `config/invalid` with the name of the setting that does not exist or fit.
 *
 * @param asked settings that have an option of their own; the file may hold them, `--set` may not
 */
export async function readExperiment(
  base: ExperimentConfig,
  words: ExperimentWords,
  asked: Readonly<Record<string, unknown>>,
): Promise<ExperimentConfig> {
  let settings: Record<string, unknown> = { ...base, ...presetMethod(oneOf('preset', words.preset, PRESETS)) };
  if (words.settings !== undefined) settings = mergeSettings(settings, await readSettingsFile(words.settings));
  for (const assignment of words.set ?? []) settings = mergeSettings(settings, readAssignment(assignment, asked));
  const parsed = ExperimentConfig.safeParse({ ...settings, ...asked });
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const name = issue?.path.join('.') ?? '';
  const byName = words.set?.findLast((assignment) => assignment.startsWith(`${name}=`));
  const from = byName === undefined ? fileWords(words.settings ?? 'the options') : optionWords(byName);
  throw invalid(from, `"${name}": ${issue?.message ?? 'does not fit'}`);
}

/** `group.setting=value` as a settings object with that one leaf. */
function readAssignment(assignment: string, asked: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const from = optionWords(assignment);
  const [name, text] = splitOnce(assignment);
  if (text === undefined) throw invalid(from, 'it must be NAME=VALUE, like acquisition.kappa=4');
  if (name in asked) throw invalid(from, `"${name}" has an option of its own`);
  const given = name.split('.').reduceRight<unknown>((value, key) => ({ [key]: value }), readValue(text));
  refuseUnknown(from, given as Record<string, unknown>, DEFAULT_EXPERIMENT, '');
  const known = name
    .split('.')
    .reduce<unknown>((group, key) => (group as Record<string, unknown>)[key], DEFAULT_EXPERIMENT);
  if (isGroup(known) && !isGroup(readValue(text)))
    throw invalid(from, `"${name}" is a group of ${Object.keys(known).join(', ')}: set one of them`);
  return given as Record<string, unknown>;
}

function splitOnce(assignment: string): readonly [string, string | undefined] {
  const at = assignment.indexOf('=');
  return at < 0 ? [assignment, undefined] : [assignment.slice(0, at).trim(), assignment.slice(at + 1).trim()];
}

/** Numbers, true, false and JSON as such; everything else is a word. */
function readValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text; // not JSON, so a word like `nearest`
  }
}

async function readSettingsFile(path: string): Promise<Record<string, unknown>> {
  const from = fileWords(path);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw invalid(from, error instanceof Error ? error.message : String(error));
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw invalid(from, `it is not JSON (${error instanceof Error ? error.message : String(error)})`);
  }
  if (!isGroup(json))
    throw invalid(from, 'it must hold one JSON object, like {"steps": 50, "acquisition": {"kappa": 1}}');
  refuseUnknown(from, json, DEFAULT_EXPERIMENT, '');
  return json;
}

/** A misspelt setting that is silently ignored would be worse than an error. */
function refuseUnknown(from: string, given: Record<string, unknown>, known: object, prefix: string): void {
  for (const [key, value] of Object.entries(given)) {
    if (!Object.hasOwn(known, key)) {
      const names = Object.keys(known).map((name) => `${prefix}${name}`);
      throw invalid(from, `there is no setting "${prefix}${key}", only ${names.join(', ')}`);
    }
    const expected = (known as Record<string, unknown>)[key];
    if (!isGroup(value)) continue;
    if (!isGroup(expected)) throw invalid(from, `"${prefix}${key}" is one setting, not a group of them`);
    refuseUnknown(from, value, expected, `${prefix}${key}.`);
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

function isGroup(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fileWords(path: string): string {
  return `The settings file ${path}`;
}

function optionWords(assignment: string): string {
  return `--set ${assignment}`;
}

function invalid(from: string, reason: string): ConsoleError {
  return new ConsoleError({
    code: 'config/invalid',
    message: `${from} cannot be used: ${reason}.`,
    hint: 'docs/settings.md lists every setting with its default.',
  });
}
