/** Writes the session of an `IV_Novelty.npz`: a whole folder or none. */
import { rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ConsoleError } from '../../src-shared/errors';
import type { RecordBody } from '../../src-shared/session/record';
import type { Clock } from '../engine/ports';
import { makeFolder } from '../journal/makeFolder';
import { openJournal, type JournalWriter } from '../journal/writer';
import { addPatch, createPatchArchive, structuralDiversity } from '../learning/novelty/patchArchive';
import { addCurve, createCurveArchive, spectralDiversity, spectralNovelty } from '../learning/novelty/spectralNovelty';
import { buildPatchSet } from '../learning/patches';
import { planImport, type ImportOptions, type ImportPlan } from './importPlan';
import { openIvNovelty } from './ivNoveltyFile';

export interface ImportPorts {
  readonly clock: Clock;
  readonly program: Extract<RecordBody, { kind: 'session.opened' }>['program'];
}

export interface ImportedSession {
  readonly folder: string;
  readonly points: number;
  readonly assumptions: readonly string[];
}

const FORMAT = 'IV_Novelty.npz';

/**
 * Makes the session folder of a file. Rejects with `file/unreadable`, `file/unsuitable` or `journal/write-failed`; nothing
 * is left behind then, and a folder that exists is never touched.
 */
export async function importSession(
  path: string,
  folder: string,
  options: ImportOptions,
  ports: ImportPorts,
): Promise<ImportedSession> {
  const file = basename(path);
  const { run, details, sha256 } = await openIvNovelty(path);
  const plan = planImport(file, run, details, options);
  await refuseExisting(folder);

  const unfinished = join(dirname(folder), `.${basename(folder)}.unfinished`);
  await rm(unfinished, { recursive: true, force: true });
  try {
    await makeFolder(dirname(folder)).catch((cause: unknown) => {
      throw cannotWrite(folder, cause);
    });
    const journal = await openJournal({ folder: unfinished, clock: ports.clock, onRecord: () => undefined });
    await writeRecords(journal, plan, { id: basename(folder), file, sha256, program: ports.program });
    await journal.close();
    await rename(unfinished, folder).catch((cause: unknown) => {
      throw cannotWrite(folder, cause);
    });
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
  return { folder, points: plan.points.length, assumptions: plan.assumptions };
}

async function refuseExisting(folder: string): Promise<void> {
  const there = await stat(folder).then(
    () => true,
    () => false,
  );
  if (!there) return;
  throw new ConsoleError({
    code: 'journal/write-failed',
    message: `${folder} is there already.`,
    hint: 'Choose a new folder; an import never writes into one that exists.',
  });
}

function cannotWrite(folder: string, cause: unknown): ConsoleError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const hint = 'Choose a new folder on a disk that has space and may be written.';
  return new ConsoleError(
    { code: 'journal/write-failed', message: `The folder ${folder} cannot be made: ${reason}`, hint },
    cause,
  );
}

async function writeRecords(
  journal: JournalWriter,
  plan: ImportPlan,
  from: { id: string; file: string; sha256: string; program: ImportPorts['program'] },
): Promise<void> {
  const { config, instrument, frame, grid, run, points } = plan;
  const { id, file, sha256, program } = from;
  await journal.append({ kind: 'session.opened', id, program, config, instrument });
  await journal.append({
    kind: 'session.imported',
    format: FORMAT,
    file,
    sha256,
    assumptions: [...plan.assumptions],
    lastFilename: run.lastFilename,
    patches: await journal.store(run.patches),
    imageNovelty: await journal.store(run.imageNovelty),
  });
  const { rows, cols, widthMetres, heightMetres } = frame;
  const heights = await journal.store(frame.heightsMetres);
  await journal.append({ kind: 'frame.recorded', rows, cols, widthMetres, heightMetres, heights });
  const seeds = points.filter(({ origin }) => origin === 'seed').map(({ candidate }) => candidate);
  await journal.append({ kind: 'seeds.chosen', grid, candidates: seeds });
  await writePoints(journal, plan);
  await journal.append({ kind: 'run.finished', outcome: 'success' });
}

/** Curves in their order. Scores along the way are those of this program; the last ones are those of the file. */
async function writePoints(journal: JournalWriter, { config, frame, points, volts, run }: ImportPlan): Promise<void> {
  const set = buildPatchSet(frame, config.patch);
  const patches = createPatchArchive();
  const curves = createCurveArchive();
  for (const [index, { at, candidate, step, origin, amperes }] of points.entries()) {
    await journal.append({
      kind: 'curve.recorded',
      index,
      step,
      origin,
      candidate,
      at,
      volts: await journal.store(volts),
      amperes: await journal.store(amperes),
      flags: { complete: true, compliance: false, saturated: false },
      travelSeconds: 0,
      sweepSeconds: 0,
    });
    addPatch(patches, set, candidate);
    addCurve(curves, amperes, config.seeds);
    const last = index === points.length - 1;
    const novelty = last ? run.spectralNovelty : spectralNovelty(curves, config.novelty.spectral);
    const diversity = {
      structural: structuralDiversity(patches, set, config.novelty.diversity),
      spectral: spectralDiversity(curves),
    };
    await journal.append({ kind: 'scores.updated', novelty: await journal.store(novelty), diversity });
  }
}
