/** Tables of the report, built from plain text; every cell is escaped. */
import { element, text } from './markup';
import type { Markup } from './markup';

/** A name and what stands for it. */
export type Row = readonly [name: string, value: string];

/** A table of two columns with a heading above it; nothing where there are no rows. */
export function pairTable(heading: string, rows: readonly Row[]): Markup {
  if (rows.length === 0) return text('');
  return element(
    'table',
    {},
    element('caption', {}, text(heading)),
    element(
      'tbody',
      {},
      ...rows.map(([name, value]) =>
        element('tr', {}, element('th', { scope: 'row' }, text(name)), element('td', { class: 'value' }, text(value))),
      ),
    ),
  );
}

/** A column: its heading and whether its cells are numbers, which stand at the right. */
export interface Column {
  readonly heading: string;
  readonly number?: boolean;
}

/** A table with a row of headings. Every row must have as many cells as there are columns. */
export function columnTable(heading: string, columns: readonly Column[], rows: readonly (readonly string[])[]): Markup {
  const kind = (i: number): string | undefined => (columns[i]?.number === true ? 'number' : undefined);
  return element(
    'table',
    {},
    element('caption', {}, text(heading)),
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        ...columns.map((column, i) => element('th', { scope: 'col', class: kind(i) }, text(column.heading))),
      ),
    ),
    element(
      'tbody',
      {},
      ...rows.map((row) => element('tr', {}, ...row.map((cell, i) => element('td', { class: kind(i) }, text(cell))))),
    ),
  );
}
