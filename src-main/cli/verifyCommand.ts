/** `verify`: reads a session folder as it would be opened, and checks the hash of every array. */
import { resolve } from 'node:path';
import { readJournal, resolveRecord } from '../journal/reader';
import { readOptions, UsageError } from './usage';

/** Prints what was found; rejects with the first fault. */
export async function verifySession(args: readonly string[]): Promise<number> {
  const { positionals } = readOptions(args, {}, 1);
  if (positionals[0] === undefined) throw new UsageError('verify needs the folder of a session.');
  const folder = resolve(positionals[0]);
  const { records, torn } = await readJournal(folder);
  let arrays = 0;
  for (const record of records) arrays += Object.keys((await resolveRecord(folder, record)).arrays).length;
  process.stdout.write(`${folder}: ${records.length} records in an unbroken chain, ${arrays} arrays as written.\n`);
  if (torn)
    process.stdout.write('The last line is incomplete: the program ended while it was written. It is left out.\n');
  return 0;
}
