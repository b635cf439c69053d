/** Processor or graphics unit: tried on the training at hand, remembered while the program runs, and taken back. */
import type { ComputedOn } from '../../../../src-shared/manifold';
import type { Clock } from '../../../engine/ports';
import { onGpu, onProcessor } from '../computedOn';
import type { VaeModel, VaeThread } from '../ports';
import type { VaeReady } from '../worker/protocol';
import { openGpuClient, type GpuClient } from './gpuClient';
import { examine, messageOf, type TrainJob, type Verdict } from './gpuTest';
import type { OpenGpuPage } from './protocol';

type OpenCpu = (onReady: (ready: VaeReady) => void) => VaeThread;
type OnPlace = (where: ComputedOn) => void;

export interface GpuChoice {
  /**
   * A Dual-VAE that trains where it is right and faster, and does everything else on the processor.
   *
   * @param openCpu the thread on the processor
   * @param onPlace told where the training computes, before its first epoch and again when it has to begin anew
   */
  vae(openCpu: OpenCpu, onPlace: OnPlace): VaeThread;
}

/** What was found out about the graphics unit; it holds until the program ends. */
interface Book {
  /** By kind of training. */
  readonly verdicts: Map<string, Verdict>;
  /** Why it is not asked any more. */
  broken: string | undefined;
}

interface Chosen {
  /** Absent for the processor. */
  readonly gpu: GpuClient | undefined;
  readonly words: string;
}

/** The choice of one program. */
export function createGpuChoice(open: OpenGpuPage, clock: Clock): GpuChoice {
  const book: Book = { verdicts: new Map(), broken: undefined };
  return { vae: (openCpu, onPlace) => choosingVae({ open, clock, book }, openCpu, onPlace) };
}

interface ChoiceMeans {
  readonly open: OpenGpuPage;
  readonly clock: Clock;
  readonly book: Book;
}

function choosingVae(means: ChoiceMeans, openCpu: OpenCpu, onPlace: OnPlace): VaeThread {
  let ready: VaeReady | undefined;
  /** Why the processor computes, once it does. */
  let onCpu: string | undefined;
  let unit: GpuClient | undefined;
  const tellCpu = (): void => {
    if (onCpu !== undefined && ready !== undefined) onPlace(onProcessor(ready, onCpu));
  };
  const cpu = openCpu((found) => {
    ready = found;
    tellCpu();
  });
  const trainOnCpu = (job: TrainJob, words: string): Promise<VaeModel> => {
    onCpu = words;
    tellCpu();
    return cpu.train(job.pairs, job.settings, job.watch);
  };
  return {
    ...cpu,
    async train(pairs, settings, watch = {}) {
      const job: TrainJob = { pairs, settings, watch };
      const { gpu, words } = await choose(means, cpu, job);
      if (gpu === undefined) return trainOnCpu(job, words);
      unit = gpu;
      onPlace(onGpu(gpu.device, words));
      try {
        return await gpu.train(pairs, settings, watch);
      } catch (error) {
        means.book.broken = `The graphics unit was given up: ${messageOf(error)}.`;
        return await trainOnCpu(job, means.book.broken);
      } finally {
        gpu.close();
      }
    },
    async close() {
      unit?.close();
      await cpu.close();
    },
  };
}

/** The unit, once it has passed, or the reason why it is not used. */
async function choose({ open, clock, book }: ChoiceMeans, cpu: VaeThread, job: TrainJob): Promise<Chosen> {
  if (job.settings.computeOn === 'cpu') return { gpu: undefined, words: 'The graphics unit is switched off.' };
  const known = book.verdicts.get(kindOf(job));
  const refusal = book.broken ?? (known?.passed === false ? known.words : undefined);
  if (refusal !== undefined) return { gpu: undefined, words: refusal };
  let gpu: GpuClient;
  try {
    gpu = await openGpuClient(open, clock);
  } catch (error) {
    book.broken = `The graphics unit is not used: ${messageOf(error)}.`;
    return { gpu: undefined, words: book.broken };
  }
  const verdict = known ?? (await tested(cpu, gpu, job, { clock, book }));
  if (verdict?.passed === true) return { gpu, words: verdict.words };
  gpu.close();
  return { gpu: undefined, words: verdict?.words ?? 'The test of the graphics unit was called off.' };
}

async function tested(cpu: VaeThread, gpu: GpuClient, job: TrainJob, { clock, book }: Omit<ChoiceMeans, 'open'>) {
  try {
    const verdict = await examine(cpu, gpu, job, clock);
    if (verdict !== undefined) book.verdicts.set(kindOf(job), verdict);
    return verdict;
  } catch (error) {
    gpu.close();
    throw error;
  }
}

/** Trainings of one kind take about the same time for a step. */
function kindOf({ pairs: { count, side, length }, settings: { mode, profile, coord, latent } }: TrainJob): string {
  return [mode, profile, coord, latent, count, side, length].join(' ');
}
