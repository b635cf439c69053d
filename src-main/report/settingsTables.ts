/** The settings of a session as tables: everything that is needed to do it again. */
import type { ExperimentConfig } from '../../src-shared/experiment';
import type { SessionView } from '../../src-shared/session/view';
import { sweepSeconds } from '../../src-shared/sweep';
import { formatDuration } from '../../src-shared/units';
import { methodInForce, policyTraits } from '../learning/policy/policyMethod';
import { acquisitionWords, gateWords } from './mapWords';
import type { Markup } from './markup';
import { settingNumber, settingQuantity } from './settingNumber';
import { pairTable } from './tables';
import type { Row } from './tables';

/** Settings in two columns of tables: how it was measured, and how the next place was chosen. */
export function settingsTables(view: SessionView): {
  readonly measurement: readonly Markup[];
  readonly method: readonly Markup[];
} {
  const { config } = view;
  return {
    measurement: [
      pairTable('Survey frame', scanRows(config)),
      pairTable('Bias sweep', sweepRows(config)),
      pairTable('Limits of the tip', limitRows(config)),
      pairTable('Instrument', instrumentRows(view)),
    ],
    method: [
      pairTable('Experiment', experimentRows(config)),
      pairTable('Method', methodRows(config)),
      pairTable('Decisions', decisionRows(config)),
    ],
  };
}

function scanRows({ scan }: ExperimentConfig): readonly Row[] {
  return [
    ['Size', `${settingQuantity(scan.widthMetres, 'm')} × ${settingQuantity(scan.heightMetres, 'm')}`],
    ['Pixels', `${scan.cols} × ${scan.rows}`],
    ['Time for a line', settingQuantity(scan.lineSeconds, 's')],
  ];
}

function sweepRows({ sweep }: ExperimentConfig): readonly Row[] {
  const { startVolts, peakVolts, upPoints, downPoints } = sweep;
  return [
    [
      'Bias',
      `${settingQuantity(startVolts, 'V')} → ${settingQuantity(peakVolts, 'V')} → ${settingQuantity(startVolts, 'V')}`,
    ],
    ['Points', `${upPoints} up, ${downPoints} back`],
    ['Time for a point', settingQuantity(sweep.pointSeconds, 's')],
    ['Time for a sweep', formatDuration(sweepSeconds(sweep))],
  ];
}

function limitRows({ limits }: ExperimentConfig): readonly Row[] {
  return [
    ['Bias', `± ${settingQuantity(limits.maxBiasVolts, 'V')}`],
    ['Bias slew', settingQuantity(limits.maxSlewVoltsPerSecond, 'V/s')],
    ['Current', `± ${settingQuantity(limits.maxCurrentAmperes, 'A')}`],
    ['Travel from the centre', settingQuantity(limits.maxTravelMetres, 'm')],
    ['Sweeps in the session', String(limits.maxSweeps)],
  ];
}

function instrumentRows({ instrument }: SessionView): readonly Row[] {
  const settings = Object.entries(instrument.settings).map(([name, value]): Row => [name, String(value)]);
  return [
    ['Name', instrument.name],
    ['Version', instrument.version],
    ['Simulated', instrument.simulated ? 'yes' : 'no'],
    ...settings,
  ];
}

function experimentRows(config: ExperimentConfig): readonly Row[] {
  return [
    ['Policy', config.policy],
    ['Seed of all random choices', String(config.seed)],
    ['Seeds planned', String(config.seeds)],
    ['Steps planned', String(config.steps)],
    ['Patch', `${config.patch.size} × ${config.patch.size} pixels, normalisation ${config.patch.normalisation}`],
    ['Distance of candidates', `${config.patch.stride} ${config.patch.stride === 1 ? 'pixel' : 'pixels'}`],
  ];
}

/** A policy without a model fits and scores nothing, so its model settings would mislead. */
function methodRows(given: ExperimentConfig): readonly Row[] {
  const config = methodInForce(given);
  const { novelty, policy } = config;
  const spectral: Row = ['Spectral novelty', spectralWords(config)];
  switch (policyTraits(policy).chooses) {
    case 'atRandom':
      return [spectral, ['Next place', 'drawn at random among the candidates left']];
    case 'onGrid':
      return [spectral, ['Next place', 'the next of evenly spaced places, line by line and back']];
    case 'byImageNovelty':
      return [spectral, ['Image novelty', novelty.image], ['Next place', 'where the image novelty is highest']];
    case 'byModel':
      return [spectral, ...modelRows(config)];
  }
}

/** The kind of score, and what differs from its usual form. */
function spectralWords({ novelty }: ExperimentConfig): string {
  const { spectral, distance, timing, smooth } = novelty;
  const apart = [
    ...(distance === 'rms' ? [] : [`distance ${distance}`]),
    ...(timing === 'all' ? [] : [timing]),
    ...(smooth ? ['smoothed curves'] : []),
  ];
  return [spectral, ...apart].join(', ');
}

function modelWords(model: ExperimentConfig['model']): string {
  const { profile, kernel, cycles, learningRate, gradientClip, earlyStop } = model;
  return [
    profile,
    ...(kernel === 'rbf' ? [] : [`kernel ${kernel}`]),
    `${cycles} cycles`,
    ...(earlyStop === 0 ? [] : [`ending after ${earlyStop} without gain`]),
    `learning rate ${settingNumber(learningRate)}`,
    ...(gradientClip === 0 ? [] : [`gradient no longer than ${settingNumber(gradientClip)}`]),
  ].join(', ');
}

function modelRows(config: ExperimentConfig): readonly Row[] {
  const { novelty, model, policy } = config;
  return [
    ['The model learns', policyTraits(policy).target === 'loopArea' ? 'area of the loop' : 'spectral novelty'],
    ['Image novelty', novelty.image],
    ['Model', modelWords(model)],
    ['Seed of the weights', String(model.weightSeed)],
    ['Acquisition', acquisitionWords(config)],
    ['Gate', gateWords(config)],
  ];
}

function decisionRows({ decision }: ExperimentConfig): readonly Row[] {
  const mode: Row = ['Mode at the start', decision.mode];
  if (decision.mode !== 'auto') return [mode];
  return [mode, ['Countdown', formatDuration(decision.countdownSeconds)], ['No answer means', decision.noAnswer]];
}
