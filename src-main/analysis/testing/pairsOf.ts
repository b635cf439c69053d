/** The pairs of simulated points, as the analysis takes them. */
import { trainingSet } from '../trainingSet';
import type { CouplingInput } from '../coupling/featureCoupling';
import type { SimulatedPoints } from './simulatedPoints';

/** Throws where the points cannot be trained on. */
export function pairsOf(simulated: SimulatedPoints): CouplingInput {
  const answer = trainingSet(simulated);
  if (answer.kind !== 'set') throw new Error(`expected a set, got ${answer.kind}`);
  const { points, pairs } = answer.set;
  return { points, pairs, at: points.map((index) => simulated.points[index]!.at) };
}
