/** The test of the graphics unit: the first steps of a training on it and on the processor. */
import { formatNumber } from '../../../../src-shared/units';
import type { Clock } from '../../../engine/ports';
import type { VaePairs, VaeSettings, VaeThread } from '../ports';
import type { GpuClient } from './gpuClient';

/** Steps of the test, and how far their losses may lie apart, relative. */
const TEST_EPOCHS = 3;
const TOLERANCE = 1e-3;
/** The test is given up after so many seconds and, besides, this many times what the processor took. */
const TEST_SECONDS = 10;
const TEST_FACTOR = 3;

/** Whether the graphics unit is used, and why, as a whole sentence. */
export interface Verdict {
  readonly passed: boolean;
  readonly words: string;
}

/** A training that is asked for. */
export interface TrainJob {
  readonly pairs: VaePairs;
  readonly settings: VaeSettings;
  readonly watch: Parameters<VaeThread['train']>[2];
}

/**
 * The first steps of this very training on both, from the same weights with the same noise: the unit passes where the
 * losses agree and it is faster. It does them twice, because the first time it also compiles. Undefined where it was
 * called off; rejects where the processor cannot train on these pairs either.
 */
export async function examine(
  cpu: VaeThread,
  gpu: GpuClient,
  { pairs, settings, watch }: TrainJob,
  clock: Clock,
): Promise<Verdict | undefined> {
  const short = { ...settings, epochs: Math.min(TEST_EPOCHS, settings.epochs) };
  const signal = watch?.signal;
  const calledOff = (): boolean => signal?.aborted === true;
  const only = signal === undefined ? {} : { signal };
  const { info: right } = await cpu.train(pairs, short, only);
  if (calledOff()) return undefined;
  const limit = TEST_SECONDS + TEST_FACTOR * 2 * right.epochs * right.secondsPerEpoch;
  const inTime = new AbortController();
  const late = { closed: false };
  void clock.sleep(limit, inTime.signal).then(() => {
    if (inTime.signal.aborted) return;
    late.closed = true;
    gpu.close();
  });
  try {
    const { info: tried } = await gpu.train(pairs, short, only);
    const apart = Math.max(...right.history.map((loss, k) => Math.abs(tried.history[k]! - loss) / Math.abs(loss)));
    if (!(apart <= TOLERANCE))
      return refusal(gpu, `its losses differ from those of the processor by ${formatNumber(100 * apart)} %`);
    const { info: timed } = await gpu.train(pairs, short, only);
    if (calledOff()) return undefined;
    const pace = `${formatNumber(timed.secondsPerEpoch)} s for an epoch against ${formatNumber(right.secondsPerEpoch)} s`;
    if (!(timed.secondsPerEpoch < right.secondsPerEpoch)) return refusal(gpu, `it is not faster, ${pace}`);
    return { passed: true, words: `The graphics unit gave the same losses and is faster, ${pace}.` };
  } catch (error) {
    if (calledOff()) return undefined;
    if (late.closed) return refusal(gpu, `its first steps took longer than ${formatNumber(limit)} s`);
    return refusal(gpu, messageOf(error));
  } finally {
    inTime.abort();
  }
}

function refusal({ device }: GpuClient, why: string): Verdict {
  return { passed: false, words: `The graphics unit (${device.name}) was tried and is not used: ${why}.` };
}

/** What went wrong, to go on in a sentence. */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/\.$/, '');
}
