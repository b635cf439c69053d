/** What the engine writes into the journal about models and proposals, and the numbering of proposals. */
import { MAP_KINDS, type MapKind, type MapSet } from '../../src-shared/maps';
import type { DecisionChoice, Proposal } from '../../src-shared/proposal';
import type { ArrayRef } from '../../src-shared/session/record';
import type { Decision } from './decision';
import type { FitReport, Journal } from './ports';

/** An answer as the journal keeps it. */
export type Answer = Decision & { readonly choice: DecisionChoice };

export interface Notes {
  /** Round of the next proposal for a step: how many there were before. */
  nextRound(step: number): number;
  trained(step: number, points: number, report: FitReport): Promise<void>;
  maps(maps: MapSet): Promise<void>;
  proposed(proposal: Proposal): Promise<void>;
  decided(proposal: Proposal, decision: Answer): Promise<void>;
  /** The curve has come in and the choice is still the same. */
  confirmed(proposal: Proposal, conditionedOn: number): Promise<void>;
  /** Taken back before anybody answered: the curve in hand or an edit changed the choice, or the run did not get there. */
  withdrawn(proposal: Proposal, why: 'curve' | 'run' | 'edit'): void;
  /** Work that nobody waits for now; its failure goes to `onFailed`. */
  later(work: () => Promise<void>): void;
  /** Resolves when all such work is done. */
  settled(): Promise<void>;
}

/**
 * @param proposals steps of the proposals that the session holds already, one entry each
 * @param onFailed  told where something could not be written that nobody waits for
 */
export function createNotes(journal: Journal, proposals: readonly number[], onFailed: (error: unknown) => void): Notes {
  const rounds = new Map<number, number>();
  for (const step of proposals) rounds.set(step, (rounds.get(step) ?? 0) + 1);
  const open = new Set<Promise<void>>();

  function later(work: () => Promise<void>): void {
    const done = work().catch(onFailed);
    open.add(done);
    void done.finally(() => open.delete(done));
  }

  return {
    nextRound: (step) => rounds.get(step) ?? 0,
    trained: (step, points, report) =>
      journal.append({ kind: 'model.trained', step, points, ...report, lengthscales: [...report.lengthscales] }),
    async maps(maps) {
      const layers: Partial<Record<MapKind, ArrayRef>> = {};
      for (const kind of MAP_KINDS) {
        const layer = maps.layers[kind];
        if (layer !== undefined) layers[kind] = await journal.store(layer);
      }
      await journal.append({ kind: 'maps.updated', step: maps.step, grid: maps.grid, layers });
    },
    proposed(proposal) {
      rounds.set(proposal.step, Math.max(rounds.get(proposal.step) ?? 0, proposal.round + 1));
      return journal.append({ kind: 'proposal.made', proposal });
    },
    decided: (proposal, decision) => journal.append({ kind: 'decision.made', proposalId: proposal.id, ...decision }),
    confirmed: (proposal, conditionedOn) =>
      journal.append({ kind: 'proposal.confirmed', proposalId: proposal.id, conditionedOn }),
    withdrawn: (proposal, why) =>
      later(() => journal.append({ kind: 'proposal.withdrawn', proposalId: proposal.id, why })),
    later,
    async settled() {
      await Promise.all(open);
    },
  };
}
