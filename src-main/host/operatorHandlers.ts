/** The commands of the operator's desk: rules, queue, steering, rejected curves, undo. */
import { ConsoleError } from '../../src-shared/errors';
import type { Proposal } from '../../src-shared/proposal';
import type { Operator } from '../engine/operator';
import type { Handlers } from './dispatch';
import type { Stage } from './stage';

type OperatorCommands =
  | 'proposal.freeze'
  | 'proposal.batch'
  | 'veto.preview'
  | 'veto.add'
  | 'veto.edit'
  | 'veto.remove'
  | 'queue.add'
  | 'queue.remove'
  | 'queue.reorder'
  | 'seeds.add'
  | 'curve.reject'
  | 'curve.restore'
  | 'steering.preview'
  | 'steering.apply'
  | 'edit.undo'
  | 'edit.redo';

/** All of them need a run that goes on; they are refused with `run/illegal` without one. */
export function operatorHandlers(stage: Stage): Pick<Handlers, OperatorCommands> {
  const operator = (): Operator => stage.engine().operator;
  return {
    'proposal.freeze': ({ proposalId, frozen }) => stage.engine().freeze(proposalId, frozen),
    'proposal.batch': async ({ proposalId, count }) => ({
      queued: await operator().approveBatch(proposalById(stage, proposalId), count),
    }),
    'veto.preview': ({ about, id }) => operator().preview(about, id),
    'veto.add': async ({ proposalId, ...wish }) => {
      if (proposalId === undefined) return operator().addRule(wish);
      const proposal = proposalById(stage, proposalId);
      const answer = await operator().checkRule(wish);
      if (answer.needsConfirmation) return answer;
      const id = await stage.engine().decide(proposal, 'veto', wish.reason, wish);
      return { ...answer, id };
    },
    'veto.edit': (change) => operator().editRule(change),
    'veto.remove': ({ id }) => operator().removeRule(id),
    'queue.add': async ({ places, purpose, first = false }) => ({
      queued: await operator().queuePlaces(places, purpose, first),
    }),
    'queue.remove': ({ ids }) => operator().removeQueued(ids),
    'queue.reorder': ({ ids }) => operator().orderQueue(ids),
    'seeds.add': async ({ count }) => ({ queued: await operator().addSeeds(count) }),
    'curve.reject': (curve) => operator().rejectCurve(curve),
    'curve.restore': ({ index }) => operator().restoreCurve(index),
    'steering.preview': (steering) => operator().previewSteering(steering),
    'steering.apply': (steering) => operator().steer(steering),
    'edit.undo': async () => ({ edit: await operator().undo() }),
    'edit.redo': async () => ({ edit: await operator().redo() }),
  };
}

export function proposalById(stage: Stage, id: string): Proposal {
  // The newest proposal may be for the step after the one under way, which can still be vetoed too.
  const proposal = stage.view()?.proposals.findLast((entry) => entry.proposal.id === id)?.proposal;
  if (proposal !== undefined) return proposal;
  throw new ConsoleError({ code: 'run/illegal', message: 'This proposal is no longer the one that is waiting.' });
}
