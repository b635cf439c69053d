/** A comparison as cells of tables, for the terminal and for the page. */
import { formatNumber } from '../../src-shared/units';
import type { Difference, FirstFound, Measure, PolicyRow, Spread } from './comparison';

/** A table: its title, what it counts, and a line of cells for each policy. */
export interface ComparisonTable {
  readonly title: string;
  /** What the columns mean. */
  readonly words: string;
  readonly headings: readonly string[];
  readonly lines: readonly (readonly string[])[];
}

const MEASURE_HEADINGS: readonly (readonly [Measure, string])[] = [
  ['structural', 'structural'],
  ['spectral', 'spectral'],
  ['vendiStructural', 'Vendi struct.'],
  ['vendiSpectral', 'Vendi spectr.'],
  ['structuralCoverage', 'cover struct.'],
  ['spectralCoverage', 'cover spectr.'],
  ['rareRecall', 'rare recall'],
];
const CLASS_NAMES = ['club', 'heart', 'diamond', 'null'] as const;

/** The tables of a comparison; rows as of `comparePolicies`. */
export function comparisonTables(rows: readonly PolicyRow[]): readonly ComparisonTable[] {
  return [measureTable(rows), testTable(rows), classTable(rows)];
}

function measureTable(rows: readonly PolicyRow[]): ComparisonTable {
  return {
    title: 'Diversity and coverage at the end',
    words:
      'Median [quartiles] over the films. structural, spectral: mean distance of all pairs of patches and of curves. ' +
      'Vendi: effective number of different patches and curves, the width being the median distance on the film, whatever was measured. ' +
      'cover: share of the film with something measured nearer than half (patches) or a tenth (curves) of that distance. ' +
      'rare recall: mean share of the regions of diamond and null that were met.',
    headings: ['policy', 'films', ...MEASURE_HEADINGS.map(([, heading]) => heading)],
    lines: rows.map((row) => [
      row.policy,
      String(row.films),
      ...MEASURE_HEADINGS.map(([measure]) => spreadText(row.measures[measure])),
    ]),
  };
}

function testTable(rows: readonly PolicyRow[]): ComparisonTable {
  const tested = rows.flatMap(({ policy, againstDnDkl }) =>
    againstDnDkl === undefined ? [] : [{ policy, againstDnDkl }],
  );
  return {
    title: 'Difference from dn-dkl',
    words:
      'Median difference of the same film, policy less dn-dkl, and p of the two-sided signed-rank test of the pairs. ' +
      'Negative where dn-dkl is better.',
    headings: ['policy', ...MEASURE_HEADINGS.map(([, heading]) => heading)],
    lines: tested.map(({ policy, againstDnDkl }) => [
      policy,
      ...MEASURE_HEADINGS.map(([measure]) => differenceText(againstDnDkl[measure])),
    ]),
  };
}

function classTable(rows: readonly PolicyRow[]): ComparisonTable {
  return {
    title: 'Classes of the film',
    words:
      'For each true class: median [quartiles] of the places measured in it, of the share of its regions met (recall), and of the step at which ' +
      'the policy first chose one, seeds left out (films on which it did). Films on which it never did count as later than any step.',
    headings: ['policy', ...CLASS_NAMES.flatMap((name) => [name, `${name} recall`, `first ${name}`])],
    lines: rows.map((row) => [
      row.policy,
      ...CLASS_NAMES.flatMap((name) => [
        spreadText(row.classes[name], 2),
        spreadText(row.recall[name], 2),
        firstText(row.firstChosen[name], row.films),
      ]),
    ]),
  };
}

/** The tables in columns of plain text. */
export function tablesText(rows: readonly PolicyRow[]): string {
  return comparisonTables(rows)
    .filter(({ lines }) => lines.length > 0)
    .map(({ title, headings, lines }) => `${title}\n${columnsText([headings, ...lines])}`)
    .join('\n');
}

function columnsText(lines: readonly (readonly string[])[]): string {
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  const laid = lines.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
  return `${laid.join('\n')}\n`;
}

function spreadText(spread: Spread, digits = 3): string {
  if (spread === undefined) return '–';
  const { median, q1, q3 } = spread;
  return `${formatNumber(median, digits)} [${formatNumber(q1, digits)}, ${formatNumber(q3, digits)}]`;
}

function differenceText({ films, medianDifference, p }: Difference): string {
  return films === 0 ? '–' : `${formatNumber(medianDifference, 3)} (p ${formatNumber(p, 2)})`;
}

function firstText({ films, median, q1, q3 }: FirstFound, all: number): string {
  const step = (value: number | undefined) => (value === undefined ? 'never' : formatNumber(value, 3));
  return `${step(median)} [${step(q1)}, ${step(q3)}] (${films}/${all})`;
}
