/** Which numbers matter under which acquisition and gate, and what a trial says. Pure. */
import { fitsModel } from '../../../src-shared/experiment';
import type { RunState } from '../../../src-shared/run';
import type { Steering } from '../../../src-shared/session/edits';
import type { SessionView } from '../../../src-shared/session/view';
import { text } from '../../messages';
import type { SteeringTrial } from '../../store/deskWindow';
import { placeWords } from '../../store/editWords';
import { rasterOf } from '../../store/nearestPoint';

/** The method in force: what was applied last, else that of the experiment. */
export function steeringInForce({ editState, config }: Pick<SessionView, 'editState' | 'config'>): Steering {
  return editState.steering ?? { acquisition: config.acquisition, gate: config.gate };
}

/** A number of the steering that has an effect now. */
export interface SteeringNumber {
  readonly key: 'kappa' | 'xi' | 'gamma' | 'quantile' | 'weight' | 'threshold' | 'minDistancePixels';
  readonly label: string;
  readonly max: number;
  readonly unit: string;
}

/** The numbers that the acquisition uses. */
export function acquisitionNumbers({ acquisition }: Steering): readonly SteeringNumber[] {
  switch (acquisition.kind) {
    case 'ucb':
      return [{ key: 'kappa', label: text.steering.kappa, max: 100, unit: '' }];
    case 'ei':
    case 'poi':
      return [{ key: 'xi', label: text.steering.xi, max: 1, unit: '' }];
    case 'maxvar':
    case 'ts':
    case 'beacon':
      return [];
  }
}

/** The numbers that the gate uses; the smallest distance holds under every gate. */
export function gateNumbers({ gate }: Steering): readonly SteeringNumber[] {
  const distance = { key: 'minDistancePixels', label: text.steering.minDistance, max: 1000, unit: 'px' } as const;
  switch (gate.kind) {
    case 'product':
      return [{ key: 'gamma', label: text.steering.gamma, max: 10, unit: '' }, distance];
    case 'hard':
    case 'sigmoid':
      return [{ key: 'quantile', label: text.steering.quantile, max: 1, unit: '' }, distance];
    case 'sum':
      return [{ key: 'weight', label: text.steering.weight, max: 1, unit: '' }, distance];
    case 'penalty':
      return [{ key: 'threshold', label: text.steering.threshold, max: 1, unit: '' }, distance];
    case 'none':
      return [distance];
  }
}

/** What a field shows. */
export function numberOf(steering: Steering, key: SteeringNumber['key']): number {
  if (key === 'weight') return complement(steering.gate.weight);
  return key === 'kappa' || key === 'xi' ? steering.acquisition[key] : steering.gate[key];
}

/** The steering with another number. */
export function withNumber(steering: Steering, key: SteeringNumber['key'], value: number): Steering {
  if (key === 'kappa' || key === 'xi') return { ...steering, acquisition: { ...steering.acquisition, [key]: value } };
  return { ...steering, gate: { ...steering.gate, [key]: key === 'weight' ? complement(value) : value } };
}

/** The sum gate stores the weight of the acquisition; the field is about the structure, which has the rest. */
function complement(weight: number): number {
  return Number((1 - weight).toFixed(9));
}

export function sameSteering(a: Steering, b: Steering): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Why nothing can be steered now; undefined where it can. */
export function steeringRefusal(session: SessionView | undefined, run: RunState | undefined): string | undefined {
  if (session === undefined || run === undefined || run.kind === 'idle') return text.steering.noRun;
  if (!fitsModel(session.config.policy)) return text.steering.noModel;
  return session.maps === undefined ? text.steering.waiting : undefined;
}

/** Where the trial would go instead of where the newest proposal goes. */
export function trialWords(session: SessionView, { preview }: SteeringTrial): string {
  const now = session.proposals.at(-1)?.proposal;
  if (now === undefined || now.candidate === preview.proposal.candidate) return text.steering.same;
  const raster = rasterOf(session);
  return text.steering.moves(placeWords(raster, now.at), placeWords(raster, preview.proposal.at));
}
