/** What people said about this session: bookmarks of cells, their own labels, notes. */
import { useState, type ReactNode } from 'react';
import type { Bookmark, CurveLabel } from '../../../src-shared/analysis';
import { formatNumber } from '../../../src-shared/units';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';
import { TextField } from '../../ui/fields';
import { tileOf, type Knowledge } from './manifold.model';

const words = text.manifold.notes;
const labels = text.manifold.detail.labels;

/** Three lists, newest last. */
export function NotesTab({ knowledge }: { readonly knowledge: Knowledge }): ReactNode {
  const { bookmarks } = knowledge.session.analysis;
  return (
    <div className="notes" data-testid="manifold-notes">
      <h3>{words.bookmarks}</h3>
      {bookmarks.length === 0 ? <p className="hint">{words.noBookmarks}</p> : undefined}
      <ul className="notes__list">
        {bookmarks.map((bookmark) => (
          <BookmarkRow key={`${bookmark.id} ${bookmark.text}`} bookmark={bookmark} knowledge={knowledge} />
        ))}
      </ul>
      <HumanLabels knowledge={knowledge} />
      <Notes knowledge={knowledge} />
    </div>
  );
}

interface BookmarkRowProps {
  readonly bookmark: Bookmark;
  readonly knowledge: Knowledge;
}

function BookmarkRow({ bookmark, knowledge }: BookmarkRowProps): ReactNode {
  const actions = useActions();
  const whole = useWindow((state) => state.manifold.whole);
  const [typed, setTyped] = useState(bookmark.text);
  const fits = bookmark.z.length === knowledge.embedding.latent;
  const tile = whole === undefined || !fits ? undefined : tileOf(whole, bookmark.z);
  const save = (): void => {
    if (typed !== bookmark.text) void actions.manifold.setBookmark({ ...bookmark, text: typed });
  };
  return (
    <li className="notes__row">
      <button
        type="button"
        className="button button--small"
        disabled={tile === undefined}
        aria-label={words.open(bookmark.text)}
        onClick={() => {
          if (tile === undefined) return;
          actions.manifold.look({ tab: 'cell' });
          void actions.manifold.openAt({ grid: 'whole', tile, z: bookmark.z });
        }}
      >
        {words.position(bookmark.z.map((value) => formatNumber(value, 2)).join(', '))}
      </button>
      <form
        className="notes__text"
        onBlur={save}
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <TextField label={words.text} value={typed} maxLength={500} onChange={setTyped} />
      </form>
      {fits ? undefined : <span className="hint">{words.other}</span>}
      <button
        type="button"
        className="button button--small"
        aria-label={words.removeNamed(bookmark.text)}
        onClick={() => void actions.manifold.removeBookmark(bookmark.id)}
      >
        {words.remove}
      </button>
    </li>
  );
}

function HumanLabels({ knowledge }: { readonly knowledge: Knowledge }): ReactNode {
  const actions = useActions();
  const { report, session } = knowledge;
  const given = Object.entries(session.analysis.labels).map(([index, label]) => [Number(index), label] as const);
  const against = (index: number, label: CurveLabel): string => {
    const automatic = report?.points[index]?.automatic?.label;
    return words.against(labels[label], automatic === undefined ? text.noData : labels[automatic]);
  };
  return (
    <>
      <h3>{words.humanLabels}</h3>
      {given.length === 0 ? <p className="hint">{words.noHumanLabels}</p> : undefined}
      <ul className="notes__list">
        {given.map(([index, label]) => (
          <li key={index} className="notes__row">
            <button type="button" className="button button--small" onClick={() => actions.select(index)}>
              {text.point.name(index)}
            </button>
            <span>{against(index, label)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

function Notes({ knowledge }: { readonly knowledge: Knowledge }): ReactNode {
  const actions = useActions();
  const [typed, setTyped] = useState('');
  const { notes } = knowledge.session.analysis;
  const add = async (): Promise<void> => {
    if (typed.trim() !== '' && (await actions.manifold.note(undefined, typed.trim()))) setTyped('');
  };
  return (
    <>
      <h3>{words.notes}</h3>
      {notes.length === 0 ? <p className="hint">{words.noNotes}</p> : undefined}
      <ul className="notes__list">
        {notes.map((note) => (
          <li key={`${note.at} ${note.text}`} className="notes__row">
            {note.index === undefined ? (
              <strong>{words.session}</strong>
            ) : (
              <button type="button" className="button button--small" onClick={() => actions.select(note.index)}>
                {text.point.name(note.index)}
              </button>
            )}
            <span className="notes__words">{note.text}</span>
            <time className="hint" dateTime={note.at}>
              {`${note.at.slice(0, 16).replace('T', ' ')} UTC`}
            </time>
          </li>
        ))}
      </ul>
      <form
        className="detail__note"
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <TextField label={words.add} value={typed} maxLength={4000} onChange={setTyped} />
        <button type="submit" className="button" disabled={typed.trim() === ''}>
          {words.addButton}
        </button>
      </form>
    </>
  );
}
