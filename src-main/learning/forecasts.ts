/**
 * Whether the model keeps its word: what it expected at the places that were measured next, against what was found
 * there. Unlike residuals at points that it has learned, these were new to it.
 */
import type { CalibrationCheck } from '../../src-shared/calibration';
import type { Proposal } from '../../src-shared/proposal';

/** Newest forecasts that count. */
const WINDOW = 30;
/** Fewer say nothing. */
const FEWEST = 20;
/** A model that knows its errors passes 68 % and 95 %; below these, chance is no explanation. */
const ONE_SIGMA_LIMIT = 0.5;
const TWO_SIGMA_LIMIT = 0.8;

export interface Forecasts {
  /** Takes note of what a proposal promises of its place; the newest promise counts. */
  note(proposal: Pick<Proposal, 'candidate' | 'novelty' | 'sigma'>): void;
  /**
   * The check over the newest forecasts that came true or not; absent where there are fewer than 20. A place is judged
   * once, on the scale of the targets that it is first part of.
   *
   * @param candidates measured ones, by order of acquisition
   * @param targets    of the same places
   */
  check(candidates: readonly number[], targets: Float64Array): CalibrationCheck | undefined;
}

export function createForecasts(): Forecasts {
  const noted = new Map<number, { readonly mean: number; readonly sigma: number }>();
  /** Errors over sigma by candidate, in the order of acquisition. */
  const judged = new Map<number, number>();
  return {
    note({ candidate, novelty, sigma }) {
      if (novelty !== undefined && sigma !== undefined && sigma > 0) noted.set(candidate, { mean: novelty, sigma });
    },
    check(candidates, targets) {
      targets.forEach((target, i) => {
        const forecast = noted.get(candidates[i]!);
        if (forecast === undefined || judged.has(candidates[i]!)) return;
        judged.set(candidates[i]!, (target - forecast.mean) / forecast.sigma);
      });
      return checkOf([...judged.values()].slice(-WINDOW));
    },
  };
}

function checkOf(scores: readonly number[]): CalibrationCheck | undefined {
  const forecasts = scores.length;
  if (forecasts < FEWEST) return undefined;
  const within = (limit: number) => scores.filter((score) => Math.abs(score) <= limit).length / forecasts;
  const [oneSigma, twoSigma] = [within(1), within(2)];
  return { forecasts, oneSigma, twoSigma, lost: oneSigma < ONE_SIGMA_LIMIT || twoSigma < TWO_SIGMA_LIMIT };
}
