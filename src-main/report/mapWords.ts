/** The maps of the model in plain words, with the settings that shaped them. */
import type { ExperimentConfig } from '../../src-shared/experiment';
import type { MapKind } from '../../src-shared/maps';
import type { ProposalReason } from '../../src-shared/proposal';
import { methodInForce, policyTraits } from '../learning/policy/policyMethod';
import { settingNumber } from './settingNumber';

export interface MapWords {
  readonly title: string;
  /** What the numbers of the colour bar count. */
  readonly unit: string;
  readonly caption: string;
}

/** Title, unit and explanation of a map under the settings of an experiment. */
export function mapWords(given: ExperimentConfig, kind: MapKind): MapWords {
  const config = methodInForce(given);
  switch (kind) {
    case 'novelty':
      return predictionWords(config);
    case 'uncertainty':
      return {
        title: 'Uncertainty of the prediction',
        unit: 'standard deviation',
        caption: 'Standard deviation of the prediction in d, in the same unit.',
      };
    case 'acquisition':
      return {
        title: 'Acquisition',
        unit: 'acquisition',
        caption: `${acquisitionWords(config)} Places still to be measured only.`,
      };
    case 'imageNovelty':
      return {
        title: 'Image novelty',
        unit: imageUnit(config),
        caption: imageWords(config),
      };
    case 'combined':
      return {
        title: 'Combined score',
        unit: 'combined score',
        caption: `${gateWords(config)} The next place is where this is highest.`,
      };
  }
}

function predictionWords({ policy }: ExperimentConfig): MapWords {
  if (policyTraits(policy).target === 'loopArea')
    return {
      title: 'Predicted loop area',
      unit: 'predicted loop area (0 to 1)',
      caption:
        'What the model expects the loop area of a curve measured here to be; 0 and 1 are the least and the most open loop measured.',
    };
  return {
    title: 'Predicted novelty of curves',
    unit: 'predicted novelty (0 to 1)',
    caption:
      'What the model expects the spectral novelty of a curve measured here to be; 0 and 1 are the least and the most novel curve measured.',
  };
}

/** What a fallback of the policy changed in a map; empty where it did not. */
export function fallbackWords(kind: MapKind, reason: ProposalReason | undefined): string {
  if (kind === 'acquisition' && reason === 'uncertainty-fallback')
    return 'It had collapsed on one candidate at this step; the map shows the uncertainty, which stood in for it.';
  if (kind === 'combined' && reason === 'image-novelty-fallback')
    return 'It was about 0 everywhere at this step, so the image novelty chose the next place.';
  return '';
}

/** The acquisition function in words. */
export function acquisitionWords({ acquisition }: Pick<ExperimentConfig, 'acquisition'>): string {
  switch (acquisition.kind) {
    case 'ucb':
      return `Upper confidence bound: predicted novelty plus ${kappaWords(acquisition)} times its uncertainty.`;
    case 'ei':
      return `Expected improvement over ${incumbentWords(acquisition)}, margin ${settingNumber(acquisition.xi)}.`;
    case 'poi':
      return `Probability of improvement over ${incumbentWords(acquisition)}, margin ${settingNumber(acquisition.xi)}.`;
    case 'maxvar':
      return 'The uncertainty of the prediction alone, which is e.';
    case 'ts':
      return `Thompson sampling: one function drawn from the prediction, at up to ${acquisition.drawnPlaces} places.`;
    case 'beacon':
      return `One function drawn from the prediction, at up to ${acquisition.drawnPlaces} places; its mean distance to the ${acquisition.neighbours} nearest of the most novel ${settingNumber(100 * acquisition.eliteShare)} % of the curves.`;
  }
}

function kappaWords({ kappa, kappaEnd, schedule }: ExperimentConfig['acquisition']): string {
  if (schedule === 'constant') return settingNumber(kappa);
  return `${settingNumber(kappa)}, going to ${settingNumber(kappaEnd)} over the steps (${schedule}),`;
}

function incumbentWords({ incumbent }: ExperimentConfig['acquisition']): string {
  return incumbent === 'measured' ? 'the best prediction at a measured place' : 'the best prediction at a place left';
}

/** The gate that joins acquisition and image novelty, in words. */
export function gateWords({ gate }: Pick<ExperimentConfig, 'gate'>): string {
  const scaled = gate.scale === 'rank' ? 'scaled to 0 to 1 by rank' : 'scaled to 0 to 1';
  switch (gate.kind) {
    case 'product':
      return gate.gamma === 1
        ? `Product of acquisition and image novelty, each ${scaled}.`
        : `Product of acquisition and image novelty to the power ${settingNumber(gate.gamma)}, each ${scaled}.`;
    case 'hard':
      return `Acquisition, ${scaled}, where the image novelty is above its ${settingNumber(gate.quantile)} quantile.`;
    case 'sigmoid':
      return `Acquisition, ${scaled}, faded out where the image novelty is below its ${gate.quantile === 0.5 ? 'median' : `${settingNumber(gate.quantile)} quantile`}.`;
    case 'sum':
      return `${settingNumber(gate.weight)} of the acquisition and ${settingNumber(1 - gate.weight)} of the image novelty, each ${scaled}.`;
    case 'penalty':
      return `Acquisition, ${scaled}, less ${settingNumber(gate.strength)} times what the image novelty is short of ${settingNumber(gate.threshold)}.`;
    case 'none':
      return `Acquisition alone, ${scaled}; the image novelty has no say.`;
  }
}

function imageUnit({ novelty }: ExperimentConfig): string {
  if (novelty.image === 'cosine') return '1 − cosine';
  return novelty.image === 'embed' ? 'distance in the embedding' : 'patch distance (normalised height)';
}

function imageWords({ novelty }: ExperimentConfig): string {
  switch (novelty.image) {
    case 'nearest':
      return 'Root mean square distance of the patch here to the most similar measured patch; it falls to 0 at measured places.';
    case 'knn':
      return 'Mean distance of the patch here to the three most similar measured patches.';
    case 'meanDist':
      return 'Mean root mean square distance of the patch here to all measured patches.';
    case 'cosine':
      return 'One minus the cosine between the patch here and the most similar measured patch; it falls to 0 at measured places.';
    case 'rotInv':
      return 'Root mean square distance of the patch here, turned and mirrored as fits best, to the most similar measured patch.';
    case 'pca':
      return 'Distance of the patch here to the most similar measured patch in their first 16 principal components.';
    case 'embed':
      return 'Distance of the patch here to the nearest measured one in the embedding of the model; it falls to 0 at measured places.';
  }
}
