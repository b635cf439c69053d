/** `export`: a session in the formats of other programs. */
import { resolve } from 'node:path';
import { EXPORT_FORMATS, exportSession } from '../exchange/exportSession';
import { readJournal, readSession } from '../journal/reader';
import { oneOf, readOptions, UsageError } from './usage';

const OPTIONS = {
  format: { type: 'string', default: 'npz' },
  out: { type: 'string', default: '.' },
  json: { type: 'boolean', default: false },
} as const;

/** Writes every format that is asked for and prints the files. */
export async function exportCommand(args: readonly string[]): Promise<number> {
  const { values, positionals } = readOptions(args, OPTIONS, 1);
  if (positionals[0] === undefined) throw new UsageError('export needs the folder of a session.');
  const formats = values.format.split(',').map((name) => oneOf('format', name.trim(), EXPORT_FORMATS));
  const out = resolve(values.out);
  if (formats.length > 1 && out.toLowerCase().endsWith('.npz'))
    throw new UsageError('--out must be a folder where several formats are written.');
  const folder = resolve(positionals[0]);
  const { view } = await readSession(folder);
  const { records } = await readJournal(folder);
  const files: string[] = [];
  const remarks: string[] = [];
  for (const format of formats) {
    const written = await exportSession({ view, records }, format, out);
    files.push(...written.files);
    remarks.push(...written.remarks);
  }
  for (const remark of remarks) process.stderr.write(`${remark}\n`);
  if (values.json) process.stdout.write(`${JSON.stringify({ session: folder, files, remarks })}\n`);
  else process.stdout.write(files.map((file) => `${file}\n`).join(''));
  return 0;
}
