/** Keeps the one training that may go on, and what became of the last one. */
import { ConsoleError, type WireError } from '../../../src-shared/errors';
import { MANIFOLD_MIN_POINTS, type ComputedOn, type ManifoldSettings } from '../../../src-shared/manifold';
import type { SessionView } from '../../../src-shared/session/view';
import type { TrainingSet, TrainingSetAnswer } from '../../analysis/trainingSet';
import type { Clock } from '../../engine/ports';
import type { VaeThread } from '../../learning/dualVae/ports';
import type { Stage } from '../stage';
import { startTraining, type OpenVae, type Training } from './training';

/** A program that ends waits so long for the last state of a training, seconds. */
const CLOSING_SECONDS = 3;

export interface DeskPorts {
  readonly clock: Clock;
  readonly openVae: OpenVae;
  readonly setOf: (view: SessionView) => TrainingSetAnswer;
  readonly onChange: () => void;
}

export interface TrainingDesk {
  /** The training that goes on, if any. */
  training(): Training | undefined;
  /** Why the last training of a session failed. */
  problemOf(folder: string | undefined): WireError | undefined;
  /** Begins to train on the session shown; throws `run/illegal` or `manifold/refused`. */
  train(settings: ManifoldSettings): void;
  cancel(): void;
  /** Ends a training, saving what it has come to where that does not take long. */
  close(): Promise<void>;
}

/** A desk without work. */
export function createTrainingDesk(ports: DeskPorts, stage: Stage): TrainingDesk {
  let training: Training | undefined;
  let failed: { readonly folder: string; readonly error: WireError } | undefined;

  async function follow(now: Training, thread: VaeThread): Promise<void> {
    const error = await now.done;
    // The maps of a training are large: they go with its thread.
    await thread.close();
    training = undefined;
    if (error !== undefined) failed = { folder: now.folder, error };
    ports.onChange();
  }

  return {
    training: () => training,
    problemOf: (folder) => (failed?.folder === folder ? failed?.error : undefined),
    train(settings) {
      if (training !== undefined) throw busy();
      const view = stage.view();
      const folder = stage.folder();
      if (view === undefined || folder === undefined)
        throw new ConsoleError({ code: 'run/illegal', message: 'No session is open.' });
      const set = usable(ports.setOf(view));
      let where: ComputedOn | undefined;
      const thread = ports.openVae((found) => {
        where = found;
        ports.onChange();
      });
      failed = undefined;
      training = startTraining(
        {
          clock: ports.clock,
          vae: thread,
          where: () => where,
          write: (work) => stage.write(folder, work),
          onChange: ports.onChange,
        },
        { folder, set, settings },
      );
      ports.onChange();
      void follow(training, thread);
    },
    cancel() {
      training?.cancel();
    },
    async close() {
      const last = training;
      last?.cancel();
      await Promise.race([last?.done, ports.clock.sleep(CLOSING_SECONDS)]);
      await last?.end();
    },
  };
}

function usable(answer: TrainingSetAnswer): TrainingSet {
  if (answer.kind === 'set') return answer.set;
  if (answer.kind === 'refused') throw new ConsoleError({ code: 'manifold/refused', message: answer.message });
  const excluded = answer.excluded.length === 0 ? '' : ` ${answer.excluded.length} more could not be used.`;
  throw new ConsoleError({
    code: 'manifold/refused',
    message: `A Dual-VAE needs ${MANIFOLD_MIN_POINTS} complete points; this session has ${answer.have}.${excluded}`,
    hint: 'Measure more points first.',
  });
}

function busy(): ConsoleError {
  return new ConsoleError({
    code: 'run/illegal',
    message: 'A Dual-VAE is being trained already.',
    hint: 'Wait for it, or cancel it.',
  });
}
