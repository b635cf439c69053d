/** A trained manifold as the report shows it. */
import type { ManifoldGridRequest } from '../../../src-shared/manifold';
import type { SessionView } from '../../../src-shared/session/view';
import { trainingSet } from '../../analysis/trainingSet';
import type { Clock } from '../../engine/ports';
import type { VaeThread } from '../../learning/dualVae/ports';
import { buildPatchSet } from '../../learning/patches';
import type { ReportManifold } from '../../report/manifoldFigures';
import { decodeGrid, embeddingOf } from './cells';
import { createCouplingDesk } from './couplingDesk';
import { loadModel } from './savedModel';

/** Cells along each side of the grids, as published. */
const CELLS = 10;

/** Also a refined `part` of the plane, if asked for. Undefined where nothing is trained on the session. Rejects with `journal/corrupt` where its weights are damaged. */
export async function describeManifold(
  folder: string,
  view: SessionView,
  ports: { readonly clock: Clock; readonly openVae: () => VaeThread },
  part?: ManifoldGridRequest,
): Promise<ReportManifold | undefined> {
  const trained = view.manifold;
  const answer = trainingSet(view);
  if (trained === undefined || view.frame === undefined || answer.kind !== 'set') return undefined;
  const model = await loadModel(folder, trained);
  const vae = ports.openVae();
  try {
    const looking = { view, trained, model, vae };
    const coupling = createCouplingDesk(ports.clock);
    return {
      summary: trained.summary,
      embedding: embeddingOf(looking, buildPatchSet(view.frame, view.config.patch)),
      grid: await decodeGrid(looking, { axes: [0, 1], size: CELLS }),
      coupling: await coupling(answer.set, view.points, trained),
      ...(part === undefined ? {} : { refined: await decodeGrid(looking, part) }),
    };
  } finally {
    await vae.close();
  }
}
