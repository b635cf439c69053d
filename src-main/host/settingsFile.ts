/** The settings file: read with care, written whole or not at all. */
import { open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ConsoleError } from '../../src-shared/errors';
import { DEFAULT_SETTINGS, Settings } from '../../src-shared/settings';
import { makeFolder } from '../journal/makeFolder';

/** The settings in a file, the defaults where there is none. Rejects with `config/invalid`, saying what is wrong. */
export async function readSettings(path: string): Promise<Settings> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw invalid(path, error instanceof Error ? error.message : String(error));
  });
  return text === undefined ? DEFAULT_SETTINGS : parseSettings(path, text);
}

/** Writes the settings to a file beside, syncs it and puts it in place. */
export async function writeSettings(path: string, settings: Settings): Promise<void> {
  await makeFolder(dirname(path));
  const draft = `${path}.new`;
  const file = await open(draft, 'w');
  try {
    await file.writeFile(`${JSON.stringify(settings, undefined, 2)}\n`);
    await file.datasync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
}

function parseSettings(path: string, text: string): Settings {
  const parsed = Settings.safeParse(parseJson(path, text));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw invalid(path, `"${issue?.path.join('.') ?? ''}": ${issue?.message ?? 'does not fit'}`);
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw invalid(path, error instanceof Error ? error.message : String(error));
  }
}

function invalid(path: string, reason: string): ConsoleError {
  return new ConsoleError({
    code: 'config/invalid',
    message: `The settings file ${path} cannot be used: ${reason}.`,
    hint: 'Mend the file, or delete it to begin with the defaults.',
  });
}
