/** A small film with curves that depend on its height, so that there is something to learn. */
import { DEFAULT_EXPERIMENT, type ExperimentConfig } from '../../../src-shared/experiment';
import type { Frame } from '../../../src-shared/scan';
import type { IvCurve } from '../../../src-shared/sweep';
import { createRandom, uniform } from '../../numerics/random';

export const SIDE = 40;
const PATCH = 8;
/** Candidates along one side of the grid. */
export const ALONG = SIDE - PATCH + 1;

export const SMALL_EXPERIMENT: ExperimentConfig = {
  ...DEFAULT_EXPERIMENT,
  seeds: 6,
  // The published gate, whose maps fall to 0 at measured places.
  novelty: { ...DEFAULT_EXPERIMENT.novelty, image: 'nearest' },
  gate: { ...DEFAULT_EXPERIMENT.gate, kind: 'product' },
  patch: { size: PATCH, stride: 1, normalisation: 'global' },
  model: { ...DEFAULT_EXPERIMENT.model, cycles: 15 },
};

/** Thirty round bumps on a square frame. */
export function smallFrame(): Frame {
  const random = createRandom(9);
  const bumps = Array.from({ length: 30 }, () => ({
    row: uniform(random) * SIDE,
    col: uniform(random) * SIDE,
    height: uniform(random) * 1e-8,
  }));
  const heightsMetres = Float32Array.from({ length: SIDE * SIDE }, (_, k) => {
    const [row, col] = [Math.floor(k / SIDE), k % SIDE];
    const near = (bump: (typeof bumps)[number]) => Math.exp(-((row - bump.row) ** 2 + (col - bump.col) ** 2) / 12);
    return bumps.reduce((sum, bump) => sum + bump.height * near(bump), 0);
  });
  return { rows: SIDE, cols: SIDE, widthMetres: 1e-6, heightMetres: 1e-6, heightsMetres };
}

/** The curve at a candidate: the higher the place, the more the current bends upwards. */
export function curveAt(candidate: number): IvCurve {
  const pixel = (PATCH / 2 + Math.floor(candidate / ALONG)) * SIDE + PATCH / 2 + (candidate % ALONG);
  const height = FRAME.heightsMetres[pixel]! / 1e-8;
  const volts = Float64Array.from({ length: 21 }, (_, k) => k / 20);
  return { volts, amperes: volts.map((v) => 1e-9 * v * (1 + height * v)) };
}

const FRAME = smallFrame();
