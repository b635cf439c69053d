/** Answers the calls that come into the hidden page. */
import { toWire } from '../../../../src-shared/errors';
import { throttled } from '../worker/throttled';
import type { GpuBridge, GpuDevice } from './protocol';
import { trainOnTensors } from './tensorTrain';

export interface GpuServerMeans {
  readonly device: GpuDevice;
  readonly monotonicSeconds: () => number;
  /** Why the unit can no longer be trusted, once it cannot. */
  readonly lost: () => string | undefined;
}

/** Says that the page is ready and serves from then on. */
export function serveGpu(bridge: GpuBridge, { device, monotonicSeconds, lost }: GpuServerMeans): void {
  const cancelled = new Set<number>();
  bridge.listen((call) => {
    const { id } = call;
    if (call.kind === 'cancel') {
      cancelled.add(id);
      return;
    }
    const means = {
      device: `${device.backend}, ${device.name}`,
      monotonicSeconds,
      lost,
      cancelled: () => cancelled.has(id),
      onProgress: throttled((progress) => bridge.post({ kind: 'progress', id, progress }), monotonicSeconds),
    };
    trainOnTensors(means, call.pairs, call.settings).then(
      (model) => bridge.post({ kind: 'answer', id, model }),
      (error: unknown) => bridge.post({ kind: 'failure', id, error: toWire(error) }),
    );
  });
  bridge.post({ kind: 'ready', device });
}
