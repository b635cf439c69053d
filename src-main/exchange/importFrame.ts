/** The part of a frame that patches show, and the points of a file that can be used. */
import type { Raster } from '../../src-shared/geometry';
import type { Frame } from '../../src-shared/scan';
import { finiteRange } from '../numerics/stats';
import type { IvNovelty } from './ivNovelty';

/** Larger than any height that a tip can follow: numbers beyond it are no metres. */
const TALLEST_METRES = 1e-3;
/** What one unit stands for where heights have none. */
const METRES_PER_UNIT = 100e-9;
/** Overlapping patches of one scan agree; this share of the range is rounding. */
const AGREEMENT = 1e-5;

/** Which points hold a number that is not finite in their curve, their patch or their score. */
export function unusablePoints({ amperes, curvePoints, patches, patchSize, places, spectralNovelty }: IvNovelty) {
  const left = new Set<number>();
  const area = patchSize * patchSize;
  for (let k = 0; k < places.length; k++) {
    const curve = amperes.subarray(k * curvePoints, (k + 1) * curvePoints);
    const patch = patches.subarray(k * area, (k + 1) * area);
    if (!curve.every(Number.isFinite) || !patch.every(Number.isFinite) || !Number.isFinite(spectralNovelty[k]))
      left.add(k);
  }
  return left;
}

/** A run without some of its points; the same run where none is left out. */
export function keepPoints(run: IvNovelty, left: ReadonlySet<number>): IvNovelty {
  if (left.size === 0) return run;
  const { curvePoints, patchSize } = run;
  const kept = run.places.flatMap((_, k) => (left.has(k) ? [] : [k]));
  const rows = (values: IvNovelty['amperes'], width: number): Float64Array =>
    Float64Array.from(
      { length: kept.length * width },
      (_, i) => values[kept[Math.floor(i / width)]! * width + (i % width)]!,
    );
  return {
    ...run,
    amperes: rows(run.amperes, curvePoints),
    patches: rows(run.patches, patchSize * patchSize),
    places: kept.map((k) => run.places[k]!),
    spectralNovelty: rows(run.spectralNovelty, 1),
  };
}

/** A frame of NaN with the patches laid on it, later ones above earlier ones, and what to know about it, in words. */
export function frameFromPatches(run: IvNovelty, raster: Raster): { frame: Frame; assumptions: string[] } {
  const { rows, cols } = raster;
  const { patches, patchSize, places } = run;
  const range = finiteRange(patches);
  const unitless = range !== undefined && Math.max(Math.abs(range.min), Math.abs(range.max)) > TALLEST_METRES;
  const scale = unitless ? METRES_PER_UNIT : 1;
  const slack = range === undefined ? 0 : AGREEMENT * (range.max - range.min) * scale;
  const heightsMetres = new Float32Array(rows * cols).fill(NaN);
  let disagreeing = 0;
  places.forEach(({ row, col }, k) => {
    for (let i = 0; i < patchSize; i++)
      for (let j = 0; j < patchSize; j++) {
        const at = (row - patchSize / 2 + i) * cols + col - patchSize / 2 + j;
        const height = Math.fround(patches[(k * patchSize + i) * patchSize + j]! * scale);
        if (Math.abs(heightsMetres[at]! - height) > slack) disagreeing += 1;
        heightsMetres[at] = height;
      }
  });
  return {
    frame: { ...raster, heightsMetres },
    assumptions: [
      ...(unitless ? ['The heights in the file have no unit; 1 is shown as 100 nm.'] : []),
      ...(disagreeing > 0
        ? [
            'The patches disagree where they overlap: they were normalised one by one, and the frame pasted from them is no height map.',
          ]
        : []),
    ],
  };
}
