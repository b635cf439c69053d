/** One cell: decoded patch and curve, what is read off them, and the measured points nearest to it. */
import { useMemo, type ReactNode } from 'react';
import type { ManifoldCell } from '../../../src-shared/manifold';
import { formatNumber } from '../../../src-shared/units';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';
import { WHOLE_SIDE, REFINED_SIDE, type ManifoldWindow, type OpenedCell } from '../../store/manifoldWindow';
import { bookmarkId } from './detail.model';
import { DetailChart } from './DetailChart';
import { Descriptors } from './Descriptors';
import { GreyPatch } from './GreyPatch';
import { LikeThis } from './LikeThis';
import type { Knowledge } from './manifold.model';
import { NearPoints } from './NearPoints';
import { placeWords } from './useGrid';

const words = text.manifold.detail;

export interface CellDetailProps {
  readonly knowledge: Knowledge;
  readonly opened: OpenedCell;
}

/** The opened cell; its numbers follow as soon as they are decoded. */
export function CellDetail({ knowledge, opened }: CellDetailProps): ReactNode {
  const actions = useActions();
  const cell = useWindow((state) => state.manifold.cell);
  const shown = cell?.of ?? opened;
  const place = placeWords(shown.tile, shown.grid === 'whole' ? WHOLE_SIDE : REFINED_SIDE);
  return (
    <section className="detail__section" aria-label={words.cell(place)} data-testid="cell-detail">
      <div className="detail__head">
        <h3>{words.cell(place)}</h3>
        <Bookmarked cell={cell} place={place} />
        <button type="button" className="button button--small" onClick={actions.manifold.close}>
          {words.close}
        </button>
      </div>
      {cell === undefined ? (
        <p className="hint">{text.manifold.loading}</p>
      ) : (
        <CellBody knowledge={knowledge} cell={cell} />
      )}
    </section>
  );
}

type ShownCell = NonNullable<ManifoldWindow['cell']>;

function CellBody({ knowledge, cell }: { readonly knowledge: Knowledge; readonly cell: ShownCell }): ReactNode {
  const selected = useWindow((state) => state.selected);
  const { points } = knowledge.session;
  const around = useMemo(
    () => cell.nearest.map(({ index }) => points[index]).filter((point) => point !== undefined),
    [cell, points],
  );
  const decoded = useMemo(() => ({ volts: cell.volts, amperes: cell.amperes }), [cell]);
  const like = useMemo(() => ({ z: [...cell.z] }), [cell]);
  const nearest = formatNumber(cell.nearest[0]?.imageDistance, 2);
  const most = formatNumber(cell.supportDistance, 2);
  return (
    <>
      {cell.supported ? undefined : (
        <p className="detail__warning" role="status" data-testid="unsupported">
          <strong>{words.unsupported}</strong> {words.unsupportedNote(nearest, most)}
        </p>
      )}
      <div className="detail__pair">
        <figure className="detail__patch">
          <GreyPatch values={cell.patch} size={cell.patchSize} side={116} label={words.decodedPatch} />
          <figcaption className="hint">{words.decodedPatch}</figcaption>
        </figure>
        <DetailChart
          decoded={decoded}
          around={around}
          selected={selected === undefined ? undefined : points[selected]}
        />
      </div>
      <p className="detail__label" data-testid="cell-label">
        <strong>{words.labels[cell.label.label]}</strong> {words.automatic.toLowerCase()},{' '}
        {words.confidence(formatNumber(cell.label.confidence, 2))}
        {cell.label.decidedBy === undefined
          ? ''
          : `, ${words.decidedBy(text.manifold.thresholds.names[cell.label.decidedBy])}`}
        {cell.supported ? `. ${words.supported(nearest, most)}` : ''}
      </p>
      <Descriptors descriptors={cell.descriptors} />
      <h4>{words.nearest}</h4>
      <NearPoints knowledge={knowledge} near={cell.nearest} />
      <LikeThis key={cell.z.join()} like={like} />
    </>
  );
}

function Bookmarked({ cell, place }: { readonly cell: ManifoldCell | undefined; readonly place: string }): ReactNode {
  const actions = useActions();
  const bookmarks = useWindow((state) => state.console?.session?.analysis.bookmarks);
  if (cell === undefined) return undefined;
  const id = bookmarkId(cell.z);
  const set = bookmarks?.some((bookmark) => bookmark.id === id) === true;
  const toggle = (): void => {
    if (set) void actions.manifold.removeBookmark(id);
    else
      void actions.manifold.setBookmark({
        id,
        z: [...cell.z],
        text: words.bookmarkText(place.toLowerCase(), words.labels[cell.label.label]),
      });
  };
  return (
    <button type="button" className="button button--small" aria-pressed={set} onClick={toggle}>
      {set ? words.bookmarked : words.bookmark}
    </button>
  );
}
