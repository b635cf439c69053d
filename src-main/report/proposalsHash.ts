/** A fingerprint of every choice of a run, so that two runs can be compared byte for byte. */
import { createHash } from 'node:crypto';
import type { Proposal } from '../../src-shared/proposal';
import type { SessionView } from '../../src-shared/session/view';

/**
 * SHA-256, hex, over the UTF-8 bytes of {@link canonicalProposals}. Equal for two runs exactly when they took the same
 * seeds and made the same proposals with the same scores to the last bit (0 and -0 count as equal).
 */
export function proposalsSha256(view: Pick<SessionView, 'seedCandidates' | 'proposals'>): string {
  return createHash('sha256').update(canonicalProposals(view), 'utf8').digest('hex');
}

/**
 * `{"seeds":[...],"proposals":[{...}, ...]}` without spaces, proposals in order with the keys candidate, step, round,
 * novelty, sigma, acquisition, imageNovelty, combined, shareSpectral, shareImage. Numbers stand as the shortest decimal
 * that reads back as the same double, what is not finite as a string; scores that a policy does not give are left out.
 */
export function canonicalProposals(view: Pick<SessionView, 'seedCandidates' | 'proposals'>): string {
  return JSON.stringify({
    seeds: view.seedCandidates,
    proposals: view.proposals.map(({ proposal }) => canonicalProposal(proposal)),
  });
}

function canonicalProposal(proposal: Proposal): Record<string, unknown> {
  return {
    candidate: proposal.candidate,
    step: proposal.step,
    round: proposal.round,
    novelty: canonicalNumber(proposal.novelty),
    sigma: canonicalNumber(proposal.sigma),
    acquisition: canonicalNumber(proposal.acquisition),
    imageNovelty: canonicalNumber(proposal.imageNovelty),
    combined: canonicalNumber(proposal.combined),
    shareSpectral: canonicalNumber(proposal.share?.spectral),
    shareImage: canonicalNumber(proposal.share?.image),
  };
}

/** JSON has no word for NaN and the infinities and would write them all as null. */
function canonicalNumber(value: number | undefined): number | string | undefined {
  return value === undefined || Number.isFinite(value) ? value : String(value);
}
