/** What each policy does: which target a model learns, if any, and what turns its prediction into a choice. */
import { fitsModel, type ExperimentConfig, type Policy } from '../../../src-shared/experiment';

/** How a policy chooses among the candidates that are left. */
export interface PolicyTraits {
  readonly chooses: 'byModel' | 'byImageNovelty' | 'atRandom' | 'onGrid';
  /** Whether a model is trained; it learns `target`. */
  readonly fits: boolean;
  /** What a curve is worth: how unlike the others it is, or how open its loop. */
  readonly target: 'spectralNovelty' | 'loopArea';
  /** Fixed by the policy; absent where the settings of the experiment hold. */
  readonly acquisition?: ExperimentConfig['acquisition']['kind'];
  readonly gate?: ExperimentConfig['gate']['kind'];
  readonly image?: ExperimentConfig['novelty']['image'];
}

const TRAITS: Readonly<Record<Policy, Omit<PolicyTraits, 'fits'>>> = {
  'dn-dkl': { chooses: 'byModel', target: 'spectralNovelty' },
  'spectral-only': { chooses: 'byModel', target: 'spectralNovelty', gate: 'none' },
  // By its definition the farthest patch, whatever the settings of the method under test are.
  'structure-only': { chooses: 'byImageNovelty', target: 'spectralNovelty', image: 'nearest' },
  maxvar: { chooses: 'byModel', target: 'spectralNovelty', acquisition: 'maxvar', gate: 'none' },
  'ei-scalar': { chooses: 'byModel', target: 'loopArea', acquisition: 'ei', gate: 'none' },
  grid: { chooses: 'onGrid', target: 'spectralNovelty' },
  random: { chooses: 'atRandom', target: 'spectralNovelty' },
};

/** The traits of a policy. */
export function policyTraits(policy: Policy): PolicyTraits {
  return { ...TRAITS[policy], fits: fitsModel(policy) };
}

/** The experiment with the acquisition and the gate that are in force: those of the policy where it fixes them. */
export function methodInForce<T extends Pick<ExperimentConfig, 'policy' | 'acquisition' | 'gate'>>(config: T): T {
  const { acquisition = config.acquisition.kind, gate = config.gate.kind } = TRAITS[config.policy];
  return {
    ...config,
    acquisition: { ...config.acquisition, kind: acquisition },
    gate: { ...config.gate, kind: gate },
  };
}
