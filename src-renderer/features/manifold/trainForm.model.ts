/** The fields of the training form and the settings they come to. */
import { DEFAULT_MANIFOLD_SETTINGS, settingsFor, type ManifoldSettings } from '../../../src-shared/manifold';
import type { NumberBounds } from '../../ui/numberField.model';

export type NumberName = 'epochs' | 'latent' | 'seed' | 'beta' | 'gamma' | 'learningRate' | 'klWarmupEpochs';

/** As the settings, but a number is missing while what is typed is not one. */
export type TrainFields = Omit<ManifoldSettings, NumberName> & Readonly<Record<NumberName, number | undefined>>;

export const NUMBER_BOUNDS: Readonly<Record<NumberName, NumberBounds>> = {
  epochs: { min: 1, max: 100_000, whole: true, unit: '' },
  latent: { min: 2, max: 8, whole: true, unit: '' },
  seed: { min: 0, max: 0xffffffff, whole: true, unit: '' },
  beta: { min: 0, max: 100, whole: false, unit: '' },
  gamma: { min: 0, max: 1000, whole: false, unit: '' },
  learningRate: { min: 1e-7, max: 1, whole: false, unit: '' },
  klWarmupEpochs: { min: 0, max: 100_000, whole: true, unit: '' },
};

/** The fields that the form starts with: those of the newest training, else the defaults. */
export function initialTraining(newest: ManifoldSettings | undefined): TrainFields {
  return newest ?? DEFAULT_MANIFOLD_SETTINGS;
}

/** The fields after a change of the mode: what the mode is meant to be used with, but for what is no part of the method. */
export function forMode(
  { profile, latent, seed, computeOn }: TrainFields,
  mode: ManifoldSettings['mode'],
): TrainFields {
  return { ...settingsFor(mode), profile, latent, seed, computeOn };
}

/** The settings; undefined while a number is missing. */
export function settingsOf(fields: TrainFields): ManifoldSettings | undefined {
  const { epochs, latent, seed, beta, gamma, learningRate, klWarmupEpochs } = fields;
  const numbers = [epochs, latent, seed, beta, gamma, learningRate, klWarmupEpochs];
  if (numbers.includes(undefined)) return undefined;
  return fields as ManifoldSettings;
}
