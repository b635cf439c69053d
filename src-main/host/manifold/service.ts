/** The manifold of the session on the screen: its state, its training, and the commands that look at it. */
import { ConsoleError } from '../../../src-shared/errors';
import type { ConsoleEvent } from '../../../src-shared/ipc/contract';
import type { ManifoldState } from '../../../src-shared/manifold';
import type { RecordBody } from '../../../src-shared/session/record';
import type { SessionView } from '../../../src-shared/session/view';
import { trainingSet } from '../../analysis/trainingSet';
import type { Clock } from '../../engine/ports';
import type { Handlers } from '../dispatch';
import type { Stage } from '../stage';
import { annotationHandlers } from './annotations';
import { decodeCell, decodeGrid, embeddingOf } from './cells';
import { createCouplingDesk } from './couplingDesk';
import { nearestOpen } from './likePlaces';
import { stateOf } from './manifoldState';
import { remember } from './remember';
import type { OpenVae } from './training';
import { createTrainingDesk } from './trainingDesk';
import { createViewer } from './viewer';

/** Records after which the state may be another one. */
const TELLING: ReadonlySet<RecordBody['kind']> = new Set([
  'frame.recorded',
  'curve.recorded',
  'manifold.trained',
  'edit.made',
  'edit.undone',
  'edit.redone',
]);

export interface ManifoldPorts {
  readonly clock: Clock;
  readonly openVae: OpenVae;
  readonly announce: (state: ManifoldState) => void;
  /** Puts candidates into the queue of the run; `refusal` says why it cannot be done now. */
  readonly queue: { refusal(): string | undefined; add(candidates: readonly number[]): Promise<void> };
}

type ManifoldCommands = Extract<keyof Handlers, `manifold.${string}` | `analysis.${string}`>;

export interface ManifoldService {
  state(): ManifoldState;
  readonly handlers: Pick<Handlers, ManifoldCommands>;
  onEvent(event: ConsoleEvent): void;
  /** Ends a training, saving what it has come to where that does not take long. */
  close(): Promise<void>;
}

/** The manifold side of the console. */
export function createManifoldService(ports: ManifoldPorts, stage: Stage): ManifoldService {
  const viewer = createViewer(ports.openVae, stage);
  const setOf = remember((view: SessionView) => trainingSet(view), ['frame', 'points', 'editState']);
  const desk = createTrainingDesk(
    { clock: ports.clock, openVae: ports.openVae, setOf, onChange: () => ports.announce(state()) },
    stage,
  );
  const coupling = createCouplingDesk(ports.clock);

  function state(): ManifoldState {
    return stateOf(stage, desk, setOf);
  }

  return {
    state,
    handlers: {
      ...annotationHandlers(stage),
      'manifold.train': (settings) => desk.train(settings),
      'manifold.cancel': () => desk.cancel(),
      'manifold.embedding': () => {
        const view = stage.view();
        if (view?.manifold === undefined || view.frame === undefined) return undefined;
        return embeddingOf({ view, trained: view.manifold }, viewer.patchSet(view));
      },
      'manifold.coupling': () => {
        const view = stage.view();
        const answer = view === undefined ? undefined : setOf(view);
        return answer?.kind === 'set' ? coupling(answer.set, view!.points, view!.manifold) : undefined;
      },
      'manifold.grid': async (request) => decodeGrid(await viewer.look(), request),
      'manifold.cell': async ({ z, nearest }) => decodeCell(await viewer.look(), z, nearest),
      'manifold.moreLikeThis': async (request) => {
        const notQueueable = ports.queue.refusal();
        if (request.queue && notQueueable !== undefined)
          throw new ConsoleError({ code: 'run/illegal', message: notQueueable });
        const at = await viewer.look();
        const places = nearestOpen(at, viewer.patchSet(at.view), await viewer.candidates(at), request);
        if (request.queue) await ports.queue.add(places.map(({ candidate }) => candidate));
        return { places, queued: request.queue, notQueueable };
      },
    },
    onEvent(event) {
      const telling = event.kind === 'record' && TELLING.has(event.resolved.record.body.kind);
      // Another session has another state; what is still on its way to the window must not be the old one's.
      if (telling || event.kind === 'replaced') ports.announce(state());
    },
    async close() {
      await Promise.all([desk.close(), viewer.close()]);
    },
  };
}
