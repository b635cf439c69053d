/** What the Maps view tells beside its pictures: values along a line and at a place. Pure. */
import {
  distanceMetres,
  sampleToPixel,
  samplePoint,
  type Raster,
  type SamplePoint,
} from '../../../src-shared/geometry';
import { MAP_KINDS, nearestCandidate, type MapSet } from '../../../src-shared/maps';
import type { Frame } from '../../../src-shared/scan';
import type { ValueRange } from '../../canvas/range';
import { text } from '../../messages';
import type { StageName } from '../../store/state';

export const STAGES: readonly StageName[] = ['topography', ...MAP_KINDS];

/** The value of a map at a place: metres for the topography; NaN where it has none there. */
export function valueAt(frame: Frame, maps: MapSet | undefined, stage: StageName, at: SamplePoint): number {
  const pixel = sampleToPixel(frame, at);
  if (stage === 'topography') {
    const row = Math.min(frame.rows - 1, Math.max(0, Math.round(pixel.row)));
    const col = Math.min(frame.cols - 1, Math.max(0, Math.round(pixel.col)));
    return frame.heightsMetres[row * frame.cols + col] ?? Number.NaN;
  }
  const candidate = maps && nearestCandidate(maps.grid, pixel);
  return candidate === undefined ? Number.NaN : (maps?.layers[stage]?.[candidate] ?? Number.NaN);
}

/** Two ends of a line on the sample. */
export type Line = readonly [from: SamplePoint, to: SamplePoint];

/** A map that a profile is drawn of. */
export interface Source {
  readonly id: string;
  readonly name: string;
  readonly stage: StageName;
  readonly maps: MapSet | undefined;
}

export interface Profile {
  readonly source: Source;
  /** Distance from the beginning, metres. */
  readonly distances: readonly number[];
  /** In the unit of the map; NaN where it has no value. */
  readonly values: readonly number[];
}

/** All six maps of one step as sources of profiles. */
export function sourcesOf(maps: MapSet | undefined): readonly Source[] {
  return STAGES.map((stage) => ({ id: stage, name: text.maps.names[stage], stage, maps }));
}

/** The values of every map along a line, one for each pixel that it passes, at least two; maps that do not exist have none. */
export function profilesOf(frame: Frame, sources: readonly Source[], [from, to]: Line): readonly Profile[] {
  const length = distanceMetres(from, to);
  const count = Math.max(2, Math.ceil(length / pixelMetres(frame)) + 1);
  const shares = Array.from({ length: count }, (_, i) => i / (count - 1));
  const places = shares.map((share) =>
    samplePoint(from.xMetres + share * (to.xMetres - from.xMetres), from.yMetres + share * (to.yMetres - from.yMetres)),
  );
  const distances = shares.map((share) => share * length);
  return sources
    .filter(({ stage, maps }) => stage === 'topography' || maps?.layers[stage] !== undefined)
    .map((source) => ({
      source,
      distances,
      values: places.map((at) => valueAt(frame, source.maps, source.stage, at)),
    }));
}

/** A place whose values are listed. */
export interface Pin {
  readonly name: string;
  readonly at: SamplePoint;
}

const MOST_PINS = 6;

/** The pins with one more; the oldest goes where there are too many. Letters are not used twice at a time. */
export function withPin(pins: readonly Pin[], at: SamplePoint): readonly Pin[] {
  const kept = pins.slice(-(MOST_PINS - 1));
  const name = 'abcdefg'.split('').find((letter) => kept.every((pin) => pin.name !== letter)) ?? 'a';
  return [...kept, { name, at }];
}

/** Values as shares of a range, so that maps of different units stand in one plot. */
export function sharesOf(values: readonly number[], range: ValueRange | undefined): readonly number[] {
  if (range === undefined || range.high === range.low) return values.map(() => Number.NaN);
  return values.map((value) => (value - range.low) / (range.high - range.low));
}

function pixelMetres(raster: Raster): number {
  return raster.widthMetres / raster.cols;
}
