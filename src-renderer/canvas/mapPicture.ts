/** Pictures of maps with the range of their colours, and differences of two of them. Pure. */
import type { ColormapName } from '../../src-shared/colormaps';
import type { MapKind, MapSet } from '../../src-shared/maps';
import type { Frame } from '../../src-shared/scan';
import { text } from '../messages';
import { frameImage, layerImage, type MapImage } from './colorImage';
import { MAP_TABLES } from './mapTables';
import { fullRange, quantileRange, type ValueRange } from './range';

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
export function rangeOf(values: Float32Array, stage: 'topography' | MapKind, spread: Spread): ValueRange | undefined {
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
  stage: 'topography' | MapKind,
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
