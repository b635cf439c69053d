/** Works out coupling maps when they are asked for, and keeps the newest. */
import type { CouplingReport } from '../../../src-shared/manifold';
import type { MeasuredPoint, TrainedManifold } from '../../../src-shared/session/view';
import { featureCoupling } from '../../analysis/coupling/featureCoupling';
import { latentCoupling } from '../../analysis/coupling/latentCoupling';
import type { TrainingSet } from '../../analysis/trainingSet';
import type { Clock } from '../../engine/ports';
import { createRandom, deriveRandom } from '../../numerics/random';
import { remember } from './remember';

/** Shuffles are drawn from this seed, so that equal sessions have equal maps. */
const SEED = 1;
/** Long enough to let everything else that waits have its turn. */
const PAUSE_SECONDS = 0.001;

/** Coupling of a set of pairs and of the manifold trained on the session, if any. */
export function createCouplingDesk(
  clock: Clock,
): (
  set: TrainingSet,
  points: readonly MeasuredPoint[],
  trained: TrainedManifold | undefined,
) => Promise<CouplingReport> {
  const random = createRandom(SEED);
  // The instrument and the window must not wait for a map: the work is done in small pieces.
  const pause = (): Promise<void> => clock.sleep(PAUSE_SECONDS);
  const features = remember(
    ({ set, points }: { set: TrainingSet; points: readonly MeasuredPoint[] }) =>
      featureCoupling(
        { points: set.points, pairs: set.pairs, at: set.points.map((index) => points[index]!.at) },
        deriveRandom(random, 'features'),
        pause,
      ),
    ['set'],
  );
  const latent = remember(
    ({ trained: { summary, image, spectrum } }: { trained: TrainedManifold }) =>
      latentCoupling(
        { points: summary.points, latent: summary.settings.latent, image, spectrum },
        deriveRandom(random, 'latent'),
        pause,
      ),
    ['trained'],
  );
  return async (set, points, trained) => ({
    features: await features({ set, points }),
    latent: trained === undefined ? undefined : await latent({ trained }),
  });
}
