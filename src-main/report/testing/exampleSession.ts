/** Small sessions for tests: every number is chosen here, none is measured. */
import { DEFAULT_EXPERIMENT } from '../../../src-shared/experiment';
import type { ExperimentConfig } from '../../../src-shared/experiment';
import { candidatePixel } from '../../../src-shared/maps';
import { NO_ANALYSIS } from '../../../src-shared/session/analysisView';
import type { CandidateGrid, MapSet } from '../../../src-shared/maps';
import type { MeasuredPoint, ProposalHistory, SessionView } from '../../../src-shared/session/view';

const START = Date.parse('2026-03-02T09:00:00.000Z');
export const EXAMPLE_GRID: CandidateGrid = { rows: 24, cols: 24, originRow: 4, originCol: 4, stride: 1 };

/** A session over a frame of 32 x 32 pixels with so many seeds and steps, one curve every four seconds. */
export function exampleSession(seeds = 3, steps = 5, change: Partial<ExperimentConfig> = {}): SessionView {
  const points = Array.from({ length: seeds + steps }, (_, index) =>
    examplePoint(index, Math.max(0, index - seeds + 1)),
  );
  const config: ExperimentConfig = {
    ...DEFAULT_EXPERIMENT,
    seeds,
    steps: Math.max(1, steps),
    scan: { ...DEFAULT_EXPERIMENT.scan, rows: 32, cols: 32, widthMetres: 1e-6, heightMetres: 1e-6 },
    patch: { size: 8, stride: 1, normalisation: 'global' },
    ...change,
  };
  return {
    id: '2026-03-02-example',
    config,
    instrument: {
      name: 'Simulated microscope',
      version: '1.2',
      simulated: true,
      settings: { filmSeed: 7 },
      capabilities: {
        lineEvents: true,
        abortScan: true,
        abortSweep: true,
        positionReadback: true,
        hardwareCompliance: true,
        maxFrameMetres: 1e-5,
        biasRangeVolts: [-10, 10],
      },
    },
    startedAt: new Date(START).toISOString(),
    lastSeq: 99,
    lastAt: new Date(START + 60_000).toISOString(),
    outcome: 'success',
    decision: config.decision,
    frame: {
      rows: 32,
      cols: 32,
      widthMetres: 1e-6,
      heightMetres: 1e-6,
      heightsMetres: Float32Array.from({ length: 1024 }, (_, i) => 1e-9 * Math.sin(i * 0.7) * (i % 13)),
    },
    grid: EXAMPLE_GRID,
    seedCandidates: points.slice(0, seeds).map(({ candidate }) => candidate),
    points,
    drift: [],
    references: [],
    novelty: Float64Array.from(points, ({ index }) => 0.1 + 0.01 * index),
    diversity: points.slice(1).map(({ index, step }) => ({
      points: index + 1,
      step,
      structural: 0.2 + 0.001 * index,
      spectral: 0.1 + 0.002 * index,
    })),
    proposals: points.filter(({ step }) => step > 0).map(exampleProposal),
    vetoes: [],
    edits: [],
    taken: [],
    editState: { rules: [], queue: [], steering: undefined, rejected: [] },
    stepDown: undefined,
    model: undefined,
    maps: steps > 0 ? exampleMaps(steps) : undefined,
    analysis: NO_ANALYSIS,
    manifold: undefined,
  };
}

/** A measured point whose curve is a triangle of currents, 1 nA at the peak for index 0 and 0.1 nA more for each further. */
function examplePoint(index: number, step: number): MeasuredPoint {
  const candidate = (index * 37) % (EXAMPLE_GRID.rows * EXAMPLE_GRID.cols);
  const volts = Float64Array.of(0, 0.75, 1.5, 0.75, 0);
  return {
    index,
    step,
    origin: step === 0 ? 'seed' : 'model',
    candidate,
    at: candidatePixel(EXAMPLE_GRID, candidate),
    volts,
    amperes: volts.map((bias) => ((1 + 0.1 * index) * 1e-9 * bias) / 1.5),
    flags: { complete: true, compliance: false, saturated: false },
    travelSeconds: 1,
    sweepSeconds: 2,
    recordedAt: new Date(START + 10_000 + 4_000 * index).toISOString(),
  };
}

function exampleProposal({ step, candidate, at }: MeasuredPoint): ProposalHistory {
  return {
    proposal: {
      id: `${step}.0`,
      step,
      round: 0,
      candidate,
      at,
      reason: 'combined',
      novelty: 0.1 * step,
      sigma: 0.05,
      acquisition: 0.1 * step + 0.1,
      imageNovelty: 0.2,
      combined: 0.3,
      share: { spectral: 0.25, image: 0.75 },
      neighbours: [0],
      allowed: 500,
    },
    decision: { choice: 'approve', by: 'timer', waitedSeconds: 10 },
  };
}

function exampleMaps(step: number): MapSet {
  const layer = (phase: number): Float32Array =>
    Float32Array.from({ length: EXAMPLE_GRID.rows * EXAMPLE_GRID.cols }, (_, i) =>
      i === 0 ? NaN : Math.sin(i + phase),
    );
  const layers = {
    novelty: layer(0),
    uncertainty: layer(1),
    acquisition: layer(2),
    imageNovelty: layer(3),
    combined: layer(4),
  };
  return { step, grid: EXAMPLE_GRID, layers };
}
