/** Writes the session of an `IV_Novelty.npz`: a whole folder or none. */
import { createHash } from 'node:crypto';
import { readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ConsoleError } from '../../src-shared/errors';
import type { RecordBody } from '../../src-shared/session/record';
import type { Clock } from '../engine/ports';
import { makeFolder } from '../journal/makeFolder';
import { openJournal, type JournalWriter } from '../journal/writer';
import { addPatch, createPatchArchive, structuralDiversity } from '../learning/novelty/patchArchive';
import { addCurve, createCurveArchive, spectralDiversity, spectralNovelty } from '../learning/novelty/spectralNovelty';
import { buildPatchSet } from '../learning/patches';
import { decodeDetails, type Details } from './details';
import { planImport, type ImportOptions, type ImportPlan } from './importPlan';
import { decodeIvNovelty } from './ivNovelty';

export interface ImportPorts {
  readonly clock: Clock;
  readonly program: Extract<RecordBody, { kind: 'session.opened' }>['program'];
}

export interface ImportedSession {
  readonly folder: string;
  readonly points: number;
  readonly assumptions: readonly string[];
}

/** Largest file that is read: thousands of points of the authors' layout are a hundredth of it. */
const MOST_BYTES = 2 ** 30;
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
  const bytes = await readInput(path);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const details = await findDetails(path, sha256);
  const plan = planImport(file, decodeIvNovelty(bytes, file), details, options);
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

async function readInput(path: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size > MOST_BYTES) throw new Error(`it has ${size} bytes, more than ${MOST_BYTES}`);
    return await readFile(path);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const hint = 'Give the path of an .npz file.';
    throw new ConsoleError({ code: 'file/unreadable', message: `${path} cannot be read: ${reason}.`, hint }, cause);
  }
}

/** `NAME.json` beside `NAME.npz`, where it is there and speaks of this very file. */
async function findDetails(path: string, sha256: string): Promise<Details | undefined> {
  const beside = path.replace(/\.npz$/i, '') + '.json';
  const text = await readFile(beside, 'utf8').catch(() => undefined); // most files have none
  return text === undefined ? undefined : decodeDetails(text, basename(beside), sha256);
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
    const diversity = { structural: structuralDiversity(patches), spectral: spectralDiversity(curves) };
    await journal.append({ kind: 'scores.updated', novelty: await journal.store(novelty), diversity });
  }
}
