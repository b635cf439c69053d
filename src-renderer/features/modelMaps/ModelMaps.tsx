/** The five maps of the model side by side, and the patch under the pointer: Figures 4d-h. */
import { useMemo, type ReactNode } from 'react';
import { fitsModel } from '../../../src-shared/experiment';
import { MAP_KINDS, type MapKind } from '../../../src-shared/maps';
import { formatQuantity } from '../../../src-shared/units';
import { ColorBar } from '../../canvas/ColorBar';
import { layerImage } from '../../canvas/colorImage';
import { MapCanvas } from '../../canvas/MapCanvas';
import { MAP_TABLES } from '../../canvas/mapTables';
import { fullRange } from '../../canvas/range';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';
import { isTrial, shownMaps } from '../../store/selectors';
import { useOverlay, usePointers } from '../../store/usePicture';
import { Empty, Panel } from '../../ui/Panel';
import { PatchPanel } from './PatchPanel';

/** The grid of maps. */
export function ModelMaps(): ReactNode {
  return (
    <div className="model-maps">
      {MAP_KINDS.map((kind) => (
        <LayerPanel key={kind} kind={kind} />
      ))}
      <PatchPanel />
    </div>
  );
}

function LayerPanel({ kind }: { readonly kind: MapKind }): ReactNode {
  const maps = useWindow(shownMaps);
  const policy = useWindow((state) => state.console?.session?.config.policy);
  const seeds = useWindow((state) => state.console?.session?.config.seeds);
  const values = maps?.layers[kind];
  const never = maps !== undefined || (policy !== undefined && !fitsModel(policy));
  const missing = never ? text.maps.noSuchLayer : text.maps.emptyLayer(seeds);
  return (
    <Panel title={text.maps.names[kind]} className="layer">
      {values === undefined ? <Empty>{missing}</Empty> : <Layer kind={kind} values={values} />}
    </Panel>
  );
}

function Layer({ kind, values }: { readonly kind: MapKind; readonly values: Float32Array }): ReactNode {
  const actions = useActions();
  const raster = useWindow((state) => state.console?.session?.frame);
  const grid = useWindow((state) => shownMaps(state)?.grid);
  const step = useWindow((state) => shownMaps(state)?.step);
  const overlay = useOverlay(2.5, 'white');
  const pointers = usePointers();
  const measured = useWindow((state) => state.console?.session?.points.length ?? 0);
  const vetoed = overlay.markers.filter((marker) => marker.kind === 'vetoed').length;
  const trial = useWindow(isTrial);
  const range = useMemo(() => fullRange(values), [values]);
  const image = useMemo(
    () => (raster === undefined || grid === undefined ? undefined : layerImage(raster, grid, values)),
    [raster, grid, values],
  );
  if (raster === undefined) return <Empty>{text.maps.waitingForScan}</Empty>;
  const name = text.maps.names[kind];
  return (
    <div className="layer__content" data-trial={trial}>
      <MapCanvas
        raster={raster}
        image={image}
        range={range}
        table={MAP_TABLES[kind]}
        overlay={overlay}
        {...pointers}
        label={text.maps.label(
          name,
          formatQuantity(raster.widthMetres, 'm'),
          formatQuantity(raster.heightMetres, 'm'),
          {
            measured,
            vetoed,
          },
        )}
        testId={`map-${kind}`}
        onHover={actions.hover}
        onPick={actions.pick}
        onOpen={() => actions.enlarge(kind)}
      />
      <ColorBar
        table={MAP_TABLES[kind]}
        range={range}
        unit=""
        note={step === undefined ? undefined : trial ? text.steering.mark : text.maps.step(step)}
        title={name}
        orientation="horizontal"
      />
    </div>
  );
}
