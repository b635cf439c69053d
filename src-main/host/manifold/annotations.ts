/** What people say about the session shown: thresholds, labels, notes, bookmarks, marks; each a record of its journal. */
import { ConsoleError } from '../../../src-shared/errors';
import type { RecordBody } from '../../../src-shared/session/record';
import { analysisReport } from '../../analysis/analysisReport';
import type { Handlers } from '../dispatch';
import type { Stage } from '../stage';

type AnnotationCommands = Extract<keyof Handlers, `analysis.${string}`>;

/** The commands about loops and their labels. They need a session; none of them needs a trained manifold. */
export function annotationHandlers(stage: Stage): Pick<Handlers, AnnotationCommands> {
  async function append(body: RecordBody): Promise<void> {
    const folder = stage.folder();
    if (folder === undefined) throw new ConsoleError({ code: 'run/illegal', message: 'No session is open.' });
    await stage.write(folder, (journal) => journal.append(body));
  }

  function refuseUnknown(index: number): void {
    const measured = stage.view()?.points.length ?? 0;
    if (index >= measured)
      throw new ConsoleError({
        code: 'run/illegal',
        message: `There is no measured point ${index}: the session has ${measured}.`,
      });
  }

  return {
    'analysis.report': ({ thresholds }) => {
      const view = stage.view();
      return view === undefined ? undefined : analysisReport(view, thresholds);
    },
    'analysis.thresholds': (thresholds) => append({ kind: 'thresholds.changed', thresholds }),
    'analysis.label': ({ index, label }) => {
      refuseUnknown(index);
      return append({ kind: 'label.set', index, label });
    },
    'analysis.note': (note) => {
      if (note.index !== undefined) refuseUnknown(note.index);
      return append({ kind: 'note.added', note });
    },
    'analysis.mark': ({ index, marked }) => {
      refuseUnknown(index);
      return append({ kind: 'point.marked', index, marked });
    },
    'analysis.undo': () => {
      if (stage.view()?.analysis.made.length === 0) throw nothingTo('take back');
      return append({ kind: 'remark.undone' });
    },
    'analysis.redo': () => {
      if (stage.view()?.analysis.undone.length === 0) throw nothingTo('say again');
      return append({ kind: 'remark.redone' });
    },
    'analysis.bookmark': (change) =>
      append(
        'set' in change
          ? { kind: 'bookmark.set', bookmark: change.set }
          : { kind: 'bookmark.removed', id: change.remove },
      ),
  };
}

function nothingTo(what: string): ConsoleError {
  return new ConsoleError({ code: 'run/illegal', message: `There is no remark to ${what} in this session.` });
}
