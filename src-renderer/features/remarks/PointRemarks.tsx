/** What people said about the selected point, and the points that someone wants to find again. */
import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { SessionView } from '../../../src-shared/session/view';
import { KeyHint } from '../../KeyHint';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';
import { TextField } from '../../ui/fields';

const words = text.remarks;

/** Lines below the curves; nothing where no point is selected and none is bookmarked. */
export function PointRemarks(): ReactNode {
  const session = useWindow((state) => state.console?.session);
  const selected = useWindow((state) => state.selected);
  if (session === undefined) return undefined;
  const point = selected === undefined ? undefined : session.points[selected];
  const { marked } = session.analysis;
  if (point === undefined && marked.length === 0) return undefined;
  return (
    <div className="verdict" data-testid="remarks">
      {point === undefined ? undefined : <OfPoint key={point.index} session={session} index={point.index} />}
      {marked.length === 0 ? undefined : <Marked marked={marked} selected={selected} />}
    </div>
  );
}

function OfPoint({ session, index }: { readonly session: SessionView; readonly index: number }): ReactNode {
  const { remarks } = useActions();
  const noting = useWindow((state) => state.desk.noting);
  const { analysis } = session;
  const notes = analysis.notes.filter((note) => note.index === index);
  return (
    <div role="group" aria-label={words.about(text.point.name(index))}>
      <p className="verdict__line">
        <strong>{text.point.name(index)}</strong>
        <button
          type="button"
          className="button button--small"
          aria-pressed={analysis.marked.includes(index)}
          onClick={() => void remarks.toggleMark(index)}
        >
          {words.bookmark} <KeyHint of="mark" />
        </button>
        <button type="button" className="button button--small" onClick={() => remarks.writeNote(!noting)}>
          {words.note} <KeyHint of="note" />
        </button>
      </p>
      {noting ? <NoteField index={index} /> : undefined}
      {notes.length === 0 ? undefined : (
        <ul className="remarks__notes">
          {notes.map((note) => (
            <li key={`${note.at} ${note.text}`}>
              {note.text} <time className="hint">{`${note.at.slice(0, 16).replace('T', ' ')} UTC`}</time>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** Enter saves, Escape leaves it. */
function NoteField({ index }: { readonly index: number }): ReactNode {
  const { remarks } = useActions();
  const [typed, setTyped] = useState('');
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector('input')?.focus(), []);
  return (
    <form
      className="verdict__line"
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        void remarks.note(index, typed);
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        remarks.writeNote(false);
      }}
    >
      <TextField label={words.about(text.point.name(index))} value={typed} maxLength={4000} onChange={setTyped} />
      <button type="submit" className="button button--small" disabled={typed.trim() === ''}>
        {words.save}
      </button>
    </form>
  );
}

interface MarkedProps {
  readonly marked: readonly number[];
  readonly selected: number | undefined;
}

function Marked({ marked, selected }: MarkedProps): ReactNode {
  const actions = useActions();
  return (
    <p className="verdict__line" role="group" aria-label={words.bookmarks}>
      <span>{words.bookmarks}</span>
      {marked.map((index) => (
        <button
          key={index}
          type="button"
          className="button button--small"
          aria-pressed={index === selected}
          onClick={() => actions.select(index)}
        >
          {text.point.name(index)}
        </button>
      ))}
    </p>
  );
}
