/** The way from places that look alike to the queue of the run. */
import type { Stage } from '../stage';
import type { ManifoldPorts } from './service';

/** The queue of the run on the stage; it takes nothing where no run goes on. */
export function runQueue(stage: Stage): ManifoldPorts['queue'] {
  return {
    refusal: () =>
      stage.running() ? undefined : 'No run of this session is going on: start or continue one to measure more.',
    add: async (candidates) => {
      const places = candidates.map((candidate) => ({ candidate }));
      await stage.engine().operator.queuePlaces(places, 'like', false);
    },
  };
}
