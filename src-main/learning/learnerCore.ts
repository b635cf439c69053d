/** The learner without a thread: the same class of answers in a worker, in a test and in a benchmark. */
import { ConsoleError } from '../../src-shared/errors';
import type { MapSet } from '../../src-shared/maps';
import type { Proposal, VetoRule } from '../../src-shared/proposal';
import type { RuleEffect } from '../../src-shared/rules';
import type { Steering } from '../../src-shared/session/edits';
import type { IvCurve } from '../../src-shared/sweep';
import type {
  FitReport,
  Learner,
  LearnerSetup,
  LoadedCandidates,
  ProposeReply,
  ProposeRequest,
  Scores,
  SeedRequest,
} from '../engine/ports';
import { createRoom } from './conditioning';
import { createFits } from './fits';
import { createForecasts, type Forecasts } from './forecasts';
import { moreSeeds } from './moreSeeds';
import { proposeNext } from './proposeNext';
import { openUnder, ruleEffect } from './ruleEffect';
import { createPendingPatches } from './pendingPatches';
import { proposeBatch } from './proposeBatch';
import { candidatesOf, judgeCurve, observeCurve, openSession, seePatch, type LearnerSession } from './session';
import { sessionTargets } from './sessionTargets';
import type { Kernels } from './tensor/kernels';
import { plainKernels } from './tensor/plainKernels';
import { createTrainingSet, type TrainingSet } from './trainingSet';

/** What a learner works with. */
export interface LearnerMeans {
  readonly kernels: Kernels;
  readonly monotonicSeconds: () => number;
}

/** The calls of the port as plain functions: they answer or throw, one at a time. */
export interface LearnerCore {
  load(setup: LearnerSetup): LoadedCandidates;
  expect(candidates: readonly number[]): void;
  observe(candidate: number, curve: IvCurve): Scores;
  /**
   * @param isAborted asked before every training cycle
   * @param points    trains on the first so many points; on all without it
   */
  fit(isAborted: () => boolean, points?: number): FitReport | undefined;
  propose(request: ProposeRequest): ProposeReply;
  ruleEffect(rules: readonly VetoRule[], extra: readonly VetoRule[]): RuleEffect;
  open(rules: readonly VetoRule[]): Uint8Array;
  moreSeeds(request: SeedRequest): readonly number[];
  preview(request: ProposeRequest, steering: Steering): ProposeReply;
  steer(steering: Steering): void;
  reject(index: number, again: 'retry' | 'never' | undefined): Scores;
  /** As `propose` without the maps, which {@link LearnerCore.maps} then gives. */
  choose(request: ProposeRequest): Pick<ProposeReply, 'proposal'>;
  /** Up to `count` places to measure one after the other, chosen together; see `chooseBatch`. */
  batch(request: ProposeRequest, count: number): readonly Proposal[];
  /** The maps of the newest choice. */
  maps(): MapSet;
}

/** A learner that knows nothing yet; every call but `load` throws `learner/bad-data` until a frame is loaded. */
export function createLearnerCore({ kernels, monotonicSeconds }: LearnerMeans): LearnerCore {
  const room = createRoom(kernels);
  let loaded: Loaded | undefined;
  let newestMaps: (() => MapSet) | undefined;

  function choose(request: ProposeRequest) {
    const { session, fits, pending, training } = inSession(loaded);
    const expected = request.pending ?? [];
    pending.expect(expected);
    const trainedOn = request.trainedOn === undefined ? undefined : training.within(request.trainedOn);
    const basis = fits.prepare(kernels, trainedOn, expected);
    const vetoed = [...request.vetoed, ...expected, ...training.barred()];
    const { proposal, maps } = proposeNext(session, kernels, { ...request, vetoed });
    newestMaps = maps;
    inSession(loaded).forecasts.note(proposal);
    return { proposal: { ...proposal, basis } };
  }

  function maps(): MapSet {
    if (newestMaps === undefined) throw nothingChosen();
    return newestMaps();
  }

  return {
    load(setup) {
      const session = openSession(setup);
      const [fits, pending] = [createFits(session, room), createPendingPatches(session)];
      loaded = { session, fits, pending, training: createTrainingSet(session), forecasts: createForecasts() };
      newestMaps = undefined;
      return candidatesOf(session);
    },
    expect: (candidates) => inSession(loaded).pending.expect(candidates),
    observe(candidate, curve) {
      const { session, pending, training } = inSession(loaded);
      const quality = judgeCurve(session, curve);
      if (!quality.enters) {
        pending.observing(candidate, (seen) => seePatch(session, candidate, seen));
        return { ...training.refused(candidate, curve), quality };
      }
      const scores = pending.observing(candidate, (seen) => observeCurve(session, candidate, curve, seen));
      return { ...training.taken(candidate, curve, scores), quality };
    },
    fit(isAborted, points) {
      const checkAborted = () => {
        if (isAborted()) throw abortedCall();
      };
      checkAborted();
      const { session, fits, forecasts, training } = inSession(loaded);
      const entered = points === undefined ? undefined : training.within(points);
      const report = fits.fit({ kernels, monotonicSeconds, checkAborted }, entered);
      if (report === undefined) return undefined;
      const { candidates } = session.patches;
      const calibration = forecasts.check(candidates, sessionTargets(session, entered ?? candidates.length));
      return { ...report, ...(calibration === undefined ? {} : { calibration }) };
    },
    choose,
    batch: (request, count) => proposeBatch(choose, inSession(loaded).session.set.grid, request, count),
    ruleEffect: (rules, extra) => ruleEffect(inSession(loaded).session, rules, extra),
    open(rules) {
      const { session, training } = inSession(loaded);
      return openUnder(session, rules, training.barred());
    },
    moreSeeds(request) {
      const { session, training } = inSession(loaded);
      return moreSeeds(session, request, training.barred());
    },
    preview(request, steering) {
      const { session } = inSession(loaded);
      const [config, shown] = [session.config, newestMaps];
      session.config = { ...config, ...steering };
      try {
        return { ...choose(request), maps: maps() };
      } finally {
        session.config = config;
        newestMaps = shown;
      }
    },
    steer(steering) {
      const { session } = inSession(loaded);
      session.config = { ...session.config, ...steering };
    },
    reject(index, again) {
      const { fits, training } = inSession(loaded);
      fits.forget();
      return training.reject(index, again);
    },
    maps,
    propose: (request) => ({ ...choose(request), maps: maps() }),
  };
}

interface Loaded {
  readonly session: LearnerSession;
  readonly fits: ReturnType<typeof createFits>;
  readonly pending: ReturnType<typeof createPendingPatches>;
  readonly training: TrainingSet;
  readonly forecasts: Forecasts;
}

/** The port without a thread, for tests and benchmarks: a fit keeps the event loop busy and sees its signal at the start. */
export function createLocalLearner(means: Partial<LearnerMeans> = {}): Learner {
  const core = createLearnerCore({ kernels: plainKernels, monotonicSeconds: () => performance.now() / 1000, ...means });
  return {
    load: async (setup) => core.load(setup),
    expect: async (candidates) => core.expect(candidates),
    observe: async (candidate, curve) => core.observe(candidate, curve),
    fit: async (signal, points) => core.fit(() => signal.aborted, points),
    propose: async (request) => core.propose(request),
    choose: async (request) => core.choose(request),
    maps: async () => core.maps(),
    batch: async (request, count) => core.batch(request, count),
    ruleEffect: async (rules, extra) => core.ruleEffect(rules, extra),
    open: async (rules) => core.open(rules),
    moreSeeds: async (request) => core.moreSeeds(request),
    preview: async (request, steering) => core.preview(request, steering),
    steer: async (steering) => core.steer(steering),
    reject: async (index, again) => core.reject(index, again),
    close: () => Promise.resolve(),
  };
}

/** What a call rejects with after its signal fired. */
export function abortedCall(): ConsoleError {
  return new ConsoleError({ code: 'instrument/aborted', message: 'The training was stopped before it was complete.' });
}

function inSession(loaded: Loaded | undefined): Loaded {
  if (loaded !== undefined) return loaded;
  throw new ConsoleError({
    code: 'learner/bad-data',
    message: 'No frame has been loaded.',
    hint: 'Take a survey frame first.',
  });
}

function nothingChosen(): ConsoleError {
  return new ConsoleError({
    code: 'learner/bad-data',
    message: 'No place has been chosen yet, so there are no maps.',
    hint: 'Ask for a proposal first.',
  });
}
