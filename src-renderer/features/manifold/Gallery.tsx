/** Measured patches and curves as two linked grids: Figures 5b and 5c. */
import { useId, useMemo, useState, type ReactNode } from 'react';
import type { SessionView } from '../../../src-shared/session/view';
import { formatQuantity } from '../../../src-shared/units';
import { patchHeights } from '../../canvas/patch';
import { fullRange, type ValueRange } from '../../canvas/range';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';
import { useTheme } from '../../store/useTheme';
import { ChoiceField } from '../../ui/fields';
import { CurveKey, tileWords } from './CurveKey';
import type { CurveTiles, PatchTiles } from './drawTiles';
import { GALLERY_ORDERS, orderPoints, type GalleryOrder } from './gallery.model';
import { labelColor, labelOf, type Knowledge } from './manifold.model';
import { TileGrid } from './TileGrid';
import { inBox, type TileBox, type TileFocus } from './tiles.model';

const words = text.manifold.gallery;
const ORDERS = GALLERY_ORDERS.map((value) => ({ value, label: words.orders[value] }));
const SIDES = (['5', '10', '15'] as const).map((value) => ({ value, label: words.sizes[value] }));

/** The grids with their order and page. */
export function Gallery({ knowledge }: { readonly knowledge: Knowledge }): ReactNode {
  const [order, setOrder] = useState<GalleryOrder>('step');
  const [side, setSide] = useState<'5' | '10' | '15'>('5');
  const [page, setPage] = useState(0);
  const { session, report } = knowledge;
  const ordered = useMemo(() => orderPoints(session, report, order), [session, report, order]);
  const each = Number(side) ** 2;
  const pages = Math.max(1, Math.ceil(ordered.length / each));
  const at = Math.min(page, pages - 1);
  const shown = useMemo(() => ordered.slice(at * each, (at + 1) * each), [ordered, at, each]);
  return (
    <div className="grids__content">
      <div className="grids__tools">
        <ChoiceField label={words.order} value={order} choices={ORDERS} onChange={setOrder} />
        <ChoiceField label={words.size} value={side} choices={SIDES} onChange={setSide} />
        <span className="grids__pages">
          <button type="button" className="button button--small" disabled={at === 0} onClick={() => setPage(at - 1)}>
            {words.previous}
          </button>
          <span>{words.page(at * each + 1, at * each + shown.length, ordered.length)}</span>
          <button
            type="button"
            className="button button--small"
            disabled={at >= pages - 1}
            onClick={() => setPage(at + 1)}
          >
            {words.next}
          </button>
        </span>
      </div>
      <Page key={`${order} ${side} ${at}`} knowledge={knowledge} shown={shown} side={Number(side)} />
    </div>
  );
}

interface PageProps {
  readonly knowledge: Knowledge;
  readonly shown: readonly number[];
  readonly side: number;
}

function Page({ knowledge, shown, side }: PageProps): ReactNode {
  const actions = useActions();
  const theme = useTheme();
  const selected = useWindow((state) => state.selected);
  const group = useWindow((state) => state.manifold.group);
  const [focus, setFocus] = useState<TileFocus>({ cursor: 0, anchor: undefined });
  const hintId = useId();
  const { session, report } = knowledge;
  const tiles = useMeasuredTiles(knowledge, shown, theme);
  const marks = useMemo(() => {
    const tileOfPoint = (index: number | undefined): number | undefined => {
      const tile = index === undefined ? -1 : shown.indexOf(index);
      return tile < 0 ? undefined : tile;
    };
    const linked = group.map(tileOfPoint).filter((tile) => tile !== undefined);
    return { counts: [], letters: [], bookmarked: [], opened: tileOfPoint(selected), linked };
  }, [shown, selected, group]);
  const common = {
    side,
    count: shown.length,
    focus,
    veiled: [],
    theme,
    hintId,
    marks,
    onFocus: setFocus,
    onOpen: (tile: number) => actions.select(shown[tile]),
    onOpenBox: (box: TileBox) => actions.manifold.gather(shown.filter((_, tile) => inBox(box, tile, side))),
    onEscape: () => setFocus({ ...focus, anchor: undefined }),
  };
  const index = shown[focus.cursor];
  const label = index === undefined ? undefined : labelOf(report?.points[index]);
  return (
    <>
      <div className="grids__pair">
        {session.frame === undefined ? undefined : (
          <TileGrid {...common} tiles={tiles.patches} label={words.patches} testId="patch-gallery" />
        )}
        <TileGrid {...common} tiles={tiles.curves} label={words.curves} testId="curve-gallery" />
      </div>
      <div className="grids__legend">
        <CurveKey />
        <p className="hint">
          {patchWords(session)} {tileWords(tiles.curves.volts, tiles.curves.range)}
        </p>
      </div>
      <p className="visually-hidden" id={hintId}>
        {words.hint}
      </p>
      <p className="visually-hidden" aria-live="polite">
        {index === undefined
          ? ''
          : words.spoken(
              text.point.name(index),
              label === undefined ? text.manifold.detail.noLabel : text.manifold.detail.labels[label],
            )}
      </p>
    </>
  );
}

/** How wide a patch is; nothing where there is no frame to take it from. */
function patchWords({ frame, config }: SessionView): string {
  if (frame === undefined) return '';
  return words.patchWidth(formatQuantity((config.patch.size * frame.widthMetres) / frame.cols, 'm', 3));
}

/** Patches each in its own range, as the network sees them; curves all on the same axes. */
function useMeasuredTiles(
  { session, report }: Knowledge,
  shown: readonly number[],
  theme: 'light' | 'dark',
): { readonly patches: PatchTiles; readonly curves: CurveTiles } {
  return useMemo(() => {
    const { config, frame, points } = session;
    const size = config.patch.size;
    const volts = points[shown[0] ?? 0]?.volts ?? new Float64Array();
    const heights = new Float32Array(shown.length * size * size);
    const amperes = new Float32Array(shown.length * volts.length);
    const colors: string[] = [];
    shown.forEach((index, tile) => {
      const point = points[index]!;
      if (frame !== undefined) heights.set(patchHeights(frame, point.at, size), tile * size * size);
      amperes.set(point.amperes.subarray(0, volts.length), tile * volts.length);
      colors.push(labelColor(labelOf(report?.points[index]), theme));
    });
    return {
      patches: { kind: 'patches', values: heights, size, range: undefined, table: 'cividis' },
      curves: { kind: 'curves', values: amperes, volts, range: currentRange(session), colors },
    };
  }, [session, report, shown, theme]);
}

/** The same axes on every page. */
function currentRange(session: SessionView): ValueRange {
  let low = 0;
  let high = 0;
  for (const point of session.points) {
    const range = fullRange(point.amperes);
    low = Math.min(low, range?.low ?? 0);
    high = Math.max(high, range?.high ?? 0);
  }
  return high > low ? { low, high } : { low: 0, high: 1e-9 };
}
