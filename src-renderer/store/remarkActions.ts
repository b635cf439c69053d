/** What the person at the window says about measured points, and the way back from everything said or changed. */
import type { StoreApi } from 'zustand/vanilla';
import { redoable, undoable } from '../../src-shared/session/edits';
import { text } from '../messages';
import type { DeskActions } from './deskActions';
import { canEdit } from './selectors';
import type { Send } from './send';
import type { WindowState } from './state';

export interface RemarkActions {
  /** Bookmarks a measured point (the selected one without an index), or no longer. */
  toggleMark(index?: number): Promise<void>;
  /** Opens the field for a note about the selected point, or closes it. */
  writeNote(open: boolean): void;
  /** Saves a note about a point and closes the field. */
  note(index: number, words: string): Promise<void>;
  /** Takes back what was done last: an edit of the run, or a remark about the session. */
  undo(): Promise<void>;
  redo(): Promise<void>;
}

type Kind = WindowState['desk']['undone'][number];

/** The actions on a store. */
export function createRemarkActions(store: StoreApi<WindowState>, send: Send, desk: DeskActions): RemarkActions {
  const change = (next: Partial<WindowState['desk']>): void =>
    store.setState((state) => ({ desk: { ...state.desk, ...next } }));
  const session = () => store.getState().console?.session;

  /** The point that is meant; says what is missing where there is none. */
  function chosen(index: number | undefined): number | undefined {
    const known = session();
    const meant = index ?? store.getState().selected;
    if (known !== undefined && meant !== undefined && known.points[meant] !== undefined) return meant;
    desk.say(text.remarks.selectFirst);
    return undefined;
  }

  /** Edits can be taken back while the run goes on, remarks at any time. */
  function newest(): Kind {
    const known = session();
    const remark = known?.analysis.made.at(-1)?.at;
    const edit = canEdit(store.getState()) && known !== undefined ? undoable(known.edits)?.at : undefined;
    return remark !== undefined && (edit === undefined || remark > edit) ? 'remark' : 'edit';
  }

  function nextAgain(): Kind {
    const known = session();
    const remark = known?.analysis.undone.at(-1);
    const edit = known !== undefined && canEdit(store.getState()) ? redoable(known.edits) : undefined;
    if (remark === undefined || edit === undefined) return remark === undefined ? 'edit' : 'remark';
    return store.getState().desk.undone.at(-1) ?? 'remark';
  }

  return {
    async toggleMark(index) {
      const meant = chosen(index);
      if (meant === undefined) return;
      const marked = session()?.analysis.marked.includes(meant) !== true;
      if (await send('analysis.mark', { index: meant, marked }))
        desk.say(text.remarks.marked(text.point.name(meant), marked));
    },
    writeNote(open) {
      if (open && chosen(undefined) === undefined) return;
      change({ noting: open });
    },
    async note(index, words) {
      const trimmed = words.trim();
      if (trimmed === '' || (await send('analysis.note', { index, text: trimmed }))) change({ noting: false });
    },
    async undo() {
      const kind = newest();
      const last = session()?.analysis.made.at(-1);
      if (kind === 'edit') {
        if (!(await desk.undo())) return;
      } else if (!(await send('analysis.undo'))) return;
      else desk.say(text.undo.undone(text.remarks.kinds[last!.body.kind]));
      change({ undone: [...store.getState().desk.undone, kind] });
    },
    async redo() {
      const kind = nextAgain();
      const next = session()?.analysis.undone.at(-1);
      if (kind === 'edit') {
        if (!(await desk.redo())) return;
      } else if (!(await send('analysis.redo'))) return;
      else desk.say(text.undo.redone(text.remarks.kinds[next!.body.kind]));
      change({ undone: store.getState().desk.undone.slice(0, -1) });
    },
  };
}
