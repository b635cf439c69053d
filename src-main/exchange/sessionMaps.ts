/** The maps of a session as fields with size and unit: raw heights and the layers of the model. */
import { MAP_KINDS, type CandidateGrid } from '../../src-shared/maps';
import type { Raster } from '../../src-shared/geometry';
import type { SessionView } from '../../src-shared/session/view';
import type { GsfField } from './gsf';

export interface NamedField {
  /** Name of the file without its ending. */
  readonly name: string;
  readonly field: GsfField;
}

/** What a session holds: `topography` as it was measured, and the newest maps over the candidates. */
export function sessionMaps(view: SessionView): NamedField[] {
  const { frame, maps, id } = view;
  const fields: NamedField[] = [];
  if (frame !== undefined) {
    const { heightsMetres, ...raster } = frame;
    const title = `Topography, raw (${id})`;
    fields.push({
      name: 'topography',
      field: { ...raster, title, unit: 'm', xOffset: 0, yOffset: 0, values: heightsMetres },
    });
  }
  if (maps === undefined) return fields;
  const area = coveredArea(maps.grid, frame ?? view.config.scan);
  for (const kind of MAP_KINDS) {
    const values = maps.layers[kind];
    if (values?.length !== maps.grid.rows * maps.grid.cols) continue;
    const title = `${kind}, step ${maps.step} (${id})`;
    fields.push({ name: `map-${kind}`, field: { ...area, title, unit: '', values } });
  }
  return fields;
}

/** The part of the frame that the candidates stand for, each a square of one stride about its pixel. */
function coveredArea(grid: CandidateGrid, frame: Raster): Raster & { xOffset: number; yOffset: number } {
  const [across, down] = [frame.widthMetres / frame.cols, frame.heightMetres / frame.rows];
  const margin = (grid.stride - 1) / 2;
  return {
    rows: grid.rows,
    cols: grid.cols,
    widthMetres: grid.cols * grid.stride * across,
    heightMetres: grid.rows * grid.stride * down,
    xOffset: (grid.originCol - margin) * across,
    yOffset: (grid.originRow - margin) * down,
  };
}
