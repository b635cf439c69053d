/** `import`: an archive of a session, or a file in the layout of the authors' `IV_Novelty.npz`, as a session. */
import { basename, join, resolve } from 'node:path';
import { systemClock } from '../clock';
import { isArchive, unpackSession } from '../exchange/sessionArchive';
import { importSession } from '../exchange/importSession';
import type { ImportOptions } from '../exchange/importPlan';
import { newSessionId } from '../journal/sessionFolder';
import { PROGRAM_VERSION } from '../version';
import { sessionsFolder } from './sessionsFolder';
import { realNumber, readOptions, UsageError, wholeNumber } from './usage';

const OPTIONS = {
  out: { type: 'string' },
  'pixel-metres': { type: 'string' },
  'start-volts': { type: 'string' },
  'peak-volts': { type: 'string' },
  seeds: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

/** Makes the session and prints where it is and what had to be assumed. */
export async function importCommand(args: readonly string[]): Promise<number> {
  const { values, positionals } = readOptions(args, OPTIONS, 1);
  if (positionals[0] === undefined) throw new UsageError('import needs a file.');
  const path = resolve(positionals[0]);
  if (isArchive(path)) return importArchive(path, values);
  const options: ImportOptions = {
    ...given('pixelMetres', values['pixel-metres'], (text) => realNumber('pixel-metres', text, 1e-12, 1e-5)),
    ...given('startVolts', values['start-volts'], (text) => realNumber('start-volts', text, -20, 20)),
    ...given('peakVolts', values['peak-volts'], (text) => realNumber('peak-volts', text, -20, 20)),
    ...given('seeds', values.seeds, (text) => wholeNumber('seeds', text, 2, 1000)),
  };
  const name = `imported ${basename(path).replace(/\.[^.]*$/, '')}`;
  const id = await newSessionId(sessionsFolder(), name, systemClock.now());
  const folder = values.out === undefined ? join(sessionsFolder(), id) : resolve(values.out);
  const program = { version: PROGRAM_VERSION, runtime: `node ${process.versions.node}` };
  const { points, assumptions } = await importSession(path, folder, options, { clock: systemClock, program });
  if (values.json) process.stdout.write(`${JSON.stringify({ session: folder, points, assumptions })}\n`);
  else
    process.stdout.write(
      [`${points} points of ${basename(path)} are now the session ${folder}`, ...assumptions, ''].join('\n'),
    );
  return 0;
}

/** An archive says itself what it holds; where to put it is all that can be asked. */
async function importArchive(path: string, values: { out?: string | undefined; json: boolean }): Promise<number> {
  const { folder, known } = await unpackSession(
    path,
    values.out === undefined ? sessionsFolder() : resolve(values.out),
  );
  if (values.json) process.stdout.write(`${JSON.stringify({ session: folder, known })}\n`);
  else process.stdout.write(`${basename(path)} is ${known ? 'already' : 'now'} the session ${folder}\n`);
  return 0;
}

function given<K extends string>(key: K, text: string | undefined, read: (text: string) => number) {
  return (text === undefined ? {} : { [key]: read(text) }) as Partial<Record<K, number>>;
}
