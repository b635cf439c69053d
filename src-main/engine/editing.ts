/** The operator's edits of a session: made, undone, made again, each journalled and told to the learner. */
import type { VetoRule } from '../../src-shared/proposal';
import { rulesInForce } from '../../src-shared/rules';
import {
  nextNumber,
  redoable,
  stateOfEdits,
  undoable,
  withMade,
  withUndone,
  type Edit,
  type EditState,
  type MadeEdit,
  type QueuedTarget,
  type Steering,
} from '../../src-shared/session/edits';
import type { Journal, Learner } from './ports';

export interface EditingPorts {
  readonly journal: Journal;
  readonly learner: Pick<Learner, 'open' | 'reject' | 'steer'>;
  /** The method of the experiment, in force while nobody steers. */
  readonly method: Steering;
  readonly before: {
    readonly edits: readonly MadeEdit[];
    readonly taken: readonly string[];
    readonly vetoes: readonly VetoRule[];
  };
  /** The step that is next. */
  readonly step: () => number;
  /** Told after every change of the state. */
  readonly onChange: (before: EditState, after: EditState) => void;
}

export interface Editing {
  state(): EditState;
  /** Grows with every change, so that what was made before one can be told from what was made after it. */
  version(): number;
  /** Ids of all rules that there ever were, so that none is used twice. */
  everMade(): readonly string[];
  newTargetId(): string;
  /** Candidates vetoed in a session that was begun before there were rules. */
  readonly vetoedBefore: readonly number[];
  /** The rules that hold for a proposal of a step. */
  rules(step: number): readonly VetoRule[];
  /**
   * The learner has been loaded: tells it what stands, also what was edited while it was loading, and from then on at once
   * of every edit.
   */
  learnerLoaded(): Promise<void>;
  /** In force at once; resolves when it is on disk and the learner knows, or will be told as soon as it is loaded. */
  make(edit: Edit): Promise<void>;
  undo(): Promise<Edit | undefined>;
  redo(): Promise<Edit | undefined>;
  /** The next target of the queue that can be measured; those that cannot leave the queue with the reason. */
  nextQueued(step: number): Promise<QueuedTarget | undefined>;
  /** A target leaves the queue. */
  take(id: string, why?: string): Promise<void>;
}

export function createEditing(ports: EditingPorts): Editing {
  const { journal, learner } = ports;
  let edits = ports.before.edits;
  const taken = new Set(ports.before.taken);
  let state = stateOfEdits(edits, taken);
  let version = 0;
  let loaded = false;
  const ids = new Set(idsOf(edits, ports.before));
  let targets = Math.max(0, ...[...ids].map((id) => Number(/^target-(\d+)$/.exec(id)?.[1] ?? 0)));

  async function change(next: readonly MadeEdit[]): Promise<void> {
    const before = state;
    version += 1;
    edits = next;
    state = stateOfEdits(edits, taken);
    ports.onChange(before, state);
    if (loaded) await tellLearner(before, state);
  }

  async function learnerLoaded(): Promise<void> {
    let known = stateOfEdits([], taken);
    while (known !== state) {
      const now = state;
      await tellLearner(known, now);
      known = now;
    }
    loaded = true;
  }

  async function tellLearner(before: EditState, after: EditState): Promise<void> {
    if (after.steering !== before.steering) await learner.steer(after.steering ?? ports.method);
    for (const { index, again } of after.rejected)
      if (!before.rejected.some((curve) => curve.index === index && curve.again === again)) await reject(index, again);
    for (const { index } of before.rejected)
      if (!after.rejected.some((curve) => curve.index === index)) await reject(index, undefined);
  }

  async function reject(index: number, again: 'retry' | 'never' | undefined): Promise<void> {
    const { novelty, diversity } = await learner.reject(index, again);
    await journal.append({ kind: 'scores.updated', novelty: await journal.store(novelty), diversity });
  }

  async function mark(made: MadeEdit | undefined, undone: boolean): Promise<Edit | undefined> {
    if (made === undefined) return undefined;
    const told = change(withUndone(edits, made.id, undone));
    await journal.append({ kind: undone ? 'edit.undone' : 'edit.redone', number: made.id });
    await told;
    return made.edit;
  }

  async function take(id: string, why?: string): Promise<void> {
    taken.add(id);
    state = stateOfEdits(edits, taken);
    await journal.append({ kind: 'queue.taken', id, ...(why === undefined ? {} : { why }) });
  }

  return {
    state: () => state,
    version: () => version,
    everMade: () => [...ids],
    newTargetId: () => `target-${++targets}`,
    vetoedBefore: edits.length > 0 ? [] : ports.before.vetoes.map(({ candidate }) => candidate),
    rules: (step) => rulesInForce(state.rules, step),
    learnerLoaded,
    async make(edit) {
      if (edit.kind === 'rule.set') ids.add(edit.rule.rule.id);
      const [number, step] = [nextNumber(edits), ports.step()];
      const told = change(withMade(edits, { id: number, step, at: '', edit, undone: false }));
      await journal.append({ kind: 'edit.made', number, step, edit });
      await told;
    },
    undo: () => mark(undoable(edits), true),
    redo: () => mark(redoable(edits), false),
    async nextQueued(step) {
      if (state.queue.length === 0) return undefined;
      const open = await learner.open(rulesInForce(state.rules, step));
      for (const target of state.queue) {
        if (open[target.candidate] === 1) return target;
        await take(target.id, 'It was measured or ruled out in the meantime.');
      }
      return undefined;
    },
    take,
  };
}

function idsOf(edits: readonly MadeEdit[], { vetoes, taken }: EditingPorts['before']): string[] {
  const made = edits.flatMap(({ edit }) => {
    if (edit.kind === 'rule.set') return [edit.rule.rule.id];
    return edit.kind === 'queue.added' ? edit.targets.map(({ id }) => id) : [];
  });
  return [...made, ...taken, ...vetoes.map(({ id }) => id)];
}
