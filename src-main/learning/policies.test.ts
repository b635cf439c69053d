import { expect, test } from 'vitest';
import { fitsModel, POLICIES, type ExperimentConfig } from '../../src-shared/experiment';
import { sweepVolts } from '../../src-shared/sweep';
import { createLearnerCore } from './learnerCore';
import { trainingTargets } from './novelty/spectralNovelty';
import { openSession, observeCurve } from './session';
import { fitSession } from './fitSession';
import { plainKernels } from './tensor/plainKernels';
import { curveAt, SMALL_EXPERIMENT, smallFrame } from './testing/session';

function proposals(config: ExperimentConfig, steps: number) {
  const core = createLearnerCore({ kernels: plainKernels, monotonicSeconds: () => 0 });
  for (const seed of core.load({ frame: smallFrame(), config }).seeds) core.observe(seed, curveAt(seed));
  return Array.from({ length: steps }, (_, k) => {
    const report = core.fit(() => false);
    const { proposal, maps } = core.propose({ step: k + 1, round: 0, vetoed: [] });
    core.observe(proposal.candidate, curveAt(proposal.candidate));
    return { report, proposal, maps };
  });
}

test('every policy proposes unmeasured places, the same ones again, and trains only where it has a model', () => {
  for (const policy of POLICIES) {
    const config = { ...SMALL_EXPERIMENT, policy, steps: 4 };
    const steps = proposals(config, 4);

    expect(proposals(config, 4)).toEqual(steps);
    expect(new Set(steps.map(({ proposal }) => proposal.candidate)).size).toBe(4);
    for (const { report, maps } of steps) {
      expect(report !== undefined).toBe(fitsModel(policy));
      expect('combined' in maps.layers).toBe(fitsModel(policy));
    }
  }
});

test('spectral-only and maxvar are what the settings without a gate give', () => {
  const gate = { ...SMALL_EXPERIMENT.gate, kind: 'none' } as const;
  const acquisition = { ...SMALL_EXPERIMENT.acquisition, kind: 'maxvar' } as const;

  expect(proposals({ ...SMALL_EXPERIMENT, policy: 'spectral-only' }, 2)).toEqual(
    proposals({ ...SMALL_EXPERIMENT, gate }, 2),
  );
  expect(proposals({ ...SMALL_EXPERIMENT, policy: 'maxvar' }, 2)).toEqual(
    proposals({ ...SMALL_EXPERIMENT, gate, acquisition }, 2),
  );
});

test('structure-only takes the largest image novelty', () => {
  for (const { proposal, maps } of proposals({ ...SMALL_EXPERIMENT, policy: 'structure-only' }, 3)) {
    const open = [...maps.layers.imageNovelty!].filter((value) => !Number.isNaN(value));
    expect(Math.fround(proposal.imageNovelty!)).toBe(Math.max(...open));
    expect(proposal.reason).toBe('image-novelty');
  }
});

test('ei-scalar learns the area of the loop, scaled to 0 to 1', () => {
  const session = openSession({ frame: smallFrame(), config: { ...SMALL_EXPERIMENT, policy: 'ei-scalar' } });
  const volts = sweepVolts({ startVolts: 0, peakVolts: 1, upPoints: 11, downPoints: 10, pointSeconds: 1 });
  const areas = session.seeds.map((_, k) => (k * k + 1) * 1e-11);
  session.seeds.forEach((seed, k) => {
    const amperes = volts.map((v, at) => 1e-9 * v + (at > 10 ? areas[k]! : 0));
    observeCurve(session, seed, { volts, amperes });
  });

  fitSession(session, { kernels: plainKernels, monotonicSeconds: () => 0, checkAborted: () => undefined });

  const expected = trainingTargets(Float64Array.from(areas));
  session.fitted!.targets.forEach((target, k) => expect(target).toBeCloseTo(expected[k]!, 9));
});
