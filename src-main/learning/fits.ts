/** The newest fits of a session, and the model that a proposal is made with: trained on some points, told of the others. */
import { ConsoleError } from '../../src-shared/errors';
import type { FitReport } from '../engine/ports';
import type { ProposalBasis } from '../../src-shared/proposal';
import { correctedForecast, forecastWith, type Forecast, type Room } from './conditioning';
import { fitSession, type FitMeans } from './fitSession';
import type { FittedModel, LearnerSession } from './session';
import { sessionTargets } from './sessionTargets';
import type { Kernels } from './tensor/kernels';

/** One for the step in hand, one for the step after it. */
const KEPT = 2;

interface Fit {
  readonly points: number;
  readonly fitted: FittedModel;
  readonly report: FitReport;
}

export interface Fits {
  /** The training set is another one: nothing that was trained before holds. */
  forget(): void;
  /** Trains on the first `points` points (all without it), unless that fit is at hand. Undefined without a model. */
  fit(means: FitMeans, points?: number): FitReport | undefined;
  /**
   * Makes the session's model the one that was trained on `trainedOn` points (the newest without it), conditioned on
   * every point measured since and on the expectation at the pending candidates.
   */
  prepare(kernels: Kernels, trainedOn: number | undefined, pending: readonly number[]): ProposalBasis;
}

/** @param room where the kernel values of a forecast are kept */
export function createFits(session: LearnerSession, room: Room): Fits {
  const { seeds, steps } = session.config;
  const most = session.set.count * (seeds + steps);
  let fits: readonly Fit[] = [];
  let forecast: Forecast | undefined;
  const measured = (): readonly number[] => session.patches.candidates;

  function conditioned(kernels: Kernels, { points, fitted }: Fit, pending: readonly number[]): FittedModel {
    const added = [...measured().slice(points), ...pending];
    if (added.length === 0) return fitted;
    const ready = forecast?.base === fitted && sameList(forecast.added, added) ? forecast : undefined;
    if (ready === undefined || pending.length > 0) {
      forecast = undefined; // its kernel values are overwritten
      const fresh = forecastWith(session.set, kernels, fitted, { added, room: (length) => room(length, most) });
      forecast = fresh.forecast;
      if (pending.length > 0) return fresh.fitted;
    }
    return correctedForecast(session.set, kernels, forecast!, sessionTargets(session, measured().length));
  }

  return {
    forget() {
      fits = [];
      forecast = undefined;
    },
    fit(means, points = measured().length) {
      const known = fits.find((fit) => fit.points === points);
      if (known !== undefined) return known.report;
      const newest = fits.at(-1);
      // A warm start goes on from what was trained, not from what was conditioned.
      session.fitted = newest?.fitted;
      const report = fitSession(session, means, points);
      const fitted = session.fitted;
      if (report === undefined || fitted === undefined) return undefined;
      fits = [...fits, { points, fitted, report }].slice(-KEPT);
      return report;
    },
    prepare(kernels, trainedOn, pending) {
      const fit = trainedOn === undefined ? fits.at(-1) : fits.find(({ points }) => points === trainedOn);
      const basis = { trainedOn: fit?.points ?? 0, conditionedOn: measured().length, pending: [...pending] };
      if (fit === undefined) {
        if (trainedOn !== undefined && fits.length > 0) throw notTrained(trainedOn);
        return basis;
      }
      session.fitted = conditioned(kernels, fit, pending);
      return { ...basis, model: fit.report.model };
    },
  };
}

function sameList(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

function notTrained(points: number): ConsoleError {
  return new ConsoleError({
    code: 'learner/bad-data',
    message: `There is no model that was trained on the first ${points} points.`,
    hint: 'Train it before asking for a proposal.',
  });
}
