/** A comparison as cells of a table, for the terminal and for the page. */
import { formatNumber } from '../../src-shared/units';
import type { FirstFound, PolicyRow, Spread } from './comparison';

export const HEADINGS = [
  'policy',
  'films',
  'structural',
  'spectral',
  'Vendi struct.',
  'Vendi spectr.',
  'coverage',
  'diamonds',
  'nulls',
  '1st diamond',
  '1st null',
  'p struct.',
  'p spectr.',
] as const;

/** What the columns mean. */
export const TABLE_WORDS =
  'Median [quartiles] over the films, at the end of each session. structural, spectral: mean distance of all pairs of patches and of curves. ' +
  'Vendi: effective number of different patches and curves. coverage: share of the candidates with a measured patch nearer than ' +
  'half the median distance of the seed patches. diamonds, nulls: measured places of the rare classes. 1st: median step at which one was first met ' +
  '(0 among the seeds) and on how many films. p: two-sided signed-rank test of the final diversity against dn-dkl, paired by film.';

/** The cells of one policy, as many as {@link HEADINGS}. */
export function tableCells(row: PolicyRow): readonly string[] {
  return [
    row.policy,
    String(row.films),
    spreadText(row.structural),
    spreadText(row.spectral),
    spreadText(row.vendiStructural),
    spreadText(row.vendiSpectral),
    spreadText(row.coverage),
    spreadText(row.classes.diamond, 2),
    spreadText(row.classes.null, 2),
    firstText(row.firstDiamond, row.films),
    firstText(row.firstNull, row.films),
    row.againstDnDkl === undefined ? '' : formatNumber(row.againstDnDkl.structural.p, 2),
    row.againstDnDkl === undefined ? '' : formatNumber(row.againstDnDkl.spectral.p, 2),
  ];
}

/** The table in columns of plain text. */
export function tableText(rows: readonly PolicyRow[]): string {
  const lines = [HEADINGS, ...rows.map(tableCells)];
  const widths = HEADINGS.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  const laid = lines.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
  return `${laid.join('\n')}\n`;
}

function spreadText({ median, q1, q3 }: Spread, digits = 3): string {
  return `${formatNumber(median, digits)} [${formatNumber(q1, digits)}, ${formatNumber(q3, digits)}]`;
}

function firstText({ films, medianStep }: FirstFound, all: number): string {
  return medianStep === undefined ? `never (0/${all})` : `${formatNumber(medianStep)} (${films}/${all})`;
}
