/** How many points have each verdict. */
import type { CouplingMap, CouplingPoint } from '../../../src-shared/manifold';

export function countVerdicts(points: readonly CouplingPoint[]): CouplingMap['counts'] {
  const count = (verdict: CouplingPoint['verdict']): number =>
    points.filter((point) => point.verdict === verdict).length;
  return { coupled: count('coupled'), noConclusion: count('noConclusion'), tooFew: count('tooFew') };
}
