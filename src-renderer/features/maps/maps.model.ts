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

/** How the colours are spread: as in the Live view, over everything, between quantiles, or evenly about the median. */
export const SPREADS = ['live', 'full', 'p1', 'p5', 'symmetric'] as const;
export type Spread = (typeof SPREADS)[number];

export interface Picture {
  readonly image: MapImage;
  readonly range: ValueRange | undefined;
  readonly table: ColormapName;
  readonly unit: string;
  readonly name: string;
}

/** The range of the colours; undefined where no value is finite. */
export function rangeOf(values: Float32Array, stage: StageName, spread: Spread): ValueRange | undefined {
  switch (spread) {
    case 'live':
      return stage === 'topography' ? quantileRange(values, 0.01, 0.99) : fullRange(values);
    case 'full':
      return fullRange(values);
    case 'p1':
      return quantileRange(values, 0.01, 0.99);
    case 'p5':
      return quantileRange(values, 0.05, 0.95);
    case 'symmetric': {
      const inner = quantileRange(values, 0.01, 0.99);
      const middle = quantileRange(values, 0.5, 0.5)?.low;
      if (inner === undefined || middle === undefined) return undefined;
      const reach = Math.max(inner.high - middle, middle - inner.low);
      return { low: middle - reach, high: middle + reach };
    }
  }
}

/** One of the six maps; undefined where it does not exist. */
export function pictureOf(
  frame: Frame,
  maps: MapSet | undefined,
  stage: StageName,
  spread: Spread = 'live',
): Picture | undefined {
  const name = text.maps.names[stage];
  if (stage === 'topography') {
    const heights = frame.heightsMetres;
    const range = rangeOf(heights, stage, spread);
    return { image: frameImage(frame, heights), range, table: 'cividis', unit: 'm', name };
  }
  const values = maps?.layers[stage];
  if (maps === undefined || values === undefined) return undefined;
  const image = layerImage(frame, maps.grid, values);
  return { image, range: rangeOf(values, stage, spread), table: MAP_TABLES[stage], unit: '', name };
}

/** Two pictures of the same kind with one range for both, so that equal colours are equal values. */
export function inOneRange(
  a: Picture | undefined,
  b: Picture | undefined,
): readonly [Picture | undefined, Picture | undefined] {
  if (a?.range === undefined || b?.range === undefined) return [a, b];
  const range = { low: Math.min(a.range.low, b.range.low), high: Math.max(a.range.high, b.range.high) };
  return [
    { ...a, range },
    { ...b, range },
  ];
}

/**
 * A minus B, centred on 0; undefined where one is missing or they do not lie on the same candidates. With a spread between
 * quantiles the colours end at the larger of the two of |A - B|.
 */
export function differenceOf(
  frame: Frame,
  a: MapSet | undefined,
  b: MapSet | undefined,
  { kind, spread = 'live' }: { readonly kind: MapKind; readonly spread?: Spread | undefined },
): Picture | undefined {
  if (a === undefined) return undefined;
  const left = a.layers[kind];
  const right = b?.layers[kind];
  if (left === undefined || right?.length !== left.length) return undefined;
  const values = left.map((value, i) => value - right[i]!);
  const own = spread === 'symmetric' ? fullRange(values) : rangeOf(values, kind, spread);
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
