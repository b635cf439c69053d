/** What can be said of the manifold of the session on the screen. */
import { MANIFOLD_MIN_POINTS, type ManifoldState } from '../../../src-shared/manifold';
import type { SessionView } from '../../../src-shared/session/view';
import type { TrainingSetAnswer } from '../../analysis/trainingSet';
import type { Stage } from '../stage';
import type { TrainingDesk } from './trainingDesk';

/** The state, a training that goes on first, then what is on disk, then what could be trained on. */
export function stateOf(
  stage: Stage,
  desk: Pick<TrainingDesk, 'training' | 'problemOf'>,
  setOf: (view: SessionView) => TrainingSetAnswer,
): ManifoldState {
  const view = stage.view();
  const folder = stage.folder();
  if (view === undefined) return { kind: 'noSession' };
  const training = desk.training();
  if (training?.folder === folder && training !== undefined) return training.state();
  const problem = desk.problemOf(folder);
  const answer = setOf(view);
  if (view.manifold !== undefined) {
    const { summary, trainedAt } = view.manifold;
    const seen = new Set(summary.points);
    const newPoints = answer.kind === 'set' ? answer.set.points.filter((index) => !seen.has(index)).length : 0;
    return { kind: 'trained', summary, trainedAt, newPoints, problem };
  }
  if (problem !== undefined) return { kind: 'failed', error: problem };
  if (answer.kind === 'refused') return answer;
  if (answer.kind === 'tooFew') return { ...answer, needed: MANIFOLD_MIN_POINTS };
  return { kind: 'untrained', have: answer.set.points.length, excluded: answer.set.excluded };
}
