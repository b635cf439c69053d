/** What every map of the shown session shares: markers and patch of the next point, and apart from these tip and cross hairs. */
import { useMemo } from 'react';
import { pixelToSample, type SamplePoint } from '../../src-shared/geometry';
import type { Overlay } from '../canvas/drawMap';
import { markersOf, type Marker } from '../canvas/markers';
import { patchEdges } from '../canvas/patch';
import { useWindow } from './context';
import { rasterOf } from './nearestPoint';
import { liveProposal } from './selectors';
import { useDeskOverlay } from './useDeskOverlay';

const NO_MARKERS: readonly Marker[] = [];

/** The overlay of a small map; the large place adds to it. */
export function useOverlay(markerRadius: number, markerFill: Overlay['markerFill']): Overlay {
  const session = useWindow((state) => state.console?.session);
  const points = session?.points;
  const vetoes = session?.vetoes;
  const edits = session?.editState;
  const marked = session?.analysis.marked;
  // The view changes with every record, the markers only with points, vetoes and bookmarks.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const markers = useMemo(() => (session ? markersOf(session) : NO_MARKERS), [points, vetoes, edits, marked]);
  const next = useNextMark();
  const desk = useDeskOverlay();
  return useMemo(
    () => ({
      markers,
      markerRadius,
      markerFill,
      next,
      origin: false,
      scaleBar: false,
      scanLine: undefined,
      desk,
    }),
    [markers, markerRadius, markerFill, next, desk],
  );
}

/** The place under the mouse in any map, and the selected point. */
export function usePointers(): { readonly hover: SamplePoint | undefined; readonly selected: number | undefined } {
  return { hover: useWindow((state) => state.hover), selected: useWindow((state) => state.selected) };
}

/** Where the tip is, while an instrument answers and the shown session is its own. */
export function useTip(): SamplePoint | undefined {
  return useWindow((state) => (state.console?.replay === false ? state.console.instrument.position : undefined));
}

function useNextMark(): Overlay['next'] {
  const proposal = useWindow(liveProposal);
  const session = useWindow((state) => state.console?.session);
  return useMemo(() => {
    if (proposal === undefined || session === undefined) return undefined;
    const raster = rasterOf(session);
    return {
      at: pixelToSample(raster, proposal.at),
      patch: patchEdges(raster, proposal.at, session.config.patch.size),
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the raster of a session never changes once its frame is there
  }, [proposal, session?.id, session?.frame]);
}
