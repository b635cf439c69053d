/** The learner as the engine sees it: a thread that is started when it is needed and again when it has crashed. */
import type { Worker } from 'node:worker_threads';
import type { MapSet } from '../../../src-shared/maps';
import type { Proposal } from '../../../src-shared/proposal';
import type { RuleEffect } from '../../../src-shared/rules';
import type { Steering } from '../../../src-shared/session/edits';
import type { IvCurve } from '../../../src-shared/sweep';
import type { FitReport, Learner, LearnerSetup, LoadedCandidates, ProposeReply, Scores } from '../../engine/ports';
import { abortedCall } from '../learnerCore';
import { crashed, startLearnerThread, type LearnerThread } from './learnerThread';
import type { LearnerReady } from './protocol';

/** Everything that a new thread must be told to know what the last one knew. */
interface Memory {
  readonly setup: LearnerSetup;
  readonly observations: { readonly candidate: number; readonly curve: IvCurve }[];
  /** How many observations each fit was trained on, in their order. */
  readonly fits: number[];
  readonly rejected: Map<number, 'retry' | 'never'>;
  steering: Steering | undefined;
}

/**
 * A learner in a thread of its own. Calls are sent one after the other. When the thread ends, the open call rejects
 * with `learner/crashed`; the next call starts a new thread, which first takes up the frame, the observations and the
 * newest fit, so that it answers as the old one would have.
 *
 * @param spawn   starts the thread of `learnerWorker`
 * @param onReady told of every thread that came up, and of the kernels it uses
 */
export function createLearnerClient(spawn: () => Worker, onReady?: (ready: LearnerReady) => void): Learner {
  let thread: LearnerThread | undefined;
  let memory: Memory | undefined;
  let closed = false;
  let last: Promise<unknown> = Promise.resolve();

  /** Runs `work` after all calls before it, whether they came well or not. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = last.then(work);
    last = result.catch(() => undefined);
    return result;
  }

  /** The living thread, started and told everything where it is new. */
  async function ready(): Promise<LearnerThread> {
    if (closed) throw crashed('it was closed');
    if (thread?.isAlive() === true) return thread;
    const fresh = startLearnerThread(spawn(), onReady);
    thread = fresh;
    try {
      if (memory !== undefined) await replay(fresh, memory);
    } catch (error) {
      // A thread that knows only half must not answer anything.
      await fresh.end();
      throw error;
    }
    return fresh;
  }

  return {
    load: (setup) =>
      inTurn(async () => {
        memory = undefined;
        const loaded = (await (await ready()).ask({ kind: 'load', setup })) as LoadedCandidates;
        memory = { setup, observations: [], fits: [], rejected: new Map(), steering: undefined };
        return loaded;
      }),
    expect: (candidates) =>
      inTurn(async () => {
        await (await ready()).ask({ kind: 'expect', candidates });
      }),
    observe: (candidate, curve) =>
      inTurn(async () => {
        const scores = (await (await ready()).ask({ kind: 'observe', candidate, curve })) as Scores;
        memory?.observations.push({ candidate, curve });
        return scores;
      }),
    fit: (signal, points) =>
      inTurn(async () => {
        const trainedOn = points ?? memory?.observations.length;
        const report = await askToFit(await ready(), signal, trainedOn);
        if (report !== undefined && trainedOn !== undefined && memory?.fits.includes(trainedOn) === false)
          memory.fits.push(trainedOn);
        return report;
      }),
    propose: (request) => inTurn(async () => (await (await ready()).ask({ kind: 'propose', request })) as ProposeReply),
    choose: (request) =>
      inTurn(async () => (await (await ready()).ask({ kind: 'choose', request })) as Pick<ProposeReply, 'proposal'>),
    maps: () => inTurn(async () => (await (await ready()).ask({ kind: 'maps' })) as MapSet),
    batch: (request, count) =>
      inTurn(async () => (await (await ready()).ask({ kind: 'batch', request, count })) as readonly Proposal[]),
    ruleEffect: (rules, extra) =>
      inTurn(async () => (await (await ready()).ask({ kind: 'ruleEffect', rules, extra })) as RuleEffect),
    open: (rules) => inTurn(async () => (await (await ready()).ask({ kind: 'open', rules })) as Uint8Array),
    moreSeeds: (request) =>
      inTurn(async () => (await (await ready()).ask({ kind: 'moreSeeds', request })) as readonly number[]),
    preview: (request, steering) =>
      inTurn(async () => (await (await ready()).ask({ kind: 'preview', request, steering })) as ProposeReply),
    steer: (steering) =>
      inTurn(async () => {
        await (await ready()).ask({ kind: 'steer', steering });
        if (memory !== undefined) memory.steering = steering;
      }),
    reject: (index, again) =>
      inTurn(async () => {
        const scores = (await (await ready()).ask({ kind: 'reject', index, again })) as Scores;
        if (again === undefined) memory?.rejected.delete(index);
        else memory?.rejected.set(index, again);
        memory?.fits.splice(0); // they were trained on another set
        return scores;
      }),
    async close() {
      closed = true;
      await thread?.end();
    },
  };
}

async function askToFit(
  thread: LearnerThread,
  signal: AbortSignal | undefined,
  points: number | undefined,
): Promise<FitReport | undefined> {
  if (signal?.aborted === true) throw abortedCall();
  const aborted = new Int32Array(new SharedArrayBuffer(4));
  const stop = () => Atomics.store(aborted, 0, 1);
  signal?.addEventListener('abort', stop, { once: true });
  try {
    return (await thread.ask({ kind: 'fit', aborted, points })) as FitReport | undefined;
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

async function replay(thread: LearnerThread, { setup, observations, fits, rejected, steering }: Memory): Promise<void> {
  await thread.ask({ kind: 'load', setup });
  for (const observation of observations) await thread.ask({ kind: 'observe', ...observation });
  for (const [index, again] of rejected) await thread.ask({ kind: 'reject', index, again });
  if (steering !== undefined) await thread.ask({ kind: 'steer', steering });
  for (const points of neededFits(setup, fits)) await askToFit(thread, undefined, points);
}

/** A fit from scratch needs no other; one that starts from the fit before needs the whole chain. */
function neededFits({ config }: LearnerSetup, fits: readonly number[]): readonly number[] {
  return config.model.start === 'warm' ? fits : fits.slice(-2);
}
