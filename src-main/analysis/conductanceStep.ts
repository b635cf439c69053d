/** A second turn-on: the bias at which a place that conducts already becomes markedly steeper. */
import type { ConductanceStep } from '../../src-shared/analysis';
import { factorCholesky, solveCholesky } from '../numerics/cholesky';
import type { Branches } from './branches';

/** Stretch of bias on either side of the kink that is fitted, volts: long enough to tell a kink from a curved line. */
const REACH_VOLTS = 0.6;
/** So much of the curve lies on either side of the kink, or its slope is not known there, volts. */
const LEAST_VOLTS = 0.08;

/**
 * The kink of the mean branch at or above a bias: a parabola with one bend, at the bias that leaves the smallest squares.
 * It finds injection over a barrier also where a neighbouring path conducts from low bias on and hides the turn-on itself.
 * The parabola takes up what bends slowly, which a comparison of two slopes would count as a kink.
 */
export function conductanceStep(branches: Branches, fromVolts: number): ConductanceStep | undefined {
  const { volts, stepVolts } = branches;
  const least = Math.max(3, Math.round(LEAST_VOLTS / stepVolts));
  let best: (Kink & { readonly at: number }) | undefined;
  for (let at = least; at + least < volts.length; at++) {
    if (volts[at]! < fromVolts) continue;
    const kink = kinkAt(branches, at);
    if (kink !== undefined && (best === undefined || kink.squares < best.squares)) best = { ...kink, at };
  }
  if (best === undefined || !(best.rise > 0)) return undefined;
  return { volts: volts[best.at]!, share: best.below > 0 ? best.rise / best.below : Infinity };
}

interface Kink {
  /** Slope just below the kink and what is added to it there; any unit, the same for both. */
  readonly below: number;
  readonly rise: number;
  /** Sum of the squared residuals. */
  readonly squares: number;
}

/** Constant, line, parabola, and the line that begins at the kink. */
const TERMS = 4;

/** Least squares about one point; undefined where the points do not fix all terms. */
function kinkAt({ volts, mean, stepVolts }: Branches, at: number): Kink | undefined {
  const reach = Math.round(REACH_VOLTS / stepVolts);
  const from = Math.max(0, at - reach);
  const to = Math.min(volts.length - 1, at + reach);
  // From -1 to 1, so that the squares and the products are of one size.
  const terms = (i: number): number[] => {
    const x = (i - at) / reach;
    return [1, x, x * x, Math.max(0, x)];
  };
  const matrix = new Float64Array(TERMS ** 2);
  const right = new Float64Array(TERMS);
  for (let i = from; i <= to; i++) {
    const row = terms(i);
    for (let a = 0; a < TERMS; a++) {
      right[a]! += row[a]! * mean[i]!;
      for (let b = 0; b < TERMS; b++) matrix[a * TERMS + b]! += row[a]! * row[b]!;
    }
  }
  if (!factorCholesky(matrix, TERMS)) return undefined;
  const fitted = solveCholesky(matrix, TERMS, right);
  let squares = 0;
  for (let i = from; i <= to; i++)
    squares += (mean[i]! - terms(i).reduce((sum, term, a) => sum + term * fitted[a]!, 0)) ** 2;
  return { below: fitted[1]!, rise: fitted[3]!, squares };
}
