/** How far each training target lies from what the process would predict there without it, and what follows from that. */
import type { ModelSettings } from '../../../src-shared/experiment';

/** Variance of a prediction = factor (variance of the process + noise). */
export interface Band {
  readonly noise: number;
  readonly factor: number;
}

/**
 * Residuals of leave-one-out prediction over their standard deviations, the embedding and the hyperparameters held
 * (Rasmussen & Williams 2006, eq. 5.10 to 5.12): alpha_i / sqrt((K^-1)_ii). For a process that knows its own errors
 * they spread like a standard normal variable.
 *
 * @param inverse of K + (noise + jitter) I, n x n
 * @param alpha   the inverse times the targets less the mean, n
 */
export function leaveOneOutScores(inverse: Float64Array, alpha: Float64Array): Float64Array {
  const n = alpha.length;
  return alpha.map((value, i) => value / Math.sqrt(inverse[i * n + i]!));
}

/**
 * Mean log density of the targets, each predicted without itself (Rasmussen & Williams 2006, eq. 5.10 and 5.12), nats:
 * the larger, the better the process predicts; unlike the residuals it minds the width of its bands.
 */
export function leaveOneOutDensity(inverse: Float64Array, alpha: Float64Array): number {
  const n = alpha.length;
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const precision = inverse[i * n + i]!;
    sum += Math.log(precision / (2 * Math.PI)) - alpha[i]! ** 2 / precision;
  }
  return sum / (2 * n);
}

/**
 * The band of the predictions. `scaled` multiplies the variance by the mean square of the leave-one-out scores, so that
 * they have variance 1: too narrow bands become wider, too wide ones narrower.
 */
export function bandOf(kind: ModelSettings['uncertainty'], noise: number, scores: Float64Array): Band {
  switch (kind) {
    case 'latent':
      return { noise: 0, factor: 1 };
    case 'predictive':
      return { noise, factor: 1 };
    case 'scaled':
      return { noise, factor: scores.reduce((sum, score) => sum + score * score, 0) / scores.length };
  }
}
