/** The tensor seam in plain TypeScript: single-threaded, any engine. Networks may also run in double precision on it. */
import { factorCholesky, invertFromCholesky, solveLowerRows } from '../../numerics/cholesky';
import type { Kernels } from './kernels';
import { plainAdam, plainDense, plainDenseInputGradient, plainDenseWeightGradient } from './plainDense';
import { plainRbfGradient, plainRbfMatrix, plainReduceRows } from './plainProcess';
import { plainCrossEntropy, plainSpatialDecoder } from './plainSpatial';

export const plainKernels: Kernels = {
  name: 'typescript',
  threads: 1,
  single: (length) => new Float32Array(length),
  double: (length) => new Float64Array(length),
  scope: (work) => work(),
  dense: plainDense,
  denseInputGradient: plainDenseInputGradient,
  denseWeightGradient: plainDenseWeightGradient,
  adam: plainAdam,
  spatialDecoder: plainSpatialDecoder,
  crossEntropy: plainCrossEntropy,
  rbfMatrix: plainRbfMatrix,
  rbfGradient: plainRbfGradient,
  reduceRows: plainReduceRows,
  cholesky: factorCholesky,
  invert: invertFromCholesky,
  solveLowerRows,
};
