/** Chooses every place of a session again from what its journal holds, and compares. */
import type { ExperimentConfig } from '../../src-shared/experiment';
import type { Proposal } from '../../src-shared/proposal';
import { rulesInForce } from '../../src-shared/rules';
import { stateOfEdits, withMade, withUndone, type EditState, type MadeEdit } from '../../src-shared/session/edits';
import type { JournalRecord, RecordOf } from '../../src-shared/session/record';
import type { Frame } from '../../src-shared/scan';
import { toFullLength } from '../../src-shared/sweep';
import type { Learner } from '../engine/ports';
import { resolveRecord } from '../journal/reader';

export interface ReplayResult {
  readonly repeated: number;
  /** One sentence for each proposal or fit that came out otherwise. */
  readonly differences: readonly string[];
  /** Proposals of journals from before the state of the model was recorded. */
  readonly without: number;
}

/** Scores may differ by this much of their size: other processors round otherwise. */
const RELATIVE = 1e-6;
const UNEDITED = stateOfEdits([], new Set());
const NEVER = new AbortController().signal;

/** Replays all proposals through a learner that knows nothing yet. */
export async function replaySession(
  folder: string,
  records: readonly JournalRecord[],
  learner: Learner,
): Promise<ReplayResult> {
  const state: Replay = { learner, edits: [], applied: UNEDITED, entered: [], config: undefined, loaded: false };
  const result = { repeated: 0, differences: [] as string[], without: 0 };
  for (const record of inOrderOfKnowledge(records)) {
    if (record.body.kind !== 'proposal.made') {
      await takeIn(state, folder, record);
      continue;
    }
    const { proposal } = record.body;
    if (proposal.basis === undefined) result.without++;
    else {
      const difference = await differenceOf(state, proposal, proposal.basis);
      if (difference === undefined) result.repeated++;
      else result.differences.push(difference);
    }
  }
  return result;
}

interface Replay {
  readonly learner: Learner;
  edits: readonly MadeEdit[];
  /** The edits that the learner has been told of. */
  applied: EditState;
  /** Whether each curve so far is in the training set. */
  readonly entered: boolean[];
  config: ExperimentConfig | undefined;
  /** Whether there is a frame; what was edited before is told to the learner then. */
  loaded: boolean;
}

/**
 * A proposal that was made while the tip was busy may stand behind the curve of that place in the file, because both
 * were written at the same time; it comes before it here.
 */
function inOrderOfKnowledge(records: readonly JournalRecord[]): JournalRecord[] {
  const ordered: JournalRecord[] = [];
  for (const record of records) {
    const pending = record.body.kind === 'proposal.made' ? record.body.proposal.basis?.pending : undefined;
    const curve = ordered.findLastIndex(
      ({ body }) => body.kind === 'curve.recorded' && pending?.includes(body.candidate) === true,
    );
    if (curve < 0) ordered.push(record);
    else ordered.splice(curve, 0, record);
  }
  return ordered;
}

async function takeIn(state: Replay, folder: string, record: JournalRecord): Promise<void> {
  const { body } = record;
  switch (body.kind) {
    case 'session.opened':
      state.config = body.config;
      return;
    case 'frame.recorded':
      await state.learner.load({ frame: await frameOf(folder, record, body), config: configOf(state) });
      state.loaded = true;
      return edited(state, state.edits);
    case 'curve.recorded': {
      const { arrays } = await resolveRecord(folder, record);
      const [volts, amperes] = [arrays[body.volts.sha256], arrays[body.amperes.sha256]] as [Float64Array, Float64Array];
      const { novelty } = await state.learner.observe(
        body.candidate,
        toFullLength({ volts, amperes }, body.flags.complete, configOf(state).sweep),
      );
      state.entered.push(!Number.isNaN(novelty.at(-1)));
      return;
    }
    case 'edit.made': {
      const made = { id: body.number, step: body.step, at: record.at, edit: body.edit, undone: false };
      return edited(state, withMade(state.edits, made));
    }
    case 'edit.undone':
      return edited(state, withUndone(state.edits, body.number, true));
    case 'edit.redone':
      return edited(state, withUndone(state.edits, body.number, false));
    default:
      return;
  }
}

async function edited(state: Replay, edits: readonly MadeEdit[]): Promise<void> {
  state.edits = edits;
  if (!state.loaded) return;
  const [before, after] = [state.applied, stateOfEdits(edits, new Set())];
  state.applied = after;
  const { acquisition, gate } = configOf(state);
  if (before.steering !== after.steering) await state.learner.steer(after.steering ?? { acquisition, gate });
  for (const { index, again } of after.rejected) {
    if (before.rejected.some((curve) => curve.index === index && curve.again === again)) continue;
    await state.learner.reject(index, again);
    state.entered[index] = false;
  }
  for (const { index } of before.rejected) {
    if (after.rejected.some((curve) => curve.index === index)) continue;
    await state.learner.reject(index, undefined);
    state.entered[index] = true;
  }
}

/** What is not as it was, in one sentence; undefined where everything is. */
async function differenceOf(
  state: Replay,
  proposal: Proposal,
  basis: NonNullable<Proposal['basis']>,
): Promise<string | undefined> {
  const { id, step, round, candidate } = proposal;
  const trainedOn = measuredFor(state.entered, basis.trainedOn);
  const report = basis.model === undefined ? undefined : await state.learner.fit(NEVER, trainedOn);
  if (report?.model !== basis.model) return `${id}: the fit on ${basis.trainedOn} points is another one.`;
  const { proposal: again } = await state.learner.choose({
    step,
    round,
    vetoed: [],
    rules: rulesInForce(state.applied.rules, step),
    pending: basis.pending,
    ...(basis.model === undefined ? {} : { trainedOn }),
    ...(proposal.queued === undefined ? {} : { target: candidate }),
  });
  if (again.candidate !== candidate) return `${id}: candidate ${again.candidate} instead of ${candidate}.`;
  for (const key of ['novelty', 'sigma', 'acquisition', 'imageNovelty', 'combined'] as const)
    if (!alike(proposal[key], again[key])) return `${id}: ${key} is ${again[key]} instead of ${proposal[key]}.`;
  return undefined;
}

/** The smallest number of measured curves of which so many are in the training set. */
function measuredFor(entered: readonly boolean[], count: number): number {
  let within = 0;
  for (const [index, is] of entered.entries()) {
    if (within === count) return index;
    if (is) within++;
  }
  return entered.length;
}

function alike(a: number | undefined, b: number | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return Math.abs(a - b) <= RELATIVE * Math.max(Math.abs(a), Math.abs(b), 1e-12);
}

async function frameOf(folder: string, record: JournalRecord, body: RecordOf<'frame.recorded'>): Promise<Frame> {
  const { rows, cols, widthMetres, heightMetres, heights } = body;
  const { arrays } = await resolveRecord(folder, record);
  return { rows, cols, widthMetres, heightMetres, heightsMetres: arrays[heights.sha256] as Float32Array };
}

function configOf({ config }: Replay): ExperimentConfig {
  if (config === undefined) throw new Error('The journal does not open a session.');
  return config;
}
