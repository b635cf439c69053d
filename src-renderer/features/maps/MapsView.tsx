/** All maps at large: one zoom, one cursor, one line through all of them. */
import { useMemo, useState, type ReactNode } from 'react';
import type { SamplePoint } from '../../../src-shared/geometry';
import type { MapSet } from '../../../src-shared/maps';
import type { Frame } from '../../../src-shared/scan';
import { SharedView } from '../../canvas/sharedView';
import type { Viewport } from '../../canvas/viewport';
import { text } from '../../messages';
import { useWindow } from '../../store/context';
import { shownMaps } from '../../store/selectors';
import type { StageName } from '../../store/state';
import { ChoiceField, Segments } from '../../ui/fields';
import { Empty } from '../../ui/Panel';
import { Compare } from './Compare';
import { MapTile, type TileProps } from './MapTile';
import { STAGES, pictureOf, type Line } from './maps.model';
import { ProfilePanel, ValuesPanel } from './SidePanels';

type Layout = 'one' | 'four' | 'six' | 'compare';

const LAYOUTS = (['one', 'four', 'six', 'compare'] as const).map((value) => ({
  value,
  label: text.mapsView.layouts[value],
}));
const CHOICES = STAGES.map((value) => ({ value, label: text.maps.names[value] }));
const FIRST_CHOICE: readonly StageName[] = ['topography', 'novelty', 'imageNovelty', 'combined'];

/** The view; it says so where there is no frame yet. */
export function MapsView(): ReactNode {
  const frame = useWindow((state) => state.console?.session?.frame);
  const maps = useWindow(shownMaps);
  const session = useWindow((state) => state.console?.session !== undefined);
  return (
    <main className="maps-view" data-testid="maps-view">
      {frame === undefined ? (
        <Empty>{session ? text.maps.waitingForScan : text.mapsView.empty}</Empty>
      ) : (
        <Maps frame={frame} maps={maps} />
      )}
    </main>
  );
}

function Maps({ frame, maps }: { readonly frame: Frame; readonly maps: MapSet | undefined }): ReactNode {
  const [layout, setLayout] = useState<Layout>('six');
  const [chosen, setChosen] = useState(FIRST_CHOICE);
  const view = useState<Viewport | undefined>(undefined);
  const [line, setLine] = useState<Line | undefined>(undefined);
  const [drawing, setDrawing] = useState(false);
  const onDraw = (stage: 'start' | 'move' | 'end', at: SamplePoint): void => {
    setLine((before) => [stage === 'start' || before === undefined ? at : before[0], at]);
    if (stage === 'end') setDrawing(false);
  };
  const shared = { frame, line, onDraw: drawing ? onDraw : undefined };
  const stages = layout === 'six' ? STAGES : chosen.slice(0, layout === 'one' ? 1 : 4);
  return (
    <>
      <div className="maps-view__bar">
        <Segments label={text.mapsView.layout} value={layout} choices={LAYOUTS} onChange={setLayout} />
        <button type="button" className="button" aria-pressed={drawing} onClick={() => setDrawing(!drawing)}>
          {drawing ? text.mapsView.drawing : text.mapsView.profile}
        </button>
        {line === undefined ? undefined : (
          <button type="button" className="button" onClick={() => setLine(undefined)}>
            {text.mapsView.removeProfile}
          </button>
        )}
      </div>
      <SharedView value={view}>
        <div className={`maps-view__tiles maps-view__tiles--${layout}`}>
          {layout === 'compare' ? (
            <Compare {...shared} />
          ) : (
            stages.map((stage, i) => (
              <StageTile
                key={layout === 'six' ? stage : i}
                stage={stage}
                maps={maps}
                shared={shared}
                onChoose={layout === 'six' ? undefined : (next) => setChosen(chosen.with(i, next))}
                place={String(i + 1)}
              />
            ))
          )}
        </div>
      </SharedView>
      <div className="maps-view__side">
        <ProfilePanel frame={frame} maps={maps} line={line} />
        <ValuesPanel frame={frame} maps={maps} />
      </div>
    </>
  );
}

interface StageTileProps {
  readonly stage: StageName;
  readonly maps: MapSet | undefined;
  readonly shared: Pick<TileProps, 'frame' | 'line' | 'onDraw'>;
  /** Absent where every map has its place. */
  readonly onChoose: ((stage: StageName) => void) | undefined;
  readonly place: string;
}

function StageTile({ stage, maps, shared, onChoose, place }: StageTileProps): ReactNode {
  const { frame } = shared;
  const picture = useMemo(() => pictureOf(frame, maps, stage), [frame, maps, stage]);
  const note = stage === 'topography' || maps === undefined ? undefined : text.maps.step(maps.step);
  return (
    <MapTile
      {...shared}
      title={text.maps.names[stage]}
      note={note}
      picture={picture}
      missing={maps === undefined ? text.maps.emptyLayer(undefined) : text.maps.noSuchLayer}
      testId={`tile-${stage}`}
      tools={
        onChoose && (
          <ChoiceField
            label={text.mapsView.map(place)}
            labelHidden
            value={stage}
            choices={CHOICES}
            onChange={onChoose}
          />
        )
      }
    />
  );
}
