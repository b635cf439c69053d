/** The way from places that look alike to the queue of the run. */
import { ConsoleError } from '../../../src-shared/errors';
import type { Stage } from '../stage';
import type { ManifoldPorts } from './service';

/** The queue of the run on the stage; it takes nothing where no run goes on. */
export function runQueue(stage: Stage): ManifoldPorts['queue'] {
  const refusal = (): string | undefined =>
    stage.running() ? 'This run does not take places into its queue.' : 'No run is going on that could measure them.';
  return {
    refusal,
    add: () => Promise.reject(new ConsoleError({ code: 'run/illegal', message: refusal() ?? '' })),
  };
}
