/** Which colour table belongs to which map. */
import type { ColormapName } from '../../src-shared/colormaps';
import type { MapKind } from '../../src-shared/maps';

export const MAP_TABLES: Readonly<Record<MapKind, ColormapName>> = {
  novelty: 'viridis',
  uncertainty: 'magma',
  acquisition: 'viridis',
  imageNovelty: 'viridis',
  combined: 'viridis',
};
