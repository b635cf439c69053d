/** Adds records to a session that no run writes to: what people say of it and what is computed from it afterwards. */
import type { ResolvedRecord } from '../../src-shared/session/record';
import type { Clock, Journal } from '../engine/ports';
import { readJournal } from '../journal/reader';
import { openJournal } from '../journal/writer';

export interface LatePorts {
  readonly folder: string;
  readonly clock: Clock;
  /** Told of each record after it is on disk. */
  readonly onRecord: (resolved: ResolvedRecord) => void;
}

/** Opens the journal at its end, lets `work` write, and closes it. Rejects with `journal/...` or what `work` throws. */
export async function writeLate(ports: LatePorts, work: (journal: Journal) => Promise<void>): Promise<void> {
  const { end } = await readJournal(ports.folder);
  const journal = await openJournal(ports, end);
  try {
    await work(journal);
  } finally {
    await journal.close();
  }
}

/** Runs one piece of work after the other, whatever comes of each. */
export function createTurns(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work);
    last = result.catch(() => undefined); // the caller hears of it
    return result;
  };
}
