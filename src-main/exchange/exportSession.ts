/** Writes a session in the formats of other programs. */
import { createHash } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ConsoleError } from '../../src-shared/errors';
import type { JournalRecord } from '../../src-shared/session/record';
import type { SessionView } from '../../src-shared/session/view';
import { makeFolder } from '../journal/makeFolder';
import type { ReportManifold } from '../report/manifoldFigures';
import { curvesCsv, decisionsCsv, pointsCsv } from './csv';
import { encodeDetails } from './details';
import { encodeGsf } from './gsf';
import { encodeIvNovelty, NOTEBOOK_SHAPE, type IvNovelty } from './ivNovelty';
import { panelFiles, type PanelFiles } from './panelFiles';
import { drawPng, type DrawPng } from './picture/drawPng';
import { sessionMaps } from './sessionMaps';
import { runOfSession } from './sessionRun';

export const EXPORT_FORMATS = ['npz', 'csv', 'gsf', 'png', 'svg'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export interface SessionSource {
  readonly view: SessionView;
  readonly records: readonly JournalRecord[];
  /** What was trained on the session, for its pictures. */
  readonly manifold?: ReportManifold | undefined;
}

export interface ExportResult {
  /** Files in the order in which they were written. */
  readonly files: readonly string[];
  /** What the reader of the files should know, one sentence each. */
  readonly remarks: readonly string[];
}

/** One file to be: its path and content. */
interface Output {
  readonly path: string;
  readonly content: string | Uint8Array;
}

/**
 * Writes one format. `out` is a folder, but for `npz` it may be the file itself. Rejects with `file/unsuitable` where the
 * session has nothing of that kind, `file/write-failed` where the disk refuses; a file is written whole or not at all.
 *
 * @param draw makes PNG of drawings
 */
export async function exportSession(
  source: SessionSource,
  format: ExportFormat,
  out: string,
  draw: DrawPng = drawPng,
): Promise<ExportResult> {
  const { outputs, remarks } = await outputsOf(source, format, out, draw);
  if (outputs.length === 0)
    throw new ConsoleError({
      code: 'file/unsuitable',
      message: `Session ${source.view.id} holds nothing that could be written as ${format}.`,
      hint: 'It has no frame, no maps or no curves yet.',
    });
  for (const output of outputs) await writeWhole(output);
  return { files: outputs.map(({ path }) => path), remarks };
}

async function outputsOf(
  source: SessionSource,
  format: ExportFormat,
  out: string,
  draw: DrawPng,
): Promise<{ outputs: Output[]; remarks: string[] }> {
  const { view, manifold } = source;
  switch (format) {
    case 'npz':
      return npzOutputs(source, out);
    case 'csv':
      return {
        outputs: view.points.length === 0 ? [] : csvOutputs(view, out),
        remarks: [],
      };
    case 'gsf':
      return {
        outputs: sessionMaps(view).map(({ name, field }) => ({
          path: join(out, `${name}.gsf`),
          content: encodeGsf(field),
        })),
        remarks: [],
      };
    case 'png':
    case 'svg':
      return {
        outputs: await pictureOutputs(panelFiles(view, manifold), out, format === 'png' ? draw : undefined),
        remarks: [],
      };
  }
}

/** The pictures of every panel, drawn as PNG or as they are, and what they show. */
async function pictureOutputs(
  panels: readonly PanelFiles[],
  out: string,
  draw: DrawPng | undefined,
): Promise<Output[]> {
  const pictures = panels.flatMap((panel) => panel.pictures);
  const drawn = await draw?.(pictures.map(({ svg }) => svg));
  return [
    ...pictures.map(({ name, svg }, k) =>
      drawn === undefined
        ? { path: join(out, `${name}.svg`), content: svg }
        : { path: join(out, `${name}.png`), content: drawn[k]! },
    ),
    ...panels.map(({ sidecarName, sidecar }) => ({ path: join(out, sidecarName), content: sidecar })),
  ];
}

function csvOutputs(view: SessionView, out: string): Output[] {
  return [
    { path: join(out, 'points.csv'), content: pointsCsv(view) },
    { path: join(out, 'curves.csv'), content: curvesCsv(view) },
    ...(view.proposals.length === 0 ? [] : [{ path: join(out, 'decisions.csv'), content: decisionsCsv(view) }]),
  ];
}

function npzOutputs({ view, records }: SessionSource, out: string): { outputs: Output[]; remarks: string[] } {
  const path = out.toLowerCase().endsWith('.npz') ? out : join(out, 'IV_Novelty.npz');
  const run = runOfSession(view, records);
  const content = encodeIvNovelty(run);
  const outputs: Output[] = [{ path, content }];
  const { frame } = view;
  if (frame !== undefined) {
    const sha256 = createHash('sha256').update(content).digest('hex');
    outputs.push({ path: `${path.slice(0, -'.npz'.length)}.json`, content: encodeDetails(view, frame, sha256) });
  }
  return { outputs, remarks: notebookRemarks(run) };
}

function notebookRemarks({ places, curvePoints, patchSize }: IvNovelty): string[] {
  const { curves, points, patch } = NOTEBOOK_SHAPE;
  if (places.length === curves && curvePoints === points && patchSize === patch) return [];
  return [
    `The authors' notebook has ${curves} curves of ${points} points and patches of ${patch} pixels written into it; this file holds ${places.length} of ${curvePoints} and ${patchSize}.`,
  ];
}

/** Beside its place first, then renamed: whoever reads it never sees half of it. */
async function writeWhole({ path, content }: Output): Promise<void> {
  const unfinished = `${path}.unfinished`;
  try {
    await makeFolder(dirname(path));
    const file = await open(unfinished, 'w');
    try {
      await file.writeFile(content);
      await file.datasync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
  } catch (cause) {
    await rm(unfinished, { force: true }).catch(() => undefined); // the first error is the one to tell
    const reason = cause instanceof Error ? cause.message : String(cause);
    const hint = 'Choose a folder on a disk that has space and may be written.';
    throw new ConsoleError({ code: 'file/write-failed', message: `${path} cannot be written: ${reason}`, hint }, cause);
  }
}
