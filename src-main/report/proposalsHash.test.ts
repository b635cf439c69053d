import { describe, expect, it } from 'vitest';
import type { Proposal } from '../../src-shared/proposal';
import type { SessionView } from '../../src-shared/session/view';
import { canonicalProposals, proposalsSha256 } from './proposalsHash';
import { exampleSession } from './testing/exampleSession';

const PROPOSAL: Proposal = {
  id: '1.0',
  step: 1,
  round: 0,
  candidate: 42,
  at: { row: 5, col: 6 },
  reason: 'combined',
  novelty: 0.1,
  sigma: 1 / 3,
  acquisition: 1e-7,
  imageNovelty: 0.25,
  combined: 0.5,
  share: { spectral: 0.75, image: 0.25 },
  neighbours: [0],
  allowed: 10,
};

function session(...proposals: Proposal[]): Pick<SessionView, 'seedCandidates' | 'proposals'> {
  return { seedCandidates: [3, 1, 2], proposals: proposals.map((proposal) => ({ proposal })) };
}

describe('proposalsSha256', () => {
  it('is the SHA-256 of a documented text with all digits', () => {
    expect(canonicalProposals(session(PROPOSAL))).toBe(
      '{"seeds":[3,1,2],"proposals":[{"candidate":42,"step":1,"round":0,"novelty":0.1,"sigma":0.3333333333333333,' +
        '"acquisition":1e-7,"imageNovelty":0.25,"combined":0.5,"shareSpectral":0.75,"shareImage":0.25}]}',
    );
    // Computed with sha256sum over the bytes above.
    expect(proposalsSha256(session(PROPOSAL))).toBe('c36abf384bab4f1fd37071287e4fecc64277e6166e75fb426d14a44bc4e5a9d5');
  });

  it('changes with the last bit of any score, with the order and with the seeds', () => {
    const same = proposalsSha256(session(PROPOSAL));
    const nextUp = 1 / 3 + 2 ** -54;
    expect(nextUp).not.toBe(1 / 3);
    const second = { ...PROPOSAL, id: '2.0', step: 2 };
    const hashes = [
      same,
      proposalsSha256(session({ ...PROPOSAL, sigma: nextUp })),
      proposalsSha256(session({ ...PROPOSAL, share: { spectral: 0.25, image: 0.75 } })),
      proposalsSha256(session({ ...PROPOSAL, candidate: 43 })),
      proposalsSha256(session({ ...PROPOSAL, round: 1 })),
      proposalsSha256(session(PROPOSAL, second)),
      proposalsSha256(session(second, PROPOSAL)),
      proposalsSha256({ ...session(PROPOSAL), seedCandidates: [1, 2, 3] }),
      proposalsSha256(session({ ...PROPOSAL, novelty: Number.NaN })),
      proposalsSha256(session({ ...PROPOSAL, novelty: undefined })),
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it('does not depend on who decided, on times, names or the order of keys', () => {
    const view = exampleSession();
    const reversed = Object.fromEntries(Object.entries(PROPOSAL).reverse()) as Proposal;
    expect(proposalsSha256(session(reversed))).toBe(proposalsSha256(session(PROPOSAL)));
    const decided = view.proposals.map(({ proposal }) => ({ proposal: { ...proposal, id: 'other' } }));
    expect(proposalsSha256({ ...view, proposals: decided })).toBe(proposalsSha256(view));
  });
});
