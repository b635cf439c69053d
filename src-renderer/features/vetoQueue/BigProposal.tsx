/** The chosen place at large: its surroundings on the topography, the combined map about it, its patch. */
import { useMemo, type ReactNode } from 'react';
import { pixelToSample, type PixelPoint } from '../../../src-shared/geometry';
import { MAP_KINDS, candidatePixel } from '../../../src-shared/maps';
import type { SessionView } from '../../../src-shared/session/view';
import { formatNumber } from '../../../src-shared/units';
import { frameImage, layerImage } from '../../canvas/colorImage';
import { MapCanvas } from '../../canvas/MapCanvas';
import { MAP_TABLES } from '../../canvas/mapTables';
import { patchHeights } from '../../canvas/patch';
import { PatchCanvas } from '../../canvas/PatchCanvas';
import { fullRange, quantileRange } from '../../canvas/range';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';
import { placeWords } from '../../store/editWords';
import { rasterOf } from '../../store/nearestPoint';
import { liveProposal } from '../../store/selectors';
import { useOverlay, usePointers } from '../../store/usePicture';
import { Empty, Panel } from '../../ui/Panel';

/** Side of the cut-outs in patches. */
const PATCHES_ACROSS = 4;

/** The panel; it follows the list, else the proposal that waits. */
export function BigProposal(): ReactNode {
  const session = useWindow((state) => state.console?.session);
  const proposal = useWindow(liveProposal);
  const [candidate] = useWindow((state) => state.desk.chosen);
  const shown = candidate ?? proposal?.candidate;
  const grid = session?.grid;
  const at = useMemo(
    () => (grid === undefined || shown === undefined ? undefined : candidatePixel(grid, shown)),
    [grid, shown],
  );
  return (
    <Panel
      title={text.big.title}
      note={session !== undefined && at !== undefined ? placeWords(rasterOf(session), at) : undefined}
      testId="big-proposal"
      className="big"
    >
      {session?.frame === undefined || at === undefined || shown === undefined ? (
        <Empty>{text.big.empty}</Empty>
      ) : (
        <Details session={session} at={at} candidate={shown} />
      )}
    </Panel>
  );
}

interface DetailsProps {
  readonly session: SessionView;
  readonly at: PixelPoint;
  readonly candidate: number;
}

function Details({ session, at, candidate }: DetailsProps): ReactNode {
  const { frame, maps, config } = session;
  const { size } = config.patch;
  const heights = useMemo(() => frame && patchHeights(frame, at, size), [frame, at, size]);
  const place = placeWords(rasterOf(session), at);
  return (
    <div className="big__content">
      <CutOut session={session} at={at} kind="topography" />
      <CutOut session={session} at={at} kind="combined" />
      <div className="big__facts">
        {heights === undefined ? undefined : (
          <PatchCanvas heights={heights} size={size} side={128} label={text.patch.label(place)} />
        )}
        <dl className="values">
          {MAP_KINDS.map((kind) => (
            <div key={kind} className="values__row">
              <dt>{text.maps.names[kind]}</dt>
              <dd>{valueWords(maps?.layers[kind]?.[candidate])}</dd>
            </div>
          ))}
        </dl>
      </div>
    </div>
  );
}

function valueWords(value: number | undefined): string {
  if (value === undefined) return text.noData;
  return Number.isNaN(value) ? text.patch.taken : formatNumber(value, 3);
}

interface CutOutProps {
  readonly session: SessionView;
  readonly at: PixelPoint;
  readonly kind: 'topography' | 'combined';
}

/** A square of the frame about the place, with everything that is marked there. */
function CutOut({ session, at, kind }: CutOutProps): ReactNode {
  const actions = useActions();
  const overlay = useOverlay(4, 'step');
  const pointers = usePointers();
  const { frame, maps, config } = session;
  const raster = rasterOf(session);
  // The topography does not change with the maps, and its range takes a sorting of all heights.
  const drawn = kind === 'topography' ? undefined : maps;
  const picture = useMemo(() => {
    if (frame === undefined) return undefined;
    if (kind === 'topography')
      return { image: frameImage(frame, frame.heightsMetres), range: quantileRange(frame.heightsMetres, 0.01, 0.99) };
    const combined = drawn?.layers.combined;
    if (drawn === undefined || combined === undefined) return undefined;
    return { image: layerImage(frame, drawn.grid, combined), range: fullRange(combined) };
  }, [frame, drawn, kind]);
  const focus = useMemo(
    () => ({
      at: pixelToSample(raster, at),
      widthMetres: (config.patch.size * PATCHES_ACROSS * raster.widthMetres) / raster.cols,
    }),
    [raster, at, config.patch.size],
  );
  const shown = useMemo(() => {
    const { desk } = overlay;
    return { ...overlay, scaleBar: true, desk: desk && { ...desk, target: focus.at } };
  }, [overlay, focus]);
  const title = kind === 'topography' ? text.big.surroundings : text.big.combined;
  if (picture === undefined) return <p className="hint">{text.big.noCombined}</p>;
  return (
    <figure className="big__map">
      <figcaption className="hint">{title}</figcaption>
      <div className="big__canvas">
        <MapCanvas
          raster={raster}
          image={picture.image}
          range={picture.range}
          table={kind === 'topography' ? 'cividis' : MAP_TABLES.combined}
          overlay={shown}
          {...pointers}
          label={`${title}: ${placeWords(raster, at)}`}
          testId={`big-${kind}`}
          focus={focus}
          onHover={actions.hover}
          onPick={actions.pick}
        />
      </div>
    </figure>
  );
}
