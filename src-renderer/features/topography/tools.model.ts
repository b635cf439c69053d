/** What presses, drags and keys do to the tool in hand. Pure. */
import { pixelToSample, samplePoint, sampleToPixel, type Raster, type SamplePoint } from '../../../src-shared/geometry';
import { candidatePixel, nearestCandidate, type CandidateGrid } from '../../../src-shared/maps';
import { clamped } from '../../canvas/viewport';
import type { MapTool } from '../../store/deskWindow';

export type DrawStage = 'start' | 'move' | 'end';

/** The tool after a press, a drag or its end at a place. */
export function drawn(tool: MapTool, stage: DrawStage, at: SamplePoint): MapTool {
  if (tool.kind === 'elsewhere') return { ...tool, at };
  if (tool.form === 'rectangle') {
    const from = stage === 'start' ? at : (tool.corners[0] ?? at);
    return { ...tool, corners: [from, at] };
  }
  return { ...tool, corners: stage === 'start' ? [...tool.corners, at] : [...tool.corners.slice(0, -1), at] };
}

const ARROWS: Readonly<Record<string, readonly [right: number, up: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/** The place one candidate further in the direction of an arrow key, ten with Shift; undefined for other keys. */
export function nudged(
  raster: Raster,
  at: SamplePoint,
  { key, shiftKey }: { readonly key: string; readonly shiftKey: boolean },
  stride: number,
): SamplePoint | undefined {
  const arrow = ARROWS[key];
  if (arrow === undefined) return undefined;
  const by = (shiftKey ? 10 : 1) * stride;
  return clamped(
    raster,
    samplePoint(
      at.xMetres + (arrow[0] * by * raster.widthMetres) / raster.cols,
      at.yMetres + (arrow[1] * by * raster.heightMetres) / raster.rows,
    ),
  );
}

/** The place of the candidate nearest to a place; undefined where there is none. */
export function candidateAt(
  raster: Raster,
  grid: CandidateGrid,
  at: SamplePoint,
): { readonly candidate: number; readonly at: SamplePoint } | undefined {
  const candidate = nearestCandidate(grid, sampleToPixel(raster, at));
  return candidate === undefined
    ? undefined
    : { candidate, at: pixelToSample(raster, candidatePixel(grid, candidate)) };
}
