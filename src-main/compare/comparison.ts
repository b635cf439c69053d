/** Many results as a few numbers: medians and spreads of each policy, and tests against DN-DKL on the same films. */
import type { Policy } from '../../src-shared/experiment';
import { quantile } from '../numerics/stats';
import type { JobResult } from './jobResult';
import { signedRankTest } from './wilcoxon';

/** Median and quartiles over the films that have the number; undefined where no film has it. */
export type Spread =
  { readonly films: number; readonly median: number; readonly q1: number; readonly q3: number } | undefined;

/**
 * When a class was first met. Quartiles over all films, those on which it never was counting as later than any step:
 * undefined where the quartile falls among them.
 */
export interface FirstFound {
  /** Films on which it was met. */
  readonly films: number;
  readonly median: number | undefined;
  readonly q1: number | undefined;
  readonly q3: number | undefined;
}

/** How a policy differs from DN-DKL in a number, over the films that both have. */
export interface Difference {
  readonly films: number;
  readonly medianDifference: number;
  /** Of the two-sided signed-rank test. */
  readonly p: number;
}

type ClassName = keyof JobResult['classes'];
type ByClass<T> = Readonly<Record<ClassName, T>>;

export interface PolicyRow {
  readonly policy: Policy;
  readonly films: number;
  /** Single numbers of a session, by name: see {@link MEASURES}. */
  readonly measures: Readonly<Record<Measure, Spread>>;
  readonly classes: ByClass<Spread>;
  readonly recall: ByClass<Spread>;
  readonly first: ByClass<FirstFound>;
  readonly firstChosen: ByClass<FirstFound>;
  /** Against DN-DKL; absent for DN-DKL itself and where no film has both. */
  readonly againstDnDkl?: Readonly<Record<Measure, Difference>>;
  /** Medians over the films against the step. */
  readonly curves: {
    readonly structural: Curve;
    readonly spectral: Curve;
    readonly vendiStructural: Curve;
    readonly vendiSpectral: Curve;
  };
}

export interface Curve {
  readonly steps: readonly number[];
  readonly values: readonly number[];
}

/** What a session comes to in single numbers, all better when larger. */
const MEASURES = {
  structural: ({ diversity }: JobResult) => diversity.structural.at(-1),
  spectral: ({ diversity }: JobResult) => diversity.spectral.at(-1),
  vendiStructural: ({ vendi }: JobResult) => vendi.structural.at(-1),
  vendiSpectral: ({ vendi }: JobResult) => vendi.spectral.at(-1),
  structuralCoverage: ({ coverage }: JobResult) => coverage.structural,
  spectralCoverage: ({ coverage }: JobResult) => coverage.spectral,
  /** Mean recall of the two classes with the smallest area. */
  rareRecall: ({ recall }: JobResult) => meanOf([recall.diamond, recall.null]),
};
export type Measure = keyof typeof MEASURES;

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
  return {
    policy,
    films: results.length,
    measures: forMeasures((measure) => spread(results.map(MEASURES[measure]))),
    classes: forClasses((name) => spread(results.map(({ classes }) => classes[name]))),
    recall: forClasses((name) => spread(results.map(({ recall }) => recall[name]))),
    first: forClasses((name) => firstFound(results.map(({ first }) => first[name]))),
    firstChosen: forClasses((name) => firstFound(results.map(({ firstChosen }) => firstChosen[name]))),
    curves: {
      structural: everyStep(results.map(({ diversity }) => diversity.structural)),
      spectral: everyStep(results.map(({ diversity }) => diversity.spectral)),
      vendiStructural: {
        steps: results[0]!.vendi.steps,
        values: medians(results.map(({ vendi }) => vendi.structural)),
      },
      vendiSpectral: { steps: results[0]!.vendi.steps, values: medians(results.map(({ vendi }) => vendi.spectral)) },
    },
  };
}

function spread(values: readonly (number | undefined)[]): Spread {
  const known = values.filter((value) => value !== undefined);
  if (known.length === 0) return undefined;
  const at = (q: number) => quantile(known, q);
  return { films: known.length, median: at(0.5), q1: at(0.25), q3: at(0.75) };
}

function firstFound(steps: readonly (number | undefined)[]): FirstFound {
  const late = steps.map((step) => step ?? Infinity).sort((a, b) => a - b);
  const at = (q: number): number | undefined => {
    const place = q * (late.length - 1);
    const [low, high] = [late[Math.floor(place)]!, late[Math.ceil(place)]!];
    if (high === Infinity) return undefined;
    return low + (place - Math.floor(place)) * (high - low);
  };
  const films = steps.filter((step) => step !== undefined).length;
  return { films, median: at(0.5), q1: at(0.25), q3: at(0.75) };
}

function everyStep(all: readonly (readonly number[])[]): Curve {
  const values = medians(all);
  return { steps: values.map((_, step) => step), values };
}

function medians(all: readonly (readonly number[])[]): number[] {
  return all[0]!.map((_, k) =>
    quantile(
      all.map((values) => values[k]!),
      0.5,
    ),
  );
}

function againstMethod(own: readonly JobResult[], method: readonly JobResult[]): PolicyRow['againstDnDkl'] {
  const pairs = own.flatMap((result) => {
    const other = method.find(({ film }) => film === result.film);
    return other === undefined ? [] : [{ result, other }];
  });
  if (pairs.length === 0) return undefined;
  return forMeasures((measure) => {
    const differences = pairs.flatMap(({ result, other }) => {
      const [a, b] = [MEASURES[measure](result), MEASURES[measure](other)];
      return a === undefined || b === undefined ? [] : [a - b];
    });
    const medianDifference = differences.length === 0 ? 0 : quantile(differences, 0.5);
    return { films: differences.length, medianDifference, p: signedRankTest(differences).p };
  });
}

function meanOf(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0) / known.length;
}

function forMeasures<T>(of: (measure: Measure) => T): Record<Measure, T> {
  return {
    structural: of('structural'),
    spectral: of('spectral'),
    vendiStructural: of('vendiStructural'),
    vendiSpectral: of('vendiSpectral'),
    structuralCoverage: of('structuralCoverage'),
    spectralCoverage: of('spectralCoverage'),
    rareRecall: of('rareRecall'),
  };
}

function forClasses<T>(of: (name: ClassName) => T): ByClass<T> {
  return { club: of('club'), heart: of('heart'), diamond: of('diamond'), null: of('null') };
}
