/** The points of a session as tables of numbers: structure, curves and places, standardised. */
import type { VaePairs } from '../../learning/dualVae/ports';
import { quantile } from '../../numerics/stats';
import { symmetricEigen } from '../../numerics/symmetricEigen';
import { FEATURE_WEIGHTS, patchFeatures } from './patchFeatures';

/** A table with one row for each point. */
export interface Table {
  readonly rows: number;
  readonly cols: number;
  readonly values: Float64Array;
}

/** Curves are compared at no more than so many biases; what lies between is as good as the same. */
const CURVE_COLUMNS = 60;
/** Principal components of the curves that are predicted. */
const COMPONENTS = 4;
/** A curve smaller than this share of the largest currents is not blown up to their size. */
const SHAPE_FLOOR = 0.1;

/** Rotation-invariant features of the patches: standardised, then weighted towards the probed pixel. */
export function structureTable({ count, side, patches }: VaePairs): Table {
  const cols = FEATURE_WEIGHTS.length;
  const values = new Float64Array(count * cols);
  for (let k = 0; k < count; k++)
    values.set(patchFeatures(patches.subarray(k * side ** 2, (k + 1) * side ** 2), side), k * cols);
  const table = standardised({ rows: count, cols, values });
  return { ...table, values: table.values.map((value, at) => value * FEATURE_WEIGHTS[at % cols]!) };
}

/** The coarse level of each patch: the upper quartile of its heights, standardised. */
export function levelTable({ count, side, patches }: VaePairs): Table {
  const values = Float64Array.from({ length: count }, (_, k) =>
    quantile(patches.subarray(k * side ** 2, (k + 1) * side ** 2), 0.75),
  );
  return standardised({ rows: count, cols: 1, values });
}

/**
 * The shapes of the curves (each over its own largest current) in their first principal components. What is left out is
 * the local conductance, which no image shows.
 */
export function curveTable({ count, length, curves }: VaePairs): Table {
  const stride = Math.max(1, Math.floor(length / CURVE_COLUMNS));
  const cols = Math.ceil(length / stride);
  const largest = Float64Array.from({ length: count }, (_, k) =>
    curves.subarray(k * length, (k + 1) * length).reduce((most, current) => Math.max(most, Math.abs(current)), 0),
  );
  const floor = SHAPE_FLOOR * quantile(largest, 0.95);
  const values = new Float64Array(count * cols);
  for (let k = 0; k < count; k++) {
    const scale = Math.max(largest[k]!, floor);
    for (let c = 0; c < cols; c++) values[k * cols + c] = scale > 0 ? curves[k * length + c * stride]! / scale : 0;
  }
  return standardised(principalComponents(centred({ rows: count, cols, values }), COMPONENTS));
}

/** Projection of a centred table onto its first principal components. */
export function principalComponents({ rows, cols, values }: Table, wanted: number): Table {
  const covariance = new Float64Array(cols * cols);
  for (let k = 0; k < rows; k++)
    for (let a = 0; a < cols; a++)
      for (let b = 0; b <= a; b++) covariance[a * cols + b]! += (values[k * cols + a]! * values[k * cols + b]!) / rows;
  const { vectors } = symmetricEigen(covariance, cols);
  const components = Math.min(wanted, cols);
  const projected = new Float64Array(rows * components);
  for (let k = 0; k < rows; k++)
    for (let c = 0; c < components; c++)
      for (let a = 0; a < cols; a++) projected[k * components + c]! += values[k * cols + a]! * vectors[c * cols + a]!;
  return { rows, cols: components, values: projected };
}

/** Euclidean distance of row i of one table from row k of another of as many columns. */
export function rowDistance(a: Table, i: number, b: Table, k: number): number {
  let sum = 0;
  for (let c = 0; c < a.cols; c++) sum += (a.values[i * a.cols + c]! - b.values[k * b.cols + c]!) ** 2;
  return Math.sqrt(sum);
}

/** Columns less their means. */
export function centred({ rows, cols, values }: Table): Table {
  const mean = new Float64Array(cols);
  for (let at = 0; at < values.length; at++) mean[at % cols]! += values[at]! / rows;
  return { rows, cols, values: values.map((value, at) => value - mean[at % cols]!) };
}

/** Columns less their means, over their standard deviations; a constant column becomes 0. */
function standardised(table: Table): Table {
  const { rows, cols, values } = centred(table);
  const variance = new Float64Array(cols);
  for (let at = 0; at < values.length; at++) variance[at % cols]! += values[at]! ** 2 / rows;
  const scale = variance.map((value) => (value > 0 ? 1 / Math.sqrt(value) : 0));
  return { rows, cols, values: values.map((value, at) => value * scale[at % cols]!) };
}
