/** All maps at large: one zoom, one cursor, one line through all of them. */
import { useMemo, useState, type ReactNode } from 'react';
import type { SamplePoint } from '../../../src-shared/geometry';
import type { MapSet } from '../../../src-shared/maps';
import type { Frame } from '../../../src-shared/scan';
import { SPREADS, pictureOf, type Spread } from '../../canvas/mapPicture';
import { SharedView } from '../../canvas/sharedView';
import type { Viewport } from '../../canvas/viewport';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';
import { shownMaps } from '../../store/selectors';
import type { StageName } from '../../store/state';
import { ChoiceField, Segments } from '../../ui/fields';
import { Empty } from '../../ui/Panel';
import { Compare } from './Compare';
import { MapTile, type TileShared } from './MapTile';
import { STAGES, sourcesOf, withPin, type Line, type Pin } from './maps.model';
import { ProfilePanel } from './ProfilePanel';
import { useCompare } from './useCompare';
import { ValuesPanel } from './ValuesPanel';

type Layout = 'one' | 'four' | 'six' | 'compare';

const LAYOUTS = (['one', 'four', 'six', 'compare'] as const).map((value) => ({
  value,
  label: text.mapsView.layouts[value],
}));
const CHOICES = STAGES.map((value) => ({ value, label: text.maps.names[value] }));
const SPREAD_CHOICES = SPREADS.map((value) => ({ value, label: text.mapsView.spreads[value] }));
const FIRST_CHOICE: readonly StageName[] = ['topography', 'novelty', 'imageNovelty', 'combined'];

/** The view; it says so where there is no frame yet. */
export function MapsView(): ReactNode {
  const actions = useActions();
  const frame = useWindow((state) => state.console?.session?.frame);
  const maps = useWindow(shownMaps);
  const session = useWindow((state) => state.console?.session !== undefined);
  return (
    <main className="maps-view" data-testid="maps-view">
      {frame === undefined ? (
        <Empty next={session ? undefined : { words: text.begin.live, act: () => actions.show('live') }}>
          {session ? text.maps.waitingForScan : text.mapsView.empty}
        </Empty>
      ) : (
        <Maps frame={frame} maps={maps} />
      )}
    </main>
  );
}

function Maps({ frame, maps }: { readonly frame: Frame; readonly maps: MapSet | undefined }): ReactNode {
  const actions = useActions();
  const [layout, setLayout] = useState<Layout>('six');
  const [spread, setSpread] = useState<Spread>('live');
  const [chosen, setChosen] = useState(FIRST_CHOICE);
  const [wipe, setWipe] = useState(false);
  const view = useState<Viewport | undefined>(undefined);
  const [line, setLine] = useState<Line | undefined>(undefined);
  const drawing = useWindow((state) => state.drawingProfile);
  const [pins, setPins] = useState<readonly Pin[]>([]);
  const comparison = useCompare(frame, spread, layout === 'compare');
  const sources = useMemo(
    () => (layout === 'compare' ? comparison.sources : sourcesOf(maps)),
    [layout, comparison.sources, maps],
  );
  const onDraw = (stage: 'start' | 'move' | 'end', at: SamplePoint): void => {
    setLine((before) => [stage === 'start' || before === undefined ? at : before[0], at]);
    if (stage === 'end') actions.drawProfile(false);
  };
  const onPin = (at: SamplePoint): void => {
    actions.pick(at);
    setPins((before) => withPin(before, at));
  };
  const shared: TileShared = { frame, line, pins, onDraw: drawing ? onDraw : undefined, onPin };
  const stages = layout === 'six' ? STAGES : chosen.slice(0, layout === 'one' ? 1 : 4);
  return (
    <>
      <div className="maps-view__bar">
        <Segments label={text.mapsView.layout} value={layout} choices={LAYOUTS} onChange={setLayout} />
        {layout === 'compare' ? (
          <label className="check">
            <input type="checkbox" checked={wipe} onChange={(event) => setWipe(event.target.checked)} />
            {text.mapsView.wipeOn}
          </label>
        ) : undefined}
        <ChoiceField label={text.mapsView.spread} value={spread} choices={SPREAD_CHOICES} onChange={setSpread} />
        <button type="button" className="button" aria-pressed={drawing} onClick={() => actions.drawProfile(!drawing)}>
          {drawing ? text.mapsView.drawing : text.mapsView.profile}
        </button>
        {line === undefined ? undefined : (
          <button type="button" className="button" onClick={() => setLine(undefined)}>
            {text.mapsView.removeProfile}
          </button>
        )}
      </div>
      <SharedView value={view}>
        <div
          className={`maps-view__tiles maps-view__tiles--${layout}${wipe && layout === 'compare' ? ' maps-view__tiles--wipe' : ''}`}
        >
          {layout === 'compare' ? (
            <Compare comparison={comparison} shared={shared} wipe={wipe} />
          ) : (
            stages.map((stage, i) => (
              <StageTile
                key={layout === 'six' ? stage : i}
                stage={stage}
                maps={maps}
                spread={spread}
                shared={shared}
                onChoose={layout === 'six' ? undefined : (next) => setChosen(chosen.with(i, next))}
                place={String(i + 1)}
              />
            ))
          )}
        </div>
      </SharedView>
      <div className="maps-view__side">
        <ProfilePanel frame={frame} sources={sources} line={line} />
        <ValuesPanel frame={frame} maps={maps} pins={pins} onClear={() => setPins([])} />
      </div>
    </>
  );
}

interface StageTileProps {
  readonly stage: StageName;
  readonly maps: MapSet | undefined;
  readonly spread: Spread;
  readonly shared: TileShared;
  /** Absent where every map has its place. */
  readonly onChoose: ((stage: StageName) => void) | undefined;
  readonly place: string;
}

function StageTile({ stage, maps, spread, shared, onChoose, place }: StageTileProps): ReactNode {
  const { frame } = shared;
  const picture = useMemo(() => pictureOf(frame, maps, stage, spread), [frame, maps, stage, spread]);
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
