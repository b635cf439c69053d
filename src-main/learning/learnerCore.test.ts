import { expect, test } from 'vitest';
import type { ExperimentConfig } from '../../src-shared/experiment';
import { createLearnerCore, createLocalLearner } from './learnerCore';
import { plainKernels } from './tensor/plainKernels';
import { ALONG, curveAt, SIDE, SMALL_EXPERIMENT, smallFrame } from './testing/session';

function newCore() {
  return createLearnerCore({ kernels: plainKernels, monotonicSeconds: () => 0 });
}

/** A core with its seeds measured. */
function measuredCore(config: ExperimentConfig = SMALL_EXPERIMENT) {
  const core = newCore();
  const { seeds, grid } = core.load({ frame: smallFrame(), config });
  for (const candidate of seeds) core.observe(candidate, curveAt(candidate));
  return { core, seeds, grid };
}

test('a step scores, trains and proposes with all maps', () => {
  const { core, seeds, grid } = measuredCore();

  const report = core.fit(() => false)!;
  const { proposal, maps } = core.propose({ step: 1, round: 0, vetoed: [] });

  const count = grid.rows * grid.cols;
  expect(count).toBe(ALONG ** 2);
  expect(report).toMatchObject({ jitter: 1e-6, seconds: 0, model: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
  expect(report.lengthscales).toHaveLength(2);
  expect(Object.keys(maps.layers)).toEqual(['novelty', 'uncertainty', 'acquisition', 'imageNovelty', 'combined']);
  expect(seeds).not.toContain(proposal.candidate);
  expect(proposal).toMatchObject({
    id: 'step-1-round-0',
    at: { row: 4 + Math.floor(proposal.candidate / ALONG), col: 4 + (proposal.candidate % ALONG) },
    reason: 'combined',
    allowed: count - 6,
  });
  expect(proposal.neighbours).toHaveLength(3);
  expect(proposal.share!.spectral + proposal.share!.image).toBeCloseTo(1, 12);
  const { novelty, uncertainty, acquisition, imageNovelty, combined } = maps.layers;
  for (let k = 0; k < count; k++) {
    const measured = seeds.includes(k);
    expect(novelty![k]! + 2 * uncertainty![k]!).not.toBeNaN();
    expect([acquisition![k], imageNovelty![k], combined![k]].map(Number.isNaN)).toEqual([measured, measured, measured]);
    if (!measured) {
      expect(acquisition![k]).toBeCloseTo(novelty![k]! + 2 * uncertainty![k]!, 5);
      expect(combined![k]).toBeLessThanOrEqual(Math.fround(proposal.combined!));
    }
  }
});

test('the same session gives the same proposals bit by bit, step after step', () => {
  const run = () => {
    const { core } = measuredCore();
    return [1, 2, 3].map((step) => {
      core.fit(() => false);
      const { proposal, maps } = core.propose({ step, round: 0, vetoed: [] });
      core.observe(proposal.candidate, curveAt(proposal.candidate));
      return { proposal, maps };
    });
  };

  expect(run()).toEqual(run());
});

test('what is expected changes no answer, whether it comes or another place does', () => {
  const run = (expected: (candidate: number) => readonly number[]) => {
    const { core } = measuredCore({ ...SMALL_EXPERIMENT, novelty: { ...SMALL_EXPERIMENT.novelty, image: 'meanDist' } });
    return [1, 2, 3].map((step) => {
      core.fit(() => false);
      const { proposal, maps } = core.propose({ step, round: 0, vetoed: [] });
      core.expect(expected(proposal.candidate));
      return { proposal, maps, scores: core.observe(proposal.candidate, curveAt(proposal.candidate)) };
    });
  };
  const unexpected = run(() => []);
  expect(run((candidate) => [candidate])).toEqual(unexpected);
  expect(run((candidate) => [candidate + 1, candidate + 2])).toEqual(unexpected);
});

test('a veto moves on to another place without training, and measured or vetoed places never come back', () => {
  const { core, seeds, grid } = measuredCore();
  core.fit(() => false);
  const vetoed: number[] = [];
  for (let round = 0; round < 5; round++) {
    const { proposal, maps } = core.propose({ step: 1, round, vetoed });

    expect([...seeds, ...vetoed]).not.toContain(proposal.candidate);
    expect(proposal.allowed).toBe(grid.rows * grid.cols - seeds.length - round);
    for (const k of vetoed) expect(maps.layers.combined![k]).toBeNaN();
    vetoed.push(proposal.candidate);
  }
  expect(() => core.propose({ step: 1, round: 5, vetoed: [...Array(ALONG ** 2).keys()] })).toThrow(
    expect.objectContaining({ code: 'run/no-candidates' }),
  );
});

test('the random policy trains nothing and still says how new a place is', () => {
  const { core, seeds } = measuredCore({ ...SMALL_EXPERIMENT, policy: 'random' });

  expect(core.fit(() => false)).toBeUndefined();
  const { proposal, maps } = core.propose({ step: 1, round: 0, vetoed: [] });

  expect(Object.keys(maps.layers)).toEqual(['imageNovelty']);
  expect(proposal).toMatchObject({ reason: 'random', imageNovelty: expect.any(Number) as number });
  expect(proposal).not.toHaveProperty('novelty');
  expect(seeds).not.toContain(proposal.candidate);
  expect(core.propose({ step: 1, round: 0, vetoed: [] }).proposal).toEqual(proposal);
  expect(core.propose({ step: 1, round: 1, vetoed: [] }).proposal.candidate).not.toBe(proposal.candidate);
});

test('places with missing pixels are never proposed and have no prediction', () => {
  const holed = smallFrame();
  holed.heightsMetres[20 * SIDE + 20] = NaN;
  const core = newCore();
  const { seeds } = core.load({ frame: holed, config: SMALL_EXPERIMENT });
  for (const candidate of seeds) core.observe(candidate, curveAt(candidate));
  core.fit(() => false);

  const { proposal, maps } = core.propose({ step: 1, round: 0, vetoed: [] });

  expect(proposal.allowed).toBe(ALONG ** 2 - 64 - 6);
  expect(maps.layers.novelty!.filter((value) => Number.isNaN(value))).toHaveLength(64);
  expect(maps.layers.novelty![proposal.candidate]).not.toBeNaN();
});

test('every acquisition and gate leads to a proposal', () => {
  for (const kind of ['ucb', 'ei', 'maxvar'] as const)
    for (const gate of ['product', 'hard', 'sigmoid', 'sum', 'none'] as const) {
      const { core } = measuredCore({
        ...SMALL_EXPERIMENT,
        acquisition: { ...SMALL_EXPERIMENT.acquisition, kind },
        gate: { ...SMALL_EXPERIMENT.gate, kind: gate },
      });
      core.fit(() => false);

      const { proposal } = core.propose({ step: 1, round: 0, vetoed: [] });

      expect(proposal.acquisition).toEqual(expect.any(Number));
      expect('share' in proposal).toBe(gate === 'product' || gate === 'sum');
    }
});

test('calls out of order and places without a patch are refused by name and change nothing', () => {
  const bad = expect.objectContaining({ code: 'learner/bad-data' }) as Error;
  const { core, seeds } = measuredCore();
  const unmeasured = [...Array(ALONG ** 2).keys()].find((k) => !seeds.includes(k))!;
  const curve = curveAt(unmeasured);

  expect(() => newCore().propose({ step: 1, round: 0, vetoed: [] })).toThrow(bad);
  expect(() => newCore().fit(() => false)).toThrow(bad);
  expect(() => core.propose({ step: 1, round: 0, vetoed: [] })).toThrow(bad);
  expect(() => core.observe(ALONG ** 2, curve)).toThrow(bad);
  expect(core.observe(unmeasured, curve).novelty).toHaveLength(7);
});

test('an aborted fit leaves the session as it was', () => {
  const { core } = measuredCore();
  const { core: other } = measuredCore();
  let checks = 0;

  expect(() => core.fit(() => ++checks > 5)).toThrow(expect.objectContaining({ code: 'instrument/aborted' }));

  expect(core.fit(() => false)).toEqual(other.fit(() => false));
});

test('the learner without a thread answers as the port asks', async () => {
  const learner = createLocalLearner({ monotonicSeconds: () => 0 });
  const { seeds } = await learner.load({ frame: smallFrame(), config: SMALL_EXPERIMENT });
  for (const candidate of seeds) await learner.observe(candidate, curveAt(candidate));

  await expect(learner.fit(AbortSignal.abort())).rejects.toMatchObject({ code: 'instrument/aborted' });
  const report = await learner.fit(new AbortController().signal);
  const { proposal } = await learner.propose({ step: 1, round: 0, vetoed: [] });
  await learner.close();

  const { core } = measuredCore();
  expect(report).toEqual(core.fit(() => false));
  expect(proposal).toEqual(core.propose({ step: 1, round: 0, vetoed: [] }).proposal);
});
