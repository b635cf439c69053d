/** `report`: writes the report of a session folder again. */
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ConsoleError } from '../../src-shared/errors';
import type { SessionView } from '../../src-shared/session/view';
import { systemClock } from '../clock';
import { describeManifold } from '../host/manifold/describe';
import { readSession } from '../journal/reader';
import { createVaeClient } from '../learning/dualVae/worker/vaeClient';
import createVaeWorker from '../learning/dualVae/worker/vaeWorker?nodeWorker';
import type { ReportManifold } from '../report/manifoldFigures';
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
  const openVae = () => createVaeClient(() => createVaeWorker({}));
  const manifold = await describeManifold(folder, view, { clock: systemClock, openVae });
  process.stdout.write(`Report: ${await writeReport(folder, view, summarizeSession(view), manifold)}\n`);
  return 0;
}

/** Writes the report into a session folder; gives its path. Rejects with `journal/write-failed`. */
export async function writeReport(
  folder: string,
  view: SessionView,
  summary: ReportSummary,
  manifold?: ReportManifold,
): Promise<string> {
  const path = join(folder, REPORT_FILE);
  await writeFile(path, reportHtml(view, summary, manifold)).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConsoleError(
      { code: 'journal/write-failed', message: `The report ${path} cannot be written: ${reason}` },
      cause,
    );
  });
  return path;
}
