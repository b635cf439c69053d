/** `export`: a session in the formats of other programs. */
import { stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { systemClock } from '../clock';
import { ARCHIVE_ENDING, isArchive, packSession } from '../exchange/sessionArchive';
import { EXPORT_FORMATS, exportSession } from '../exchange/exportSession';
import { describeManifold } from '../host/manifold/describe';
import { readJournal, readSession } from '../journal/reader';
import { createVaeClient } from '../learning/dualVae/worker/vaeClient';
import createVaeWorker from '../learning/dualVae/worker/vaeWorker?nodeWorker';
import { oneOf, readOptions, UsageError } from './usage';

const FORMATS = [...EXPORT_FORMATS, 'archive'] as const;

const OPTIONS = {
  format: { type: 'string', default: 'npz' },
  out: { type: 'string', default: '.' },
  json: { type: 'boolean', default: false },
} as const;

/** Writes every format that is asked for and prints the files. */
export async function exportCommand(args: readonly string[]): Promise<number> {
  const { values, positionals } = readOptions(args, OPTIONS, 1);
  if (positionals[0] === undefined) throw new UsageError('export needs the folder of a session.');
  const formats = values.format.split(',').map((name) => oneOf('format', name.trim(), FORMATS));
  const out = resolve(values.out);
  if (formats.length > 1 && (out.toLowerCase().endsWith('.npz') || isArchive(out)))
    throw new UsageError('--out must be a folder where several formats are written.');
  const folder = resolve(positionals[0]);
  const { view } = await readSession(folder);
  const { records } = await readJournal(folder);
  const drawn = formats.includes('svg') || formats.includes('png');
  const openVae = () => createVaeClient(() => createVaeWorker({}));
  const manifold = drawn ? await describeManifold(folder, view, { clock: systemClock, openVae }) : undefined;
  const files: string[] = [];
  const remarks: string[] = [];
  for (const format of formats) {
    if (format === 'archive') {
      files.push(await writeArchive(folder, out));
      continue;
    }
    const written = await exportSession({ view, records, manifold }, format, out);
    files.push(...written.files);
    remarks.push(...written.remarks);
  }
  for (const remark of remarks) process.stderr.write(`${remark}\n`);
  if (values.json) process.stdout.write(`${JSON.stringify({ session: folder, files, remarks })}\n`);
  else process.stdout.write(files.map((file) => `${file}\n`).join(''));
  return 0;
}

/** The archive under the name that was asked for, or in the folder under that of the session's folder. */
async function writeArchive(folder: string, out: string): Promise<string> {
  const isFolder = (await stat(out).catch(() => undefined))?.isDirectory() === true; // not there: a file to be
  const file = isFolder ? join(out, `${basename(folder)}${ARCHIVE_ENDING}`) : out;
  if (!isArchive(file)) throw new UsageError(`The archive must be called NAME${ARCHIVE_ENDING}, or --out be a folder.`);
  await packSession(folder, file);
  return file;
}
