/** The learner without a thread: the same class of answers in a worker, in a test and in a benchmark. */
import { ConsoleError } from '../../src-shared/errors';
import type { IvCurve } from '../../src-shared/sweep';
import type {
  FitReport,
  Learner,
  LearnerSetup,
  LoadedCandidates,
  ProposeReply,
  ProposeRequest,
  Scores,
} from '../engine/ports';
import { fitSession } from './fitSession';
import { proposeNext } from './proposeNext';
import { candidatesOf, observeCurve, openSession, type LearnerSession } from './session';
import type { Kernels } from './tensor/kernels';
import { plainKernels } from './tensor/plainKernels';

/** What a learner works with. */
export interface LearnerMeans {
  readonly kernels: Kernels;
  readonly monotonicSeconds: () => number;
}

/** The calls of the port as plain functions: they answer or throw, one at a time. */
export interface LearnerCore {
  load(setup: LearnerSetup): LoadedCandidates;
  observe(candidate: number, curve: IvCurve): Scores;
  /** @param isAborted asked before every training cycle */
  fit(isAborted: () => boolean): FitReport | undefined;
  propose(request: ProposeRequest): ProposeReply;
}

/** A learner that knows nothing yet; every call but `load` throws `learner/bad-data` until a frame is loaded. */
export function createLearnerCore({ kernels, monotonicSeconds }: LearnerMeans): LearnerCore {
  let session: LearnerSession | undefined;
  return {
    load(setup) {
      session = openSession(setup);
      return candidatesOf(session);
    },
    observe: (candidate, curve) => observeCurve(loaded(session), candidate, curve),
    fit(isAborted) {
      const checkAborted = () => {
        if (isAborted()) throw abortedCall();
      };
      checkAborted();
      return fitSession(loaded(session), { kernels, monotonicSeconds, checkAborted });
    },
    propose: (request) => proposeNext(loaded(session), kernels, request),
  };
}

/** The port without a thread, for tests and benchmarks: a fit keeps the event loop busy and sees its signal at the start. */
export function createLocalLearner(means: Partial<LearnerMeans> = {}): Learner {
  const core = createLearnerCore({ kernels: plainKernels, monotonicSeconds: () => performance.now() / 1000, ...means });
  return {
    load: async (setup) => core.load(setup),
    observe: async (candidate, curve) => core.observe(candidate, curve),
    fit: async (signal) => core.fit(() => signal.aborted),
    propose: async (request) => core.propose(request),
    close: () => Promise.resolve(),
  };
}

/** What a call rejects with after its signal fired. */
export function abortedCall(): ConsoleError {
  return new ConsoleError({ code: 'instrument/aborted', message: 'The training was stopped before it was complete.' });
}

function loaded(session: LearnerSession | undefined): LearnerSession {
  if (session !== undefined) return session;
  throw new ConsoleError({
    code: 'learner/bad-data',
    message: 'No frame has been loaded.',
    hint: 'Take a survey frame first.',
  });
}
