/** The manifold of the session on the screen: its state, and the commands about it. */
import { ConsoleError } from '../../../src-shared/errors';
import { MANIFOLD_MIN_POINTS, type ManifoldState } from '../../../src-shared/manifold';
import type { SessionView } from '../../../src-shared/session/view';
import { analysisReport } from '../../analysis/analysisReport';
import { trainingSet } from '../../analysis/trainingSet';
import type { Handlers } from '../dispatch';
import type { Stage } from '../stage';

type ManifoldCommands = Extract<keyof Handlers, `manifold.${string}` | `analysis.${string}`>;

export interface ManifoldService {
  state(): ManifoldState;
  readonly handlers: Pick<Handlers, ManifoldCommands>;
}

/** The manifold side of the console. */
export function createManifoldService(stage: Stage): ManifoldService {
  return {
    state: () => stateOf(stage.view()),
    handlers: {
      'manifold.train': () => {
        throw new ConsoleError({ code: 'manifold/refused', message: 'No trainer is connected.' });
      },
      'manifold.cancel': () => undefined,
      'manifold.embedding': () => undefined,
      'manifold.coupling': () => undefined,
      'manifold.grid': untrained,
      'manifold.cell': untrained,
      'manifold.moreLikeThis': untrained,
      'analysis.report': ({ thresholds }) => {
        const view = stage.view();
        return view === undefined ? undefined : analysisReport(view, thresholds);
      },
      'analysis.thresholds': (thresholds) => append(stage, { kind: 'thresholds.changed', thresholds }),
      'analysis.label': ({ index, label }) => append(stage, { kind: 'label.set', index, label }),
      'analysis.note': (note) => append(stage, { kind: 'note.added', note }),
      'analysis.bookmark': (change) =>
        append(
          stage,
          'set' in change
            ? { kind: 'bookmark.set', bookmark: change.set }
            : { kind: 'bookmark.removed', id: change.remove },
        ),
    },
  };
}

async function append(stage: Stage, body: Parameters<Parameters<Parameters<Stage['write']>[1]>[0]['append']>[0]) {
  const folder = stage.folder();
  if (folder === undefined) throw new ConsoleError({ code: 'run/illegal', message: 'No session is open.' });
  await stage.write(folder, (journal) => journal.append(body));
}

function stateOf(view: SessionView | undefined): ManifoldState {
  if (view === undefined) return { kind: 'noSession' };
  const answer = trainingSet(view);
  if (answer.kind === 'refused') return answer;
  if (answer.kind === 'tooFew') return { ...answer, needed: MANIFOLD_MIN_POINTS };
  return { kind: 'untrained', have: answer.set.points.length, excluded: answer.set.excluded };
}

function untrained(): never {
  throw new ConsoleError({
    code: 'manifold/untrained',
    message: 'No Dual-VAE has been trained on this session.',
    hint: 'Train one first.',
  });
}
