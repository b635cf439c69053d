/** Answers the calls that come over a port with a Dual-VAE in this thread. */
import type { MessagePort } from 'node:worker_threads';
import { toWire } from '../../../../src-shared/errors';
import type { OpenKernels } from '../../tensor/openKernels';
import { assessModel } from '../assess';
import { decodePlaces, encodePairs } from '../codec';
import type { VaeProgress } from '../ports';
import { trainVae } from '../train';
import type { VaeMessage, VaeRequest } from './protocol';
import { throttled } from './throttled';

export interface VaeServerMeans extends Pick<OpenKernels, 'kernels' | 'fallback'> {
  readonly monotonicSeconds: () => number;
}

/** Serves until the port is closed. Says that it is ready first. */
export function serveVae(port: MessagePort, means: VaeServerMeans): void {
  const post = (message: VaeMessage) => port.postMessage(message);
  port.on('message', (request: VaeRequest) => {
    try {
      const onProgress = (progress: VaeProgress) => post({ kind: 'progress', id: request.id, progress });
      post({ kind: 'answer', id: request.id, value: perform(means, request, onProgress) });
    } catch (error) {
      post({ kind: 'failure', id: request.id, error: toWire(error) });
    }
  });
  const { kernels, fallback } = means;
  post({ kind: 'ready', kernels: kernels.name, threads: kernels.threads, fallback });
}

function perform(means: VaeServerMeans, request: VaeRequest, onProgress: (progress: VaeProgress) => void): unknown {
  switch (request.kind) {
    case 'train': {
      const cancelled = () => Atomics.load(request.cancelled, 0) !== 0;
      const told = throttled(onProgress, means.monotonicSeconds);
      return trainVae({ ...means, cancelled, onProgress: told }, request.pairs, request.settings);
    }
    case 'encode':
      return encodePairs(means.kernels, request.model, request.pairs);
    case 'assess':
      return assessModel(means.kernels, request.model, request.pairs);
    case 'decode':
      return decodePlaces(means.kernels, request.model, request.places);
  }
}
