/** One session on the simulated film without journal and window: the same learner, the same instrument port. */
import { DEFAULT_EXPERIMENT, type ExperimentConfig } from '../../src-shared/experiment';
import { pixelToSample } from '../../src-shared/geometry';
import { candidatePixel, type CandidateGrid } from '../../src-shared/maps';
import type { Frame } from '../../src-shared/scan';
import type { Clock, Scores } from '../engine/ports';
import { createSimulator, type Simulator } from '../instrument/simulator/driver';
import { createLearnerCore } from '../learning/learnerCore';
import { rmsDistance } from '../learning/novelty/curveDistance';
import { addMeasuredPatch, createImageNovelty, imageNoveltyScores, patchRms } from '../learning/novelty/imageNovelty';
import { buildPatchSet } from '../learning/patches';
import type { Kernels } from '../learning/tensor/kernels';
import { median } from '../numerics/stats';
import type { Job, JobResult } from './jobResult';
import { vendiDiversity } from './vendi';

const NEVER = new AbortController().signal;

/** Measures seeds and steps of a job at full speed. The same job always gives the same result. */
export async function simulateJob(
  job: Job,
  { kernels, clock }: { kernels: Kernels; clock: Clock },
): Promise<JobResult> {
  const { policy, film, seeds, steps } = job;
  const config: ExperimentConfig = { ...DEFAULT_EXPERIMENT, policy, seed: film, seeds, steps };
  const simulator = createSimulator({ pixels: config.scan.cols, filmSeed: film, speed: 'max', clock });
  const { instrument } = simulator;
  await instrument.connect(NEVER);
  const frame = await instrument.scanFrame(config.scan, () => undefined, NEVER);
  const core = createLearnerCore({ kernels, monotonicSeconds: () => clock.monotonicSeconds() });
  const loaded = core.load({ frame, config });
  const measured: Measured = { candidates: [], curves: [], scores: [] };

  async function measure(candidate: number): Promise<void> {
    const place = pixelToSample(config.scan, candidatePixel(loaded.grid, candidate));
    await instrument.moveTo(place, NEVER);
    const curve = await instrument.sweepBias(config.sweep, config.limits.maxCurrentAmperes, NEVER);
    measured.scores.push(core.observe(candidate, curve).diversity);
    measured.candidates.push(candidate);
    measured.curves.push(curve.amperes);
  }
  for (const candidate of loaded.seeds) await measure(candidate);
  for (let step = 1; step <= steps; step++) {
    core.fit(() => false);
    await measure(core.propose({ step, round: 0, vetoed: [] }).proposal.candidate);
  }
  await instrument.close();
  return { ...job, ...evaluate(config, frame, measured), ...findings(config, loaded.grid, measured, simulator) };
}

interface Measured {
  readonly candidates: number[];
  readonly curves: Float64Array[];
  /** Diversity after every curve. */
  readonly scores: Scores['diversity'][];
}

function evaluate(config: ExperimentConfig, frame: Frame, { candidates, curves, scores }: Measured) {
  const set = buildPatchSet(frame, config.patch);
  const patchDistance = (i: number, j: number) => patchRms(set, candidates[i]!, candidates[j]!);
  const seedPairs = candidates
    .slice(1, config.seeds)
    .flatMap((_, i) => Array.from({ length: i + 1 }, (__, j) => patchDistance(i + 1, j)));
  const near = createImageNovelty(set, 'nearest');
  for (const candidate of candidates) addMeasuredPatch(near, set, candidate);
  const distances = imageNoveltyScores(near, set).filter((distance) => !Number.isNaN(distance));
  const reach = median(seedPairs) / 2;
  const fromSeeds = scores.slice(config.seeds - 1);
  return {
    diversity: {
      structural: fromSeeds.map(({ structural }) => structural),
      spectral: fromSeeds.map(({ spectral }) => spectral),
    },
    vendi: {
      structural: vendiDiversity(candidates.length, patchDistance),
      spectral: vendiDiversity(curves.length, (i, j) => rmsDistance(curves[i]!, curves[j]!)),
    },
    coverage: distances.filter((distance) => distance < reach).length / distances.length,
  };
}

function findings(
  config: ExperimentConfig,
  grid: CandidateGrid,
  { candidates }: Measured,
  { groundTruth }: Simulator,
): Pick<JobResult, 'classes' | 'firstDiamond' | 'firstNull'> {
  const places = candidates.map((candidate) => pixelToSample(config.scan, candidatePixel(grid, candidate)));
  const classes = places.map((place) => groundTruth.classAt(place));
  const first = (wanted: 'diamond' | 'null') => {
    const index = classes.indexOf(wanted);
    return index < 0 ? undefined : Math.max(0, index + 1 - config.seeds);
  };
  const [firstDiamond, firstNull] = [first('diamond'), first('null')];
  return {
    classes: groundTruth.countClasses(places),
    ...(firstDiamond === undefined ? {} : { firstDiamond }),
    ...(firstNull === undefined ? {} : { firstNull }),
  };
}
