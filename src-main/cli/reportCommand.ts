/** `report`: writes the report of a session folder again. */
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ConsoleError } from '../../src-shared/errors';
import type { SessionView } from '../../src-shared/session/view';
import { readSession } from '../journal/reader';
import { reportHtml } from '../report/reportHtml';
import { summarizeSession, type ReportSummary } from '../report/summary';
import { readOptions, UsageError } from './usage';

const REPORT_FILE = 'report.html';

/** Reads the session and writes its report into its folder. */
export async function reportSession(args: readonly string[]): Promise<number> {
  const { positionals } = readOptions(args, {}, 1);
  if (positionals[0] === undefined) throw new UsageError('report needs the folder of a session.');
  const folder = resolve(positionals[0]);
  const { view } = await readSession(folder);
  process.stdout.write(`Report: ${await writeReport(folder, view, summarizeSession(view))}\n`);
  return 0;
}

/** Writes the report into a session folder; gives its path. Rejects with `journal/write-failed`. */
export async function writeReport(folder: string, view: SessionView, summary: ReportSummary): Promise<string> {
  const path = join(folder, REPORT_FILE);
  await writeFile(path, reportHtml(view, summary)).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConsoleError(
      { code: 'journal/write-failed', message: `The report ${path} cannot be written: ${reason}` },
      cause,
    );
  });
  return path;
}
