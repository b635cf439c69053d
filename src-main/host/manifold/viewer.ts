/** Looks at a trained manifold: its model read from disk once, and a thread that decodes and encodes. */
import { ConsoleError } from '../../../src-shared/errors';
import type { SessionView } from '../../../src-shared/session/view';
import type { VaeThread } from '../../learning/dualVae/ports';
import { buildPatchSet, type PatchSet } from '../../learning/patches';
import type { Stage } from '../stage';
import type { Looking } from './cells';
import { encodeCandidates } from './likePlaces';
import { remember } from './remember';
import { loadModel } from './savedModel';
import type { OpenVae } from './training';

export interface Viewer {
  /** Rejects with `manifold/untrained` where there is nothing to look at. */
  look(): Promise<Looking>;
  patchSet(view: SessionView): PatchSet;
  /** Latents of the patches of all candidates, see {@link encodeCandidates}. */
  candidates(looking: Looking): Promise<Float32Array>;
  close(): Promise<void>;
}

/** A viewer of the session on the stage. It has a thread of its own, so that looking never waits behind a training. */
export function createViewer(openVae: OpenVae, stage: Stage): Viewer {
  let thread: VaeThread | undefined;
  const modelOf = remember(
    ({ folder, view }: { folder: string; view: SessionView; trainedAt: string }) => loadModel(folder, view.manifold!),
    ['folder', 'trainedAt'],
  );
  const patchSet = remember((view: SessionView) => buildPatchSet(view.frame!, view.config.patch), ['frame']);
  const candidates = remember(
    ({ looking }: { looking: Looking; model: Looking['model'] }) => encodeCandidates(looking, patchSet(looking.view)),
    ['model'],
  );
  return {
    async look() {
      const folder = stage.folder();
      const view = stage.view();
      if (folder === undefined || view?.manifold === undefined) throw untrained();
      const { trainedAt } = view.manifold;
      thread ??= openVae(() => undefined);
      return { view, trained: view.manifold, model: await modelOf({ folder, view, trainedAt }), vae: thread };
    },
    patchSet,
    candidates: (looking) => candidates({ looking, model: looking.model }),
    async close() {
      await thread?.close();
    },
  };
}

function untrained(): ConsoleError {
  return new ConsoleError({
    code: 'manifold/untrained',
    message: 'No Dual-VAE has been trained on this session.',
    hint: 'Train one first.',
  });
}
