/** The patch under the pointer, of the selected or of the next point, and the measured patches most like it. */
import { useMemo, type ReactNode } from 'react';
import type { SessionView } from '../../../src-shared/session/view';
import { pixelToSample } from '../../../src-shared/geometry';
import { formatNumber, formatQuantity } from '../../../src-shared/units';
import { patchHeights } from '../../canvas/patch';
import { PatchCanvas } from '../../canvas/PatchCanvas';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';
import { rasterOf } from '../../store/nearestPoint';
import { liveProposal, shownMaps } from '../../store/selectors';
import { currentBounds, neighbourOf } from '../../ui/neighbour.model';
import { NeighbourItem } from '../../ui/NeighbourItem';
import { Empty, Panel } from '../../ui/Panel';
import { focusOf, similarTo, valuesAt, type Focus } from './modelMaps.model';

const NEIGHBOURS = 2;

/** The last panel of the grid of maps. */
export function PatchPanel(): ReactNode {
  const session = useWindow((state) => state.console?.session);
  const hover = useWindow((state) => state.hover);
  const selected = useWindow((state) => state.selected);
  const proposal = useWindow(liveProposal);
  const focus = useMemo(
    () => (session?.frame === undefined ? undefined : focusOf(session, hover, selected, proposal)),
    [session, hover, selected, proposal],
  );
  return (
    <Panel title={text.patch.title} note={focus && text.patch.kinds[focus.kind]} testId="patch" className="patch-panel">
      {session === undefined || focus === undefined ? (
        <Empty>{text.patch.empty}</Empty>
      ) : (
        <PatchDetails session={session} focus={focus} />
      )}
    </Panel>
  );
}

function PatchDetails({ session, focus }: { readonly session: SessionView; readonly focus: Focus }): ReactNode {
  const { frame, points, config } = session;
  const actions = useActions();
  const maps = useWindow(shownMaps);
  const selected = useWindow((state) => state.selected);
  const size = config.patch.size;
  const heights = useMemo(() => frame && patchHeights(frame, focus.at, size), [frame, focus.at, size]);
  const neighbours = useMemo(
    () =>
      similarTo(session, focus, NEIGHBOURS)
        .map(({ index, distanceMetres }) => neighbourOf(session, index, formatQuantity(distanceMetres, 'm', 2)))
        .filter((neighbour) => neighbour !== undefined),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- of the session only frame and points matter here
    [frame, points, focus],
  );
  if (frame === undefined || heights === undefined) return undefined;
  const at = pixelToSample(rasterOf(session), focus.at);
  const place = text.point.place(formatQuantity(at.xMetres, 'm'), formatQuantity(at.yMetres, 'm'));
  return (
    <div className="patch-panel__content">
      <div className="patch-panel__top">
        <PatchCanvas heights={heights} size={size} side={72} label={text.patch.label(place)} />
        <dl className="values">
          {valuesAt(maps, focus.at).map(({ kind, value }) => (
            <div key={kind} className="values__row">
              <dt>{text.maps.short[kind]}</dt>
              <dd>{mapValue(value)}</dd>
            </div>
          ))}
        </dl>
      </div>
      <p className="patch-panel__place">
        {focus.index === undefined ? place : `${text.point.name(focus.index)}: ${place}`}
      </p>
      {neighbours.length === 0 ? (
        <p className="hint">{text.patch.noNeighbours}</p>
      ) : (
        <>
          <p className="hint">{text.patch.neighbours}</p>
          <div className="neighbours neighbours--stacked">
            {neighbours.map((neighbour) => (
              <NeighbourItem
                key={neighbour.index}
                neighbour={neighbour}
                patchSize={size}
                heightRange={undefined}
                amperesBounds={currentBounds(neighbours)}
                selected={neighbour.index === selected}
                onSelect={() => actions.select(neighbour.index)}
              />
            ))}
          </div>
        </>
      )}
    </div>
  );
}

function mapValue(value: number | undefined): string {
  if (value === undefined) return text.noData;
  return Number.isNaN(value) ? text.patch.taken : formatNumber(value, 2);
}
