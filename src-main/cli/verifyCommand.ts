/** `verify`: reads a session folder as it would be opened, checks every array, and with --replay chooses every place again. */
import { resolve } from 'node:path';
import { readJournal, resolveRecord } from '../journal/reader';
import type { JournalRecord } from '../../src-shared/session/record';
import { createLearnerClient } from '../learning/worker/learnerClient';
import createLearnerWorker from '../learning/worker/learnerWorker?nodeWorker';
import { replaySession } from './replaySession';
import { readOptions, UsageError } from './usage';

/** Prints what was found; rejects with the first fault. */
export async function verifySession(args: readonly string[]): Promise<number> {
  const { positionals, values } = readOptions(args, { replay: { type: 'boolean', default: false } }, 1);
  if (positionals[0] === undefined) throw new UsageError('verify needs the folder of a session.');
  const folder = resolve(positionals[0]);
  const { records, torn } = await readJournal(folder);
  let arrays = 0;
  for (const record of records) arrays += Object.keys((await resolveRecord(folder, record)).arrays).length;
  process.stdout.write(`${folder}: ${records.length} records in an unbroken chain, ${arrays} arrays as written.\n`);
  if (torn)
    process.stdout.write('The last line is incomplete: the program ended while it was written. It is left out.\n');
  return values.replay ? replay(folder, records) : 0;
}

async function replay(folder: string, records: readonly JournalRecord[]): Promise<number> {
  const learner = createLearnerClient(() => createLearnerWorker({}));
  try {
    const { repeated, differences, without } = await replaySession(folder, records, learner);
    process.stdout.write(`${repeated} proposals chosen again exactly as recorded.\n`);
    if (without > 0) process.stdout.write(`${without} proposals of an older journal do not say what the model knew.\n`);
    for (const difference of differences) process.stderr.write(`${difference}\n`);
    return differences.length === 0 ? 0 : 1;
  } finally {
    await learner.close();
  }
}
