import { describe, expect, test } from 'vitest';
import { DEFAULT_EXPERIMENT, ExperimentConfig } from '../../src-shared/experiment';
import type { VetoRule } from '../../src-shared/proposal';
import { createLearnerCore } from './learnerCore';
import { visitPosterior, type PredictionVisit } from './dkl/predict';
import { embeddingNovelty } from './embeddingNovelty';
import { createRoom } from './conditioning';
import { createFits } from './fits';
import { gatherPatches } from './patches';
import { observeCurve, openSession } from './session';
import { plainKernels } from './tensor/plainKernels';
import { ALONG, curveAt, SMALL_EXPERIMENT, smallFrame } from './testing/session';

const MODEL = { ...SMALL_EXPERIMENT.model, cycles: 4 };
const means = { kernels: plainKernels, monotonicSeconds: () => 0 };

/** Seeds and two steps under some settings; the candidates in their order. */
function measuredUnder(change: Partial<ExperimentConfig>) {
  const core = createLearnerCore(means);
  const { seeds } = core.load({ frame: smallFrame(), config: { ...SMALL_EXPERIMENT, model: MODEL, ...change } });
  const measured = [...seeds];
  let scores = seeds.map((seed) => core.observe(seed, curveAt(seed))).at(-1)!;
  const proposals = [1, 2].map((step) => {
    core.fit(() => false);
    const { proposal } = core.choose({ step, round: 0, vetoed: [] });
    scores = core.observe(proposal.candidate, curveAt(proposal.candidate));
    measured.push(proposal.candidate);
    return proposal;
  });
  return { measured, proposals, scores };
}

describe.each([
  ...(['mahal', 'recon', 'lof'] as const).map((spectral) => ({ novelty: { ...SMALL_EXPERIMENT.novelty, spectral } })),
  ...(['l1', 'shape', 'cosine', 'pca'] as const).map((distance) => ({
    novelty: { ...SMALL_EXPERIMENT.novelty, distance },
  })),
  ...(['causal', 'frozen'] as const).map((timing) => ({
    novelty: { ...SMALL_EXPERIMENT.novelty, timing, smooth: true },
  })),
  ...(['meanDist', 'rotInv', 'pca', 'embed'] as const).map((image) => ({
    novelty: { ...SMALL_EXPERIMENT.novelty, image },
  })),
  ...(['poi', 'ts', 'beacon'] as const).map((kind) => ({ acquisition: { ...SMALL_EXPERIMENT.acquisition, kind } })),
  { acquisition: { ...SMALL_EXPERIMENT.acquisition, kind: 'ts' as const, drawnPlaces: 40 } },
  { model: { ...MODEL, kernel: 'matern52' as const } },
  {
    model: { ...MODEL, kernel: 'matern52' as const },
    acquisition: { ...SMALL_EXPERIMENT.acquisition, kind: 'ts' as const },
  },
  { model: { ...MODEL, cycles: 60, earlyStop: 2, gradientClip: 0.5 } },
  { gate: { ...SMALL_EXPERIMENT.gate, kind: 'penalty' as const } },
  { gate: { ...SMALL_EXPERIMENT.gate, scale: 'rank' as const } },
])('under %j', (change) => {
  test('places are proposed that were not measured, the same ones again', () => {
    const { measured, proposals, scores } = measuredUnder(change);

    expect(new Set(measured).size).toBe(8);
    expect(measuredUnder(change).measured).toEqual(measured);
    expect(scores.novelty).toHaveLength(8);
    for (const score of scores.novelty) expect(score).toBeGreaterThanOrEqual(0);
    for (const { imageNovelty } of proposals) expect(imageNovelty).toBeGreaterThan(0);
  });
});

test('no proposal comes nearer to a measured place than the smallest distance, whatever the policy', () => {
  for (const policy of ['dn-dkl', 'random', 'structure-only', 'grid'] as const) {
    const { measured } = measuredUnder({ policy, gate: { ...SMALL_EXPERIMENT.gate, minDistancePixels: 6 } });
    for (let later = 6; later < 8; later++)
      for (const before of measured.slice(0, later)) {
        const [rows, cols] = [measured[later]!, before].map((k) => [Math.floor(k / ALONG), k % ALONG]) as [
          number[],
          number[],
        ];
        expect(Math.hypot(rows[0]! - cols[0]!, rows[1]! - cols[1]!)).toBeGreaterThanOrEqual(6);
      }
  }
});

test('the diversity that is asked for is reported', () => {
  const under = (diversity: ExperimentConfig['novelty']['diversity']) =>
    measuredUnder({ policy: 'random', novelty: { ...SMALL_EXPERIMENT.novelty, diversity } }).scores.diversity;

  expect(under('vendi').structural).toBeGreaterThan(1);
  expect(under('vendi').spectral).toBeLessThan(8);
  expect(under('meanNearest').structural).toBeLessThan(under('meanPairwise').structural);
});

test('the embedding novelty is the distance to the nearest seen place in the embedding', () => {
  const session = openSession({ frame: smallFrame(), config: { ...SMALL_EXPERIMENT, model: MODEL } });
  for (const seed of session.seeds) observeCurve(session, seed, curveAt(seed));
  createFits(session, createRoom(plainKernels)).fit({ ...means, checkAborted: () => undefined });
  const { model } = session.fitted!;
  const scores = embeddingNovelty(session.set, plainKernels, model, session.seeds);

  const embed = (candidate: number): number[] => {
    let z: number[] = [];
    const gather = (_: number, __: number, into: Float32Array) => gatherPatches(session.set, [candidate], into);
    const visit: PredictionVisit = (_, __, found) => (z = [...found.subarray(0, 2)]);
    visitPosterior(plainKernels, model, { count: 1, gather, visit });
    return z;
  };
  const seen = session.seeds.map(embed);
  for (let k = 0; k < session.set.count; k += 101) {
    const own = embed(k);
    const least = Math.min(...seen.map((other) => Math.hypot(own[0]! - other[0]!, own[1]! - other[1]!)));
    expect(scores[k]).toBeCloseTo(least, 5);
  }
  expect(scores[session.seeds[0]!]).toBe(0);
});

describe('veto rules and batches', () => {
  function trained() {
    const core = createLearnerCore(means);
    const { grid, seeds } = core.load({ frame: smallFrame(), config: { ...SMALL_EXPERIMENT, model: MODEL } });
    for (const seed of seeds) core.observe(seed, curveAt(seed));
    core.fit(() => false);
    return { core, grid };
  }
  const request = { step: 1, round: 0, vetoed: [] };

  test('a rule moves the next choice, and taking it back brings the first one again', () => {
    const { core, grid } = trained();
    const first = core.choose(request).proposal;
    const origin = { id: 'v', candidate: first.candidate, at: first.at, reason: 'other', step: 1 } as const;
    const from = { row: first.at.row - 5, col: first.at.col + 5 };
    const to = { row: first.at.row + 5, col: first.at.col - 5 };
    const rules: VetoRule[] = [
      { ...origin, scope: 'point' },
      { ...origin, scope: 'radius', radiusPixels: 8 },
      { ...origin, scope: 'lookAlike', strength: 1 },
      { ...origin, scope: 'lookAlike', strength: 0.8 },
      { ...origin, scope: 'region', effect: 'exclude', shape: { kind: 'rectangle', from, to } },
    ];
    for (const rule of rules) {
      const { proposal } = core.choose({ ...request, rules: [rule] });
      expect(proposal.candidate).not.toBe(first.candidate);
      if (rule.scope === 'radius')
        expect(Math.hypot(proposal.at.row - first.at.row, proposal.at.col - first.at.col)).toBeGreaterThan(8);
      if (rule.scope === 'region') {
        const { row, col } = first.at;
        expect(Math.max(Math.abs(proposal.at.row - row), Math.abs(proposal.at.col - col))).toBeGreaterThan(5);
      }
    }
    expect(core.choose(request).proposal).toEqual(first);
    const everything = rules[4]!;
    const corners = { from: { row: 0, col: 0 }, to: { row: 99, col: 99 } };
    const whole = { ...everything, shape: { kind: 'rectangle', ...corners } } as VetoRule;
    expect(() => core.choose({ ...request, rules: [whole] })).toThrow(
      expect.objectContaining({ code: 'run/no-candidates' }),
    );
    expect(grid.rows).toBe(ALONG);
  });

  test('a rule that only weighs counts the places that lose a tenth of their score or more', () => {
    const { core } = trained();
    const { candidate, at } = core.choose(request).proposal;
    const alike = (strength: number): VetoRule => ({
      ...{ id: 'v', candidate, at, reason: 'other', step: 1 },
      ...{ scope: 'lookAlike', strength },
    });
    const counted = (strength: number) => core.ruleEffect([], [alike(strength)]);
    const soft = counted(0.8);
    expect(soft.after).toBe(soft.before);
    expect(soft.touched).toContain(candidate);
    expect(soft.touched.length).toBeLessThan(soft.before);
    expect(counted(0.2).touched.length).toBeLessThan(soft.touched.length);
    expect(counted(0.05).touched).toHaveLength(0);
    expect(core.ruleEffect([alike(0.8)], [alike(0.8)]).touched).toHaveLength(0);
  });

  test('a batch begins with the single choice, and each further place is chosen with the ones before it pending', () => {
    const { core } = trained();
    const single = core.choose(request).proposal.candidate;
    const batch = core.batch(request, 4).map(({ candidate }) => candidate);

    expect(batch[0]).toBe(single);
    expect(new Set(batch).size).toBe(4);
    const near = (a: number, b: number) =>
      Math.hypot(Math.floor(a / ALONG) - Math.floor(b / ALONG), (a % ALONG) - (b % ALONG)) < 2;
    for (let i = 1; i < 4; i++) {
      const pending = batch.slice(0, i);
      const vetoed = Array.from({ length: ALONG ** 2 }, (_, k) => k).filter((k) => pending.some((p) => near(k, p)));
      expect(core.choose({ ...request, pending, vetoed }).proposal.candidate).toBe(batch[i]);
    }
    expect(core.choose(request).proposal.candidate).toBe(single);
  });
});

describe('the quality gate', () => {
  const reject = { ...DEFAULT_EXPERIMENT.quality, action: 'reject' as const };

  function withFaults(faults: ReadonlySet<number>, action: 'reject' | 'flag' | 'off') {
    const core = createLearnerCore(means);
    const quality = { ...reject, action };
    const { seeds } = core.load({ frame: smallFrame(), config: { ...SMALL_EXPERIMENT, model: MODEL, quality } });
    const scores = seeds.map((seed, k) => {
      const { volts, amperes } = curveAt(seed);
      return core.observe(seed, { volts, amperes: faults.has(k) ? amperes.map(() => 0) : amperes });
    });
    return { core, seeds, scores };
  }

  test('a rejected curve has no score and no part in those of the others, but its place counts as seen', () => {
    const { core, seeds, scores } = withFaults(new Set([2, 4]), 'reject');
    const last = scores.at(-1)!;

    expect(scores[2]!.quality).toEqual({ flags: ['dead'], enters: false });
    expect(last.quality).toEqual({ flags: [], enters: true });
    expect([...last.novelty].map(Number.isNaN)).toEqual([false, false, true, false, true, false]);
    const alone = createLearnerCore(means);
    alone.load({ frame: smallFrame(), config: { ...SMALL_EXPERIMENT, model: MODEL } });
    const good = seeds.filter((_, k) => k !== 2 && k !== 4);
    const expected = good.map((seed) => alone.observe(seed, curveAt(seed))).at(-1)!;
    expect(last.novelty.filter((score) => !Number.isNaN(score))).toEqual(expected.novelty);
    expect(last.diversity).toEqual(expected.diversity);

    // All six curves, of which four are in: the model is the one of these four.
    expect(core.fit(() => false, 6)!.model).toBe(alone.fit(() => false)!.model);
    const { maps } = core.propose({ step: 1, round: 0, vetoed: [], trainedOn: 6 });
    expect(maps.layers.imageNovelty![seeds[2]!]).toBe(0);
  });

  test('a place that fails twice is not proposed again, and flags alone change nothing', () => {
    const { core, seeds } = withFaults(new Set([2]), 'reject');
    const { volts, amperes } = curveAt(seeds[2]!);
    const allowed = () => core.choose({ step: 1, round: 0, vetoed: [] }).proposal.allowed;
    core.fit(() => false);
    const before = allowed();
    core.observe(seeds[2]!, { volts, amperes: amperes.map(() => 0) });
    expect(allowed()).toBe(before - 1);

    const flagged = withFaults(new Set([2]), 'flag').scores;
    expect(flagged[2]!.quality).toEqual({ flags: ['dead'], enters: true });
    for (const score of flagged.at(-1)!.novelty) expect(score).not.toBeNaN();
  });

  test('a curve with numbers that are none is kept out, whatever the gate does with others', () => {
    const { core, seeds } = withFaults(new Set(), 'reject');
    const place = seeds[0]! + 1;
    const { volts, amperes } = curveAt(place);
    const broken = { volts, amperes: amperes.map((value, k) => (k === 3 ? NaN : value)) };
    expect(core.observe(place, broken).quality).toEqual({ flags: ['incomplete'], enters: false });
    for (const action of ['flag', 'off'] as const)
      expect(withFaults(new Set(), action).core.observe(place, broken).quality).toEqual({
        flags: ['incomplete'],
        enters: false,
      });
  });
});

test('journals of before these settings are read with what they then meant', () => {
  const old = {
    ...DEFAULT_EXPERIMENT,
    novelty: { spectral: 'meanDist', image: 'nearest' },
    acquisition: { kind: 'ucb', kappa: 2, xi: 0.01 },
    gate: { kind: 'product', gamma: 1, quantile: 0.5, weight: 0.5 },
  };
  expect(ExperimentConfig.parse(old)).toMatchObject({
    novelty: { distance: 'rms', timing: 'all', neighbours: 5, smooth: false, diversity: 'meanPairwise' },
    acquisition: { schedule: 'constant', incumbent: 'measured', neighbours: 10, drawnPlaces: 2000 },
    gate: { width: 0.1, scale: 'minmax', minDistancePixels: 0 },
  });
});
