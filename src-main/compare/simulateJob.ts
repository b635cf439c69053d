/** One session on the simulated film without journal and window: the same learner, the same instrument port. */
import type { ExperimentConfig } from '../../src-shared/experiment';
import { pixelToSample } from '../../src-shared/geometry';
import { candidatePixel } from '../../src-shared/maps';
import type { Frame } from '../../src-shared/scan';
import type { Clock } from '../engine/ports';
import { createSimulator, type Simulator } from '../instrument/simulator/driver';
import { createLearnerCore } from '../learning/learnerCore';
import { rmsDistance } from '../learning/novelty/curveDistance';
import { addMeasuredPatch, createImageNovelty, imageNoveltyScores, patchRms } from '../learning/novelty/imageNovelty';
import { referenceCurrent } from '../learning/novelty/spectralNovelty';
import { buildPatchSet, type PatchSet } from '../learning/patches';
import type { Kernels } from '../learning/tensor/kernels';
import { classesOf, classFindings } from './classFindings';
import { filmReference, type FilmReference } from './filmReference';
import type { Job, JobResult } from './jobResult';
import { allPairs, everySteps, meanPairwiseFrom, vendiAt } from './setMeasures';

const NEVER = new AbortController().signal;
/** Steps between two Vendi diversities, which cost the cube of what is measured. */
const VENDI_EVERY = 10;
/**
 * Patches and curves nearer than this share of the median distance on the film count as alike. Curves fall into a few
 * classes, so half of the median distance would cover the film with one curve of each.
 */
const ALIKE = { patches: 0.5, curves: 0.1 };

/** Measures seeds and steps of a job at full speed. The same job always gives the same result. */
export async function simulateJob(
  { film, config }: Job,
  { kernels, clock }: { kernels: Kernels; clock: Clock },
): Promise<JobResult> {
  const simulator = createSimulator({ pixels: config.scan.cols, filmSeed: film, speed: 'max', clock });
  const { instrument } = simulator;
  await instrument.connect(NEVER);
  const frame = await instrument.scanFrame(config.scan, () => undefined, NEVER);
  const core = createLearnerCore({ kernels, monotonicSeconds: () => clock.monotonicSeconds() });
  const loaded = core.load({ frame, config });
  const measured: Measured = { candidates: [], curves: [] };

  async function measure(candidate: number): Promise<void> {
    const place = pixelToSample(config.scan, candidatePixel(loaded.grid, candidate));
    await instrument.moveTo(place, NEVER);
    const curve = await instrument.sweepBias(config.sweep, config.limits.maxCurrentAmperes, NEVER);
    core.observe(candidate, curve);
    measured.candidates.push(candidate);
    measured.curves.push(curve.amperes);
  }
  for (const candidate of loaded.seeds) await measure(candidate);
  for (let step = 1; step <= config.steps; step++) {
    core.fit(() => false);
    await measure(core.propose({ step, round: 0, vetoed: [] }).proposal.candidate);
  }
  await instrument.close();
  const { policy, seeds, steps } = config;
  return { policy, film, seeds, steps, ...evaluate(config, frame, measured, simulator) };
}

interface Measured {
  readonly candidates: number[];
  readonly curves: Float64Array[];
}

function evaluate(
  config: ExperimentConfig,
  frame: Frame,
  measured: Measured,
  { groundTruth }: Simulator,
): Omit<JobResult, 'policy' | 'film' | 'seeds' | 'steps'> {
  const { candidates, curves } = measured;
  const { seeds, steps } = config;
  const set = buildPatchSet(frame, config.patch);
  const reference = filmReference(set, groundTruth, config);
  // The seeds are the same for all policies, and so is the current that the session scales its own numbers by.
  const referenceAmperes = referenceCurrent(curves.slice(0, seeds));
  const patches = allPairs(candidates.length, (i, j) => patchRms(set, candidates[i]!, candidates[j]!));
  const spectra = allPairs(curves.length, (i, j) => rmsDistance(curves[i]!, curves[j]!));
  const vendiSteps = everySteps(steps, VENDI_EVERY);
  const classOf = classesOf(set.grid, groundTruth, config.scan);
  return {
    diversity: {
      structural: meanPairwiseFrom(seeds, patches),
      spectral: meanPairwiseFrom(seeds, spectra).map((amperes) => amperes / referenceAmperes),
    },
    vendi: {
      steps: vendiSteps,
      structural: vendiAt(vendiSteps, seeds, patches, reference.structuralWidth),
      spectral: vendiAt(vendiSteps, seeds, spectra, reference.spectralWidthAmperes),
    },
    coverage: {
      structural: structuralCoverage(set, candidates, ALIKE.patches * reference.structuralWidth),
      spectral: spectralCoverage(reference, curves),
    },
    ...classFindings(set.grid, classOf, { candidates, seeds }),
  };
}

/** Share of the candidates with a measured patch nearer than `reach`. */
function structuralCoverage(set: PatchSet, candidates: readonly number[], reach: number): number {
  const near = createImageNovelty(set, 'nearest');
  for (const candidate of candidates) addMeasuredPatch(near, set, candidate);
  const distances = imageNoveltyScores(near, set).filter((distance) => !Number.isNaN(distance));
  return distances.filter((distance) => distance < reach).length / distances.length;
}

/** Share of the film's curves with a measured curve nearer than a tenth of their median distance. */
function spectralCoverage({ curves, spectralWidthAmperes }: FilmReference, measured: readonly Float64Array[]): number {
  const reach = ALIKE.curves * spectralWidthAmperes;
  return curves.filter((curve) => measured.some((other) => rmsDistance(curve, other) < reach)).length / curves.length;
}
