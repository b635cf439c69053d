/** One training of a Dual-VAE on a session: begun, watched, cancelled, saved. */
import { ConsoleError, toWire, type WireError } from '../../../src-shared/errors';
import type { ComputedOn, ManifoldSettings, ManifoldState } from '../../../src-shared/manifold';
import type { TrainingSet } from '../../analysis/trainingSet';
import type { Clock, Journal } from '../../engine/ports';
import { onProcessor } from '../../learning/dualVae/computedOn';
import type { VaeProgress, VaeThread } from '../../learning/dualVae/ports';
import { saveTraining } from './savedModel';

/** The screen draws at most so many values of the loss while training goes on. */
const HISTORY_VALUES = 400;

/** Opens a Dual-VAE; `onPlace` hears where it trains, again when it has to begin anew somewhere else. */
export type OpenVae = (onPlace: (where: ComputedOn) => void) => VaeThread;

export interface TrainingPorts {
  readonly clock: Clock;
  readonly vae: VaeThread;
  /** Where it trains, once that is known. */
  readonly where: () => ComputedOn | undefined;
  /** Lets `work` write into the journal of the session. */
  readonly write: (work: (journal: Journal) => Promise<void>) => Promise<void>;
  readonly onChange: () => void;
}

export interface TrainingOrder {
  readonly folder: string;
  readonly set: TrainingSet;
  readonly settings: ManifoldSettings;
}

export interface Training {
  readonly folder: string;
  state(): Extract<ManifoldState, { kind: 'training' }>;
  cancel(): void;
  /** Breaks it off where it stands; nothing is saved that is not yet. */
  end(): Promise<void>;
  /** Resolves when it is over and saved, with the error that ended it, if any. */
  readonly done: Promise<WireError | undefined>;
}

/** Begins to train on the pairs of a session. */
export function startTraining(ports: TrainingPorts, { folder, set, settings }: TrainingOrder): Training {
  const { clock, vae } = ports;
  const controller = new AbortController();
  const began = clock.monotonicSeconds();
  const losses: number[] = [];
  let newest: VaeProgress | undefined;

  async function work(): Promise<void> {
    const { signal } = controller;
    const model = await vae.train(set.pairs, settings, {
      signal,
      onProgress: (progress) => {
        // It began anew somewhere else.
        if (progress.epoch <= (newest?.epoch ?? 0)) losses.length = 0;
        newest = progress;
        losses.push(progress.terms.total);
        ports.onChange();
      },
    });
    if (model.info.epochs === 0) return; // cancelled before there was anything to keep
    const embedding = await vae.encode(model, set.pairs);
    if (![...embedding.imageMean, ...embedding.spectrumMean, model.info.last.total].every(Number.isFinite))
      throw diverged(settings);
    const seconds = clock.monotonicSeconds() - began;
    const where = ports.where() ?? onProcessor({ kernels: model.info.kernels });
    await ports.write((journal) => saveTraining(journal, { model, embedding, set, seconds, where }));
  }

  return {
    folder,
    done: work().then(
      () => undefined,
      (error: unknown) => toWire(error),
    ),
    cancel() {
      controller.abort();
      ports.onChange();
    },
    end: () => vae.close(),
    state: () => ({
      kind: 'training',
      settings,
      epoch: newest?.epoch ?? 0,
      epochs: settings.epochs,
      terms: newest?.terms,
      history: thinned(losses),
      secondsPerEpoch: newest?.secondsPerEpoch,
      etaSeconds: newest?.etaSeconds,
      computedOn: ports.where(),
      cancelling: controller.signal.aborted,
    }),
  };
}

/** Every so-manieth value and the newest. */
function thinned(values: readonly number[]): number[] {
  const stride = Math.ceil(values.length / HISTORY_VALUES);
  return values.filter((_, k) => k === values.length - 1 || k % stride === 0);
}

function diverged({ learningRate }: ManifoldSettings): ConsoleError {
  return new ConsoleError({
    code: 'learner/bad-data',
    message: 'Training did not converge: the loss grew beyond all numbers.',
    hint: `Use a smaller learning rate than ${learningRate}.`,
  });
}
