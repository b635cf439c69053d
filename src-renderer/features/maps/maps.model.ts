/** What the Maps view draws: pictures, differences of two steps, values along a line and at a place. Pure. */
import {
  distanceMetres,
  sampleToPixel,
  samplePoint,
  type Raster,
  type SamplePoint,
} from '../../../src-shared/geometry';
import { MAP_KINDS, nearestCandidate, type MapKind, type MapSet } from '../../../src-shared/maps';
import type { Frame } from '../../../src-shared/scan';
import type { ColormapName } from '../../../src-shared/colormaps';
import { frameImage, layerImage, type MapImage } from '../../canvas/colorImage';
import { MAP_TABLES } from '../../canvas/mapTables';
import { fullRange, quantileRange, type ValueRange } from '../../canvas/range';
import { text } from '../../messages';
import type { StageName } from '../../store/state';

export const STAGES: readonly StageName[] = ['topography', ...MAP_KINDS];

export interface Picture {
  readonly image: MapImage;
  readonly range: ValueRange | undefined;
  readonly table: ColormapName;
  readonly unit: string;
  readonly name: string;
}

/** One of the six maps; undefined where it does not exist. */
export function pictureOf(frame: Frame, maps: MapSet | undefined, stage: StageName): Picture | undefined {
  const name = text.maps.names[stage];
  if (stage === 'topography') {
    const heights = frame.heightsMetres;
    const range = quantileRange(heights, 0.01, 0.99);
    return { image: frameImage(frame, heights), range, table: 'cividis', unit: 'm', name };
  }
  const values = maps?.layers[stage];
  if (maps === undefined || values === undefined) return undefined;
  const image = layerImage(frame, maps.grid, values);
  return { image, range: fullRange(values), table: MAP_TABLES[stage], unit: '', name };
}

/** A minus B, centred on 0; undefined where one is missing or they do not lie on the same candidates. */
export function differenceOf(
  frame: Frame,
  a: MapSet | undefined,
  b: MapSet | undefined,
  kind: MapKind,
): Picture | undefined {
  if (a === undefined) return undefined;
  const left = a.layers[kind];
  const right = b?.layers[kind];
  if (left === undefined || right?.length !== left.length) return undefined;
  const values = left.map((value, i) => value - right[i]!);
  const own = fullRange(values);
  const most = own === undefined ? 0 : Math.max(Math.abs(own.low), Math.abs(own.high));
  const range = own === undefined ? undefined : { low: -most, high: most };
  const name = text.mapsView.differenceOf(text.maps.names[kind]);
  return { image: layerImage(frame, a.grid, values), range, table: 'diverging', unit: '', name };
}

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

export interface Profile {
  readonly stage: StageName;
  /** Distance from the beginning, metres. */
  readonly distances: readonly number[];
  /** In the unit of the map; NaN where it has no value. */
  readonly values: readonly number[];
}

/** The values of every map along a line, one for each pixel that it passes, at least two. */
export function profilesOf(frame: Frame, maps: MapSet | undefined, [from, to]: Line): readonly Profile[] {
  const length = distanceMetres(from, to);
  const count = Math.max(2, Math.ceil(length / pixelMetres(frame)) + 1);
  const shares = Array.from({ length: count }, (_, i) => i / (count - 1));
  const places = shares.map((share) =>
    samplePoint(from.xMetres + share * (to.xMetres - from.xMetres), from.yMetres + share * (to.yMetres - from.yMetres)),
  );
  const distances = shares.map((share) => share * length);
  return STAGES.filter((stage) => stage === 'topography' || maps?.layers[stage] !== undefined).map((stage) => ({
    stage,
    distances,
    values: places.map((at) => valueAt(frame, maps, stage, at)),
  }));
}

/** Values as shares of a range, so that maps of different units stand in one plot. */
export function sharesOf(values: readonly number[], range: ValueRange | undefined): readonly number[] {
  if (range === undefined || range.high === range.low) return values.map(() => Number.NaN);
  return values.map((value) => (value - range.low) / (range.high - range.low));
}

function pixelMetres(raster: Raster): number {
  return raster.widthMetres / raster.cols;
}
