/** From a session to the arrays of `IV_Novelty.npz`. */
import { ConsoleError } from '../../src-shared/errors';
import type { PixelPoint } from '../../src-shared/geometry';
import { nearestCandidate } from '../../src-shared/maps';
import type { Frame } from '../../src-shared/scan';
import type { JournalRecord } from '../../src-shared/session/record';
import type { MeasuredPoint, SessionView } from '../../src-shared/session/view';
import { addMeasuredPatch, createImageNovelty, imageNoveltyScores } from '../learning/novelty/imageNovelty';
import { buildPatchSet } from '../learning/patches';
import type { IvNovelty } from './ivNovelty';

/**
 * The run of a session. Patches are raw heights in metres about each place; an imported session gives back those of its
 * file. Rejects with `file/unsuitable` where there are fewer than three scored curves or they differ in length.
 */
export function runOfSession(view: SessionView, records: readonly JournalRecord[]): IvNovelty {
  const { frame, imported } = view;
  const points = view.points.slice(0, view.novelty.length);
  if (frame === undefined || points.length < 3)
    throw cannot(`Session ${view.id} holds ${points.length} scored curves; an export needs a frame and three curves.`);
  const curvePoints = points[0]!.amperes.length;
  const odd = points.find(({ amperes }) => amperes.length !== curvePoints);
  if (odd !== undefined)
    throw cannot(`Curve ${odd.index + 1} has ${odd.amperes.length} points, the first has ${curvePoints}.`);
  const amperes = new Float64Array(points.length * curvePoints);
  points.forEach((point, k) => amperes.set(point.amperes, k * curvePoints));
  const patchSize = view.config.patch.size;
  return {
    amperes,
    curvePoints,
    patchSize,
    patches: imported?.patches ?? patchesAbout(frame, points, patchSize),
    places: points.map(({ at }) => at),
    imageNovelty: imported?.imageNovelty ?? imageNoveltyLeft(view, frame, points),
    spectralNovelty: view.novelty.slice(0, points.length),
    lastFilename: imported?.lastFilename ?? lastArray(records),
  };
}

/** Raw heights about each place, in metres, NaN beyond the edge; the place is pixel [size/2, size/2] of its patch. */
function patchesAbout(frame: Frame, points: readonly { readonly at: PixelPoint }[], size: number): Float64Array {
  const patches = new Float64Array(points.length * size * size).fill(NaN);
  points.forEach(({ at }, k) => {
    for (let i = 0; i < size; i++)
      for (let j = 0; j < size; j++) {
        const [row, col] = [at.row - size / 2 + i, at.col - size / 2 + j];
        if (row < 0 || col < 0 || row >= frame.rows || col >= frame.cols) continue;
        patches[(k * size + i) * size + j] = frame.heightsMetres[row * frame.cols + col]!;
      }
  });
  return patches;
}

/** Scores of the remaining candidates as the last step saw them; computed afresh where the policy kept no such map. */
function imageNoveltyLeft(view: SessionView, frame: Frame, points: readonly MeasuredPoint[]): Float64Array {
  const kept = view.maps?.layers.imageNovelty;
  if (kept !== undefined) return Float64Array.from(kept).filter(Number.isFinite);
  const set = buildPatchSet(frame, view.config.patch);
  const novelty = createImageNovelty(set, view.config.novelty.image);
  const measured = new Set<number>();
  for (const { at } of points) {
    const candidate = nearestCandidate(set.grid, at);
    if (candidate === undefined || set.usable[candidate] !== 1) continue;
    measured.add(candidate);
    addMeasuredPatch(novelty, set, candidate);
  }
  return imageNoveltyScores(novelty, set).filter((score, k) => Number.isFinite(score) && !measured.has(k));
}

/** The file in the session folder that holds the last curve. */
function lastArray(records: readonly JournalRecord[]): string {
  const body = records.findLast((record) => record.body.kind === 'curve.recorded')?.body;
  if (body?.kind !== 'curve.recorded') return '';
  return `${body.amperes.sha256}.${body.amperes.dtype}`;
}

function cannot(message: string): ConsoleError {
  return new ConsoleError({ code: 'file/unsuitable', message, hint: 'Export its maps or curves instead.' });
}
