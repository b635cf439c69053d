/** Answers the calls that come over a port with a learner in this thread. */
import type { MessagePort } from 'node:worker_threads';
import { toWire } from '../../../src-shared/errors';
import { createLearnerCore, type LearnerCore, type LearnerMeans } from '../learnerCore';
import type { LearnerMessage, LearnerReady, LearnerRequest } from './protocol';

/** Serves one learner until the port is closed. Says that it is ready first. */
export function serveLearner(port: MessagePort, means: LearnerMeans & Pick<LearnerReady, 'fallback'>): void {
  const core = createLearnerCore(means);
  const { name, threads } = means.kernels;
  port.on('message', (request: LearnerRequest) => {
    const message = answerRequest(core, request);
    port.postMessage(message, message.kind === 'answer' ? ownBuffers(message.value) : []);
  });
  port.postMessage({ kind: 'ready', kernels: name, threads, fallback: means.fallback } satisfies LearnerReady);
}

/** The answer to one call; what it throws becomes a failure. */
function answerRequest(core: LearnerCore, request: LearnerRequest): LearnerMessage {
  try {
    return { kind: 'answer', id: request.id, value: perform(core, request) };
  } catch (error) {
    return { kind: 'failure', id: request.id, error: toWire(error) };
  }
}

function perform(core: LearnerCore, request: LearnerRequest): unknown {
  switch (request.kind) {
    case 'load':
      return core.load(request.setup);
    case 'expect':
      core.expect(request.candidates);
      return undefined;
    case 'observe':
      return core.observe(request.candidate, request.curve);
    case 'fit':
      return core.fit(() => Atomics.load(request.aborted, 0) !== 0, request.points);
    case 'propose':
      return core.propose(request.request);
    case 'choose':
      return core.choose(request.request);
    case 'maps':
      return core.maps();
    case 'batch':
      return core.batch(request.request, request.count);
    case 'ruleEffect':
      return core.ruleEffect(request.rules, request.extra);
    case 'open':
      return core.open(request.rules);
    case 'moreSeeds':
      return core.moreSeeds(request.request);
    case 'preview':
      return core.preview(request.request, request.steering);
    case 'steer':
      core.steer(request.steering);
      return undefined;
    case 'reject':
      return core.reject(request.index, request.again);
  }
}

/** Every buffer in an answer. Answers are made for their caller alone, so they are handed over, not copied. */
function ownBuffers(value: unknown): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) return value.buffer instanceof ArrayBuffer ? [value.buffer] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(ownBuffers);
}
