/** The large place: topography with everything measured on it, or one of the model's maps: Figures 4a, 5a, 4d-h. */
import { useMemo, type ReactNode } from 'react';
import { formatQuantity } from '../../../src-shared/units';
import { ColorBar } from '../../canvas/ColorBar';
import { MapCanvas } from '../../canvas/MapCanvas';
import { KeyHint } from '../../KeyHint';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';
import { canEdit, isTrial, shownMaps } from '../../store/selectors';
import type { StageName } from '../../store/state';
import { useOverlay, usePointers, useTip } from '../../store/usePicture';
import { Empty, Panel } from '../../ui/Panel';
import { MarkerLegend } from './MarkerLegend';
import { ToolBar } from './ToolBar';
import { useMapTool } from './useMapTool';
import {
  STAGES,
  countsOf,
  layerPicture,
  scanLineMetres,
  topographyPicture,
  type StagePicture,
} from './topography.model';

/** The panel with the large map, the choice of map above it and the words for its marks below. */
export function Topography(): ReactNode {
  const stage = useWindow((state) => state.stage);
  const { picture, empty } = useStage(stage);
  return (
    <Panel title={text.maps.names[stage]} tools={<StageTabs stage={stage} />} className="stage">
      {picture === undefined ? <Empty>{empty}</Empty> : <Stage stage={stage} picture={picture} />}
    </Panel>
  );
}

function Stage({ stage, picture }: { readonly stage: StageName; readonly picture: StagePicture }): ReactNode {
  const actions = useActions();
  const session = useWindow((state) => state.console?.session);
  const scan = useWindow((state) => state.scan);
  const mapsStep = useWindow((state) => shownMaps(state)?.step);
  const tip = useTip();
  const pointers = usePointers();
  const basic = useOverlay(4, stage === 'topography' ? 'step' : 'white');
  const line = scanLineMetres(picture.raster, stage === 'topography' ? scan : undefined);
  const overlay = useMemo(() => ({ ...basic, origin: true, scaleBar: true, scanLine: line }), [basic, line]);
  const counts = countsOf(session);
  const { tool, onDraw, onToolKey } = useMapTool(session);
  const trial = useWindow(isTrial);
  const { widthMetres, heightMetres } = picture.raster;
  return (
    <>
      <div className="stage__map">
        <div className="stage__pair">
          <MapCanvas
            raster={picture.raster}
            image={picture.image}
            range={picture.range}
            table={picture.table}
            overlay={overlay}
            tip={tip}
            {...pointers}
            label={text.maps.label(
              picture.name,
              formatQuantity(widthMetres, 'm'),
              formatQuantity(heightMetres, 'm'),
              counts,
            )}
            testId="topography"
            onHover={actions.hover}
            onPick={actions.pick}
            onDraw={onDraw}
            onToolKey={onToolKey}
          />
          <ColorBar
            table={picture.table}
            range={picture.range}
            unit={picture.unit}
            title={picture.name}
            orientation="vertical"
          />
        </div>
      </div>
      {tool !== undefined && session !== undefined ? <ToolBar session={session} tool={tool} /> : undefined}
      <MarkerLegend
        note={stage === 'topography' ? scanNote(scan) : mapsStep === undefined ? undefined : mapsNote(mapsStep, trial)}
        counts={counts}
        byStep={stage === 'topography'}
        ruled={(overlay.desk?.areas.length ?? 0) > 0}
        tools={<RegionButtons />}
        steps={session?.config.steps ?? 0}
      />
    </>
  );
}

/** The two ways to begin a region, while the session can be changed. */
function RegionButtons(): ReactNode {
  const actions = useActions();
  const editable = useWindow((state) => canEdit(state) && state.console?.session?.grid !== undefined);
  const busy = useWindow((state) => state.desk.tool !== undefined);
  if (!editable || busy) return undefined;
  return (
    <span className="legend__tools">
      {(['exclude', 'include'] as const).map((effect) => (
        <button
          key={effect}
          type="button"
          className="button button--small"
          onClick={() => actions.desk.useTool({ kind: 'region', form: 'rectangle', effect, corners: [] })}
        >
          {text.tool[effect]} <KeyHint of={effect} />
        </button>
      ))}
    </span>
  );
}

function StageTabs({ stage }: { readonly stage: StageName }): ReactNode {
  const actions = useActions();
  return (
    <div className="segments segments--tight" role="radiogroup" aria-label={text.maps.choose}>
      {STAGES.map((name) => (
        <button
          key={name}
          type="button"
          role="radio"
          aria-checked={name === stage}
          aria-label={text.maps.names[name]}
          className="segments__choice"
          onClick={() => actions.enlarge(name)}
        >
          <KeyHint of={`map.${name}`} className="segments__key" /> {text.maps.short[name]}
        </button>
      ))}
    </div>
  );
}

function useStage(stage: StageName): { readonly picture: StagePicture | undefined; readonly empty: string } {
  const session = useWindow((state) => state.console?.session);
  const scan = useWindow((state) => state.scan);
  const maps = useWindow(shownMaps);
  // The topography does not change with the maps, and its range takes a sorting of all heights.
  const drawn = stage === 'topography' ? undefined : maps;
  const picture = useMemo(
    () => (stage === 'topography' ? topographyPicture(session, scan) : layerPicture(session?.frame, drawn, stage)),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- of the session only the frame and the planned scan are drawn
    [stage, session?.frame, session?.config.scan, scan, drawn],
  );
  if (stage !== 'topography') return { picture, empty: text.maps.emptyLayer(session?.config.seeds) };
  return { picture, empty: session === undefined ? text.maps.emptyTopography : text.maps.waitingForScan };
}

function mapsNote(step: number, trial: boolean): string {
  return trial ? `${text.steering.mark}: ${text.maps.asOfStep(step)}` : text.maps.asOfStep(step);
}

function scanNote(scan: { readonly rowsDone: number; readonly rows: number } | undefined): string | undefined {
  return scan === undefined ? undefined : text.maps.scanning(scan.rowsDone, scan.rows);
}
