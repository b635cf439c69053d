/** A batch of proposals: places to measure one after the other, chosen together. */
import { ConsoleError } from '../../src-shared/errors';
import type { CandidateGrid } from '../../src-shared/maps';
import type { Proposal } from '../../src-shared/proposal';
import type { ProposeRequest } from '../engine/ports';
import { chooseBatch } from './policy/batch';

/**
 * Up to `count` proposals, each made with the ones before it pending; see `chooseBatch`. Fewer where no more places are
 * left; throws as `choose` where there is not even one.
 */
export function proposeBatch(
  choose: (request: ProposeRequest) => { readonly proposal: Proposal },
  grid: CandidateGrid,
  request: ProposeRequest,
  count: number,
): readonly Proposal[] {
  const proposals: Proposal[] = [];
  chooseBatch(count, grid, (pending, tooNear) => {
    const expected = [...(request.pending ?? []), ...pending];
    try {
      const { proposal } = choose({ ...request, pending: expected, vetoed: [...request.vetoed, ...tooNear] });
      proposals.push(proposal);
      return proposal.candidate;
    } catch (error) {
      const exhausted = error instanceof ConsoleError && error.code === 'run/no-candidates';
      if (exhausted && proposals.length > 0) return undefined;
      throw error;
    }
  });
  return proposals;
}
