/** What the panels know of a small trained session. */
import { couplingMapOf, embeddingOf, reportOf, sessionOf } from '../../../store/testing/manifoldBuilders';
import type { Knowledge } from '../manifold.model';

export function knowledgeOf(changes: Partial<Knowledge> = {}): Knowledge {
  return {
    session: sessionOf(),
    embedding: embeddingOf(),
    coupling: { features: couplingMapOf('features'), latent: undefined },
    report: reportOf(),
    axes: [0, 1],
    ...changes,
  };
}
