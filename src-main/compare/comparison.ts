/** Many results as a few numbers: medians and spreads of each policy, and tests against DN-DKL on the same films. */
import type { Policy } from '../../src-shared/experiment';
import { quantile } from '../numerics/stats';
import type { JobResult } from './jobResult';
import { signedRankTest } from './wilcoxon';

/** Median and quartiles over the films. */
export interface Spread {
  readonly median: number;
  readonly q1: number;
  readonly q3: number;
}

/** When a rare class was first met; the median is over the films on which it was met. */
export interface FirstFound {
  readonly films: number;
  readonly medianStep: number | undefined;
}

/** How a policy differs from DN-DKL on the films that both have; p of the two-sided signed-rank test. */
export interface AgainstMethod {
  readonly films: number;
  readonly structural: { readonly medianDifference: number; readonly p: number };
  readonly spectral: { readonly medianDifference: number; readonly p: number };
}

export interface PolicyRow {
  readonly policy: Policy;
  readonly films: number;
  readonly structural: Spread;
  readonly spectral: Spread;
  readonly vendiStructural: Spread;
  readonly vendiSpectral: Spread;
  readonly coverage: Spread;
  readonly classes: Readonly<Record<keyof JobResult['classes'], Spread>>;
  readonly firstDiamond: FirstFound;
  readonly firstNull: FirstFound;
  /** Absent for DN-DKL itself and where no film has both. */
  readonly againstDnDkl?: AgainstMethod;
  /** Median over the films after the seeds and after every step. */
  readonly curves: { readonly structural: readonly number[]; readonly spectral: readonly number[] };
}

const METHOD: Policy = 'dn-dkl';

/** One row for each policy that has a result, in the order given. */
export function comparePolicies(policies: readonly Policy[], results: readonly JobResult[]): PolicyRow[] {
  const of = (policy: Policy) => results.filter((result) => result.policy === policy);
  return policies.flatMap((policy) => {
    const own = of(policy);
    if (own.length === 0) return [];
    const against = policy === METHOD ? undefined : againstMethod(own, of(METHOD));
    return [{ ...rowOf(policy, own), ...(against === undefined ? {} : { againstDnDkl: against }) }];
  });
}

function rowOf(policy: Policy, results: readonly JobResult[]): PolicyRow {
  const over = (value: (result: JobResult) => number) => spread(results.map(value));
  return {
    policy,
    films: results.length,
    structural: over(({ diversity }) => diversity.structural.at(-1)!),
    spectral: over(({ diversity }) => diversity.spectral.at(-1)!),
    vendiStructural: over(({ vendi }) => vendi.structural),
    vendiSpectral: over(({ vendi }) => vendi.spectral),
    coverage: over(({ coverage }) => coverage),
    classes: {
      club: over(({ classes }) => classes.club),
      heart: over(({ classes }) => classes.heart),
      diamond: over(({ classes }) => classes.diamond),
      null: over(({ classes }) => classes.null),
    },
    firstDiamond: firstFound(results.map((result) => result.firstDiamond)),
    firstNull: firstFound(results.map((result) => result.firstNull)),
    curves: { structural: medianCurve(results, 'structural'), spectral: medianCurve(results, 'spectral') },
  };
}

function spread(values: readonly number[]): Spread {
  return { median: quantile(values, 0.5), q1: quantile(values, 0.25), q3: quantile(values, 0.75) };
}

function firstFound(steps: readonly (number | undefined)[]): FirstFound {
  const found = steps.filter((step) => step !== undefined);
  return { films: found.length, medianStep: found.length === 0 ? undefined : quantile(found, 0.5) };
}

function medianCurve(results: readonly JobResult[], kind: keyof JobResult['diversity']): number[] {
  return results[0]!.diversity[kind].map((_, step) =>
    quantile(
      results.map(({ diversity }) => diversity[kind][step]!),
      0.5,
    ),
  );
}

function againstMethod(own: readonly JobResult[], method: readonly JobResult[]): AgainstMethod | undefined {
  const pairs = own.flatMap((result) => {
    const other = method.find(({ film }) => film === result.film);
    return other === undefined ? [] : [{ result, other }];
  });
  if (pairs.length === 0) return undefined;
  const test = (kind: keyof JobResult['diversity']) => {
    const differences = pairs.map(
      ({ result, other }) => result.diversity[kind].at(-1)! - other.diversity[kind].at(-1)!,
    );
    return { medianDifference: quantile(differences, 0.5), p: signedRankTest(differences).p };
  };
  return { films: pairs.length, structural: test('structural'), spectral: test('spectral') };
}
