/**
 * What a person may do to a session beside the run itself: answer proposals, make rules, queue places, steer, reject
 * curves. Nothing here moves the tip; places reach it through the plan and the gate like any other.
 */
import { ConsoleError } from '../../src-shared/errors';
import type { PixelPoint } from '../../src-shared/geometry';
import type { RuleAnswer, SteeringPreview } from '../../src-shared/ipc/contract';
import { candidatePixel, type CandidateGrid } from '../../src-shared/maps';
import type { Proposal, VetoReason } from '../../src-shared/proposal';
import {
  CONFIRM_SHARE,
  DEFER_STEPS,
  ruleFrom,
  type MaskRule,
  type RuleDraft,
  type RuleEffect,
} from '../../src-shared/rules';
import type { Edit, QueuedTarget, RejectedCurve, Steering } from '../../src-shared/session/edits';
import type { DecisionDesk } from './decision';
import type { Editing } from './editing';
import type { Learner, ProposeRequest } from './ports';

export interface OperatorPorts {
  readonly editing: Editing;
  readonly learner: Learner;
  readonly desk: DecisionDesk;
  /** The step that is next. */
  readonly step: () => number;
  /** The candidates of the frame; undefined before the survey. */
  readonly grid: () => CandidateGrid | undefined;
  /** Curves measured so far. */
  readonly measured: () => number;
  /** Candidates on their way to be measured. */
  readonly pending: () => readonly number[];
}

/** A rule as it is asked for, with the second confirmation where one was needed. */
export interface RuleWish {
  readonly about: RuleDraft;
  readonly reason: VetoReason;
  readonly text?: string | undefined;
  readonly confirmed?: boolean | undefined;
}

/** What of a rule is to be another; the rest stays. */
export interface RuleChange {
  readonly id: string;
  readonly about?: RuleDraft | undefined;
  readonly reason?: VetoReason | undefined;
  readonly text?: string | undefined;
  readonly active?: boolean | undefined;
  readonly confirmed?: boolean | undefined;
}

export type Operator = ReturnType<typeof createOperator>;

/** The operator's part of one session. Every function throws `run/illegal` where it cannot be done now, with the reason. */
export function createOperator(ports: OperatorPorts) {
  const { editing, learner, desk } = ports;

  const gridOrThrow = (): CandidateGrid => {
    const grid = ports.grid();
    if (grid === undefined) throw illegal('There is no survey frame yet, so there are no places.');
    return grid;
  };

  function rule(wish: Pick<RuleWish, 'about' | 'reason' | 'text'>, id = newRuleId()): MaskRule {
    const grid = gridOrThrow();
    const count = grid.rows * grid.cols;
    if ('candidate' in wish.about && wish.about.candidate >= count)
      throw illegal(`There is no candidate ${wish.about.candidate}; the frame has ${count}.`);
    const made = { id, step: ports.step(), reason: wish.reason };
    const { text } = wish;
    const words = text === undefined || text === '' ? {} : { text };
    return { ...ruleFrom(wish.about, made, (candidate) => candidatePixel(grid, candidate)), active: true, ...words };
  }

  function newRuleId(): string {
    const numbers = editing.everMade().flatMap((id) => /^rule-(\d+)$/.exec(id)?.[1] ?? []);
    return `rule-${Math.max(0, ...numbers.map(Number)) + 1}`;
  }

  async function effectOf(next: MaskRule): Promise<RuleEffect> {
    const others = editing.rules(ports.step()).filter(({ id }) => id !== next.rule.id);
    return learner.ruleEffect(others, next.active ? [next.rule] : []);
  }

  /** Puts a rule in force unless it takes out so much that it must be confirmed first. */
  async function enforce(next: MaskRule, confirmed: boolean | undefined): Promise<RuleAnswer> {
    const answer = await check(next, confirmed);
    if (answer.needsConfirmation) return answer;
    await editing.make({ kind: 'rule.set', rule: next });
    return { ...answer, id: next.rule.id };
  }

  async function check(next: MaskRule, confirmed: boolean | undefined): Promise<RuleAnswer> {
    const { before, after } = await effectOf(next);
    const needsConfirmation = confirmed !== true && before - after > CONFIRM_SHARE * before;
    return { id: undefined, needsConfirmation, before, after };
  }

  function ruleById(id: string): MaskRule {
    const found = editing.state().rules.find(({ rule: { id: held } }) => held === id);
    if (found === undefined) throw illegal(`There is no rule "${id}".`);
    return found;
  }

  async function queue(
    candidates: readonly number[],
    purpose: QueuedTarget['purpose'],
    first: boolean,
  ): Promise<readonly QueuedTarget[]> {
    const grid = gridOrThrow();
    const open = await learner.open(editing.rules(ports.step()));
    const taken = new Set([...editing.state().queue.map(({ candidate }) => candidate), ...ports.pending()]);
    const targets = candidates.map((candidate): QueuedTarget => {
      const at = candidatePixel(grid, candidate);
      const where = `row ${at.row}, column ${at.col}`;
      if (taken.has(candidate)) throw illegal(`The place at ${where} is queued or under way already.`);
      if (open[candidate] !== 1) throw illegal(`The place at ${where} is measured, ruled out or too near the edge.`);
      taken.add(candidate);
      return { id: editing.newTargetId(), candidate, at, purpose };
    });
    if (targets.length === 0) throw illegal('No place is left that could be queued.');
    await editing.make({ kind: 'queue.added', targets, first });
    return targets;
  }

  function request(): ProposeRequest {
    const step = ports.step();
    return { step, round: 0, vetoed: editing.vetoedBefore, rules: editing.rules(step), pending: ports.pending() };
  }

  return {
    preview: async (about: RuleDraft, id?: string): Promise<RuleEffect> =>
      effectOf(rule({ about, reason: 'other' }, id ?? 'preview')),
    addRule: (wish: RuleWish): Promise<RuleAnswer> => enforce(rule(wish), wish.confirmed),
    /** What a rule would come to, without making it. */
    checkRule: (wish: RuleWish): Promise<RuleAnswer> => check(rule(wish), wish.confirmed),
    /**
     * The rules of a veto or deferral: in force before this returns, written when the promise resolves. A wish that does
     * not shut out the place itself comes with a rule for the place.
     */
    setAside(
      proposal: Proposal,
      reason: VetoReason,
      choice: 'veto' | 'defer',
      wish?: Pick<RuleWish, 'about' | 'text'>,
    ) {
      const { candidate } = proposal;
      const point: RuleDraft =
        choice === 'veto' ? { scope: 'point', candidate } : { scope: 'defer', candidate, steps: DEFER_STEPS };
      const wider = wish !== undefined && wish.about.scope !== 'point' && wish.about.scope !== 'defer';
      const drafts = wider
        ? [{ about: point }, wish]
        : [{ about: point, ...(wish === undefined ? {} : { text: wish.text }) }];
      const written: Promise<void>[] = [];
      const made = drafts.map((draft) => {
        const next = rule({ ...draft, reason });
        written.push(editing.make({ kind: 'rule.set', rule: next }));
        return next.rule;
      });
      return { rule: made.at(-1)!, written: Promise.all(written) };
    },
    async editRule({ id, ...change }: RuleChange) {
      const held = ruleById(id);
      const { reason = held.rule.reason, text = held.text, active = held.active } = change;
      const renewed = change.about === undefined ? held : rule({ about: change.about, reason }, id);
      const words = text === undefined || text === '' ? {} : { text };
      const { rule: base, until } = renewed;
      const next = { rule: { ...base, reason }, active, ...words, ...(until === undefined ? {} : { until }) };
      return enforce(next, change.confirmed);
    },
    async removeRule(id: string): Promise<void> {
      ruleById(id);
      await editing.make({ kind: 'rule.removed', id });
    },
    queue,
    queuePlaces: async (
      places: readonly ({ readonly candidate: number } | { readonly at: PixelPoint })[],
      purpose: QueuedTarget['purpose'],
      first: boolean,
    ) => {
      const grid = gridOrThrow();
      return queue(
        places.map((place) => ('candidate' in place ? place.candidate : nearestCandidate(grid, place.at))),
        purpose,
        first,
      );
    },
    /** Random open places; the same ones for the same seed, number of curves and length of the queue. */
    async addSeeds(count: number) {
      const { queue: queued } = editing.state();
      const excluded = [...queued.map(({ candidate }) => candidate), ...ports.pending()];
      const name = `${ports.measured()} ${queued.length}`;
      const chosen = await learner.moreSeeds({ rules: editing.rules(ports.step()), excluded, count, name });
      return queue(chosen, 'seed', false);
    },
    async approveBatch(proposal: Proposal, count: number) {
      const pending = [...ports.pending(), proposal.candidate];
      const more = await learner.batch({ ...request(), pending }, count - 1);
      // First the answer: a queue that changes would ask about the proposal anew.
      if (!desk.answer(proposal.id, 'approve')) throw illegal('The countdown has answered it already.');
      return queue(
        more.map(({ candidate }) => candidate),
        'batch',
        true,
      );
    },
    async removeQueued(ids: readonly string[]): Promise<void> {
      refuseUnknown(editing.state().queue, ids);
      await editing.make({ kind: 'queue.removed', ids: [...ids] });
    },
    async orderQueue(ids: readonly string[]): Promise<void> {
      refuseUnknown(editing.state().queue, ids);
      await editing.make({ kind: 'queue.ordered', ids: [...ids] });
    },
    async rejectCurve(curve: RejectedCurve): Promise<void> {
      if (curve.index >= ports.measured()) throw illegal(`There is no curve ${curve.index}.`);
      const others = editing.state().rejected.filter(({ index }) => index !== curve.index).length;
      if (ports.measured() - others - 1 < 2) throw illegal('The model needs two curves at least.');
      await editing.make({ kind: 'curve.rejected', curve });
    },
    async restoreCurve(index: number): Promise<void> {
      if (!editing.state().rejected.some((curve) => curve.index === index))
        throw illegal(`Curve ${index} is not rejected.`);
      await editing.make({ kind: 'curve.restored', index });
    },
    previewSteering: (steering: Steering): Promise<SteeringPreview> => learner.preview(request(), steering),
    steer: (steering: Steering): Promise<void> => editing.make({ kind: 'steering.changed', steering }),
    undo: (): Promise<Edit> => editedOr(editing.undo(), 'There is nothing to undo.'),
    redo: (): Promise<Edit> => editedOr(editing.redo(), 'There is nothing to make again.'),
  };
}

/** The candidate nearest to a pixel. */
function nearestCandidate(grid: CandidateGrid, { row, col }: PixelPoint): number {
  const along = (at: number, origin: number, count: number): number =>
    Math.min(count - 1, Math.max(0, Math.round((at - origin) / grid.stride)));
  return along(row, grid.originRow, grid.rows) * grid.cols + along(col, grid.originCol, grid.cols);
}

function refuseUnknown(queue: readonly QueuedTarget[], ids: readonly string[]): void {
  const unknown = ids.find((id) => !queue.some((target) => target.id === id));
  if (unknown !== undefined) throw illegal(`"${unknown}" is not in the queue.`);
}

async function editedOr(edit: Promise<Edit | undefined>, message: string): Promise<Edit> {
  const made = await edit;
  if (made === undefined) throw illegal(message);
  return made;
}

function illegal(message: string): ConsoleError {
  return new ConsoleError({ code: 'run/illegal', message });
}
