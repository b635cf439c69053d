/** What the large place shows: the topography, or one of the maps of the model. */
import type { Raster } from '../../../src-shared/geometry';
import { MAP_KINDS, type MapSet } from '../../../src-shared/maps';
import type { SessionView } from '../../../src-shared/session/view';
import type { ColormapName } from '../../../src-shared/colormaps';
import { frameImage, layerImage, type MapImage } from '../../canvas/colorImage';
import { vetoedPlaces } from '../../canvas/markers';
import { MAP_TABLES } from '../../canvas/mapTables';
import { fullRange, quantileRange, type ValueRange } from '../../canvas/range';
import { text } from '../../messages';
import type { ScanProgress, StageName } from '../../store/state';

export const STAGES: readonly StageName[] = ['topography', ...MAP_KINDS];

export interface StagePicture {
  readonly raster: Raster;
  readonly image: MapImage;
  readonly range: ValueRange | undefined;
  readonly table: ColormapName;
  /** SI unit of the values; empty for pure numbers. */
  readonly unit: string;
  readonly name: string;
}

/** Heights below and above these quantiles share the end colours. */
const LOW_QUANTILE = 0.01;
const HIGH_QUANTILE = 0.99;

/** The topography as far as it is measured: the frame, or the lines of the scan in progress. */
export function topographyPicture(
  session: SessionView | undefined,
  scan: ScanProgress | undefined,
): StagePicture | undefined {
  const raster = scanRaster(session, scan);
  const heights = scan?.heightsMetres ?? session?.frame?.heightsMetres;
  if (raster === undefined || heights === undefined) return undefined;
  return {
    raster,
    image: frameImage(raster, heights),
    range: quantileRange(heights, LOW_QUANTILE, HIGH_QUANTILE),
    table: 'cividis',
    unit: 'm',
    name: text.maps.names.topography,
  };
}

/** One map of the model over the frame; undefined where it does not exist (yet). */
export function layerPicture(
  raster: Raster | undefined,
  maps: MapSet | undefined,
  kind: Exclude<StageName, 'topography'>,
): StagePicture | undefined {
  const values = maps?.layers[kind];
  if (raster === undefined || maps === undefined || values === undefined) return undefined;
  return {
    raster,
    image: layerImage(raster, maps.grid, values),
    range: fullRange(values),
    table: MAP_TABLES[kind],
    unit: '',
    name: text.maps.names[kind],
  };
}

/** The y of the line that the scan has reached, metres from the centre; undefined while nothing is scanned. */
export function scanLineMetres(raster: Raster | undefined, scan: ScanProgress | undefined): number | undefined {
  if (raster === undefined || scan === undefined || scan.rowsDone >= scan.rows) return undefined;
  return (0.5 - scan.rowsDone / scan.rows) * raster.heightMetres;
}

/** The words below the map: what is marked on it. */
export function countsOf(session: SessionView | undefined): {
  measured: number;
  seeds: number;
  vetoed: number;
  rejected: number;
  bookmarked: number;
} {
  const points = session?.points ?? [];
  return {
    measured: points.length,
    seeds: points.filter((point) => point.origin === 'seed').length,
    vetoed: session === undefined ? 0 : vetoedPlaces(session).length,
    rejected: session?.editState.rejected.length ?? 0,
    bookmarked: session?.analysis.marked.length ?? 0,
  };
}

function scanRaster(session: SessionView | undefined, scan: ScanProgress | undefined): Raster | undefined {
  if (scan === undefined) return session?.frame;
  const planned = session?.config.scan;
  if (planned === undefined) return undefined;
  return { rows: scan.rows, cols: scan.cols, widthMetres: planned.widthMetres, heightMetres: planned.heightMetres };
}
