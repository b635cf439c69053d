/** A small trained session for the tests of the Manifold view and its store: four points on the corners of a square in latent space. */
import { DEFAULT_THRESHOLDS, type AnalysisReport, type CurveLabel } from '../../../src-shared/analysis';
import type { CouplingMap, ManifoldEmbedding, ManifoldGrid } from '../../../src-shared/manifold';
import { applyRecord, type MeasuredPoint, type SessionView } from '../../../src-shared/session/view';
import { openedRecord } from './builders';

const VOLTS = Float64Array.of(0, 0.5, 1, 1.5, 1, 0.5, 0);
const LABELS: readonly CurveLabel[] = ['club', 'heart', 'diamond', 'null'];

/** Points 0 to 3 with novelties 0.4, 0.1, 0.3 and 0.2. */
export function sessionOf(): SessionView {
  const points = LABELS.map((_, index): MeasuredPoint => ({
    index,
    step: index,
    origin: index === 0 ? 'seed' : 'model',
    candidate: index,
    at: { row: 20 + index, col: 30 },
    volts: VOLTS,
    amperes: VOLTS.map((volts) => volts * (index + 1) * 1e-9),
    flags: { complete: true, compliance: false, saturated: false },
    travelSeconds: 0,
    sweepSeconds: 0,
    recordedAt: '',
  }));
  return { ...applyRecord(undefined, openedRecord('a')), points, novelty: Float64Array.of(0.4, 0.1, 0.3, 0.2) };
}

/** Patches at (0.5, 0.5), (0.5, -0.5), (-0.5, 0.5), (-0.5, -0.5); curves a tenth further along the second component. */
export function embeddingOf(): ManifoldEmbedding {
  const image = Float32Array.of(0.5, 0.5, 0.5, -0.5, -0.5, 0.5, -0.5, -0.5);
  return {
    trainedAt: '2026-03-04T12:00:00.000Z',
    latent: 2,
    points: [0, 1, 2, 3],
    image,
    spectrum: image.map((value, i) => (i % 2 === 1 ? value + 0.1 : value)),
    mismatch: Float32Array.of(0.1, 0.1, 0.1, 0.1),
    patchSize: 2,
    patches: new Float32Array(16),
    volts: VOLTS,
    history: new Float32Array(1),
  };
}

/** Each point with the label of its index; point 3 was called other by a person. */
export function reportOf(): AnalysisReport {
  return {
    thresholds: DEFAULT_THRESHOLDS,
    referenceAmperes: 1e-9,
    points: LABELS.map((label, index) => ({
      index,
      descriptors: undefined,
      automatic: { label, confidence: 0.5, decidedBy: undefined },
      human: index === 3 ? 'other' : undefined,
    })),
    counts: { club: 1, heart: 1, diamond: 1, null: 0, other: 1 },
  };
}

/** Point 0 coupled, point 1 without conclusion, the others with too few neighbours. */
export function couplingMapOf(space: CouplingMap['space']): CouplingMap {
  const verdicts = ['coupled', 'noConclusion', 'tooFew', 'tooFew'] as const;
  return {
    space,
    points: verdicts.map((verdict, index) => {
      const known = verdict !== 'tooFew';
      return {
        index,
        coupling: known ? 1 - index : undefined,
        p: known ? 0.01 : undefined,
        q: known ? 0.02 : undefined,
        neighbours: known ? 20 : 3,
        curveFromStructure: undefined,
        structureFromCurve: undefined,
        verdict,
      };
    }),
    bandwidth: 0.3,
    permutations: 500,
    falseDiscoveryRate: 0.05,
    leastCoupling: 0,
    counts: { coupled: 1, noConclusion: 1, tooFew: 2 },
  };
}

/** A grid of 3 x 3 cells at -1, 0 and 1 of the first two of three components; the third is held at 0.25. */
export function gridOf(): ManifoldGrid {
  return {
    axes: [0, 1],
    size: 3,
    rowValues: Float64Array.of(1, 0, -1),
    colValues: Float64Array.of(-1, 0, 1),
    base: Float64Array.of(0, 0, 0.25),
    patchSize: 2,
    patches: new Float32Array(36),
    volts: VOLTS,
    curves: new Float32Array(9 * VOLTS.length),
    counts: new Uint16Array(9),
    distances: new Float32Array(9),
    supportDistance: 0.3,
    supported: Uint8Array.of(0, 0, 0, 0, 1, 0, 0, 0, 0),
    labels: Array.from({ length: 9 }, () => ({ label: 'heart', confidence: 0.5, decidedBy: undefined }) as const),
  };
}
