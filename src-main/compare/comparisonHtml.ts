/** A comparison as one page without script, network and other files. */
import { element, text, type Markup } from '../report/markup';
import { axisOver, linePath, plotAxes, type Plot } from '../report/plotAxes';
import { styleSheet } from '../report/style';
import { columnTable } from '../report/tables';
import type { Curve, PolicyRow } from './comparison';
import { comparisonTables, type ComparisonTable } from './comparisonTable';

const CONTENT_POLICY = "default-src 'none'; style-src 'unsafe-inline'";
const BOX = { left: 74, top: 14, width: 440, height: 260 };
const [WIDTH, HEIGHT] = [700, 330];
/** Colours that stay apart on white and on black, also for colour-blind eyes (Okabe & Ito 2008), for up to seven lines. */
const COLOURS = ['#d55e00', '#0072b2', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#8c8c8c'];

/** The page; rows as of `comparePolicies`. */
export function comparisonHtml(title: string, rows: readonly PolicyRow[]): string {
  const page = element(
    'html',
    { lang: 'en' },
    element(
      'head',
      {},
      element('meta', { charset: 'utf-8' }),
      element('meta', { 'http-equiv': 'Content-Security-Policy', content: CONTENT_POLICY }),
      element('title', {}, text(title)),
      // Our own constant text; a style element must not hold entities.
      element('style', {}, `${styleSheet()}td,th{white-space:nowrap}body{max-width:none}` as Markup),
    ),
    element(
      'body',
      {},
      element('h1', {}, text(title)),
      element('p', {}, element('span', { class: 'mark' }, text('SIMULATED'))),
      ...comparisonTables(rows).flatMap(tableMarkup),
      element('h2', {}, text('Against the step, median over the films')),
      element(
        'div',
        { class: 'drawings' },
        curves(rows, 'structural', 'structural diversity'),
        curves(rows, 'spectral', 'spectral diversity'),
        curves(rows, 'vendiStructural', 'Vendi diversity of patches'),
        curves(rows, 'vendiSpectral', 'Vendi diversity of curves'),
      ),
    ),
  );
  return `<!doctype html>\n${page}\n`;
}

function tableMarkup({ title, words, headings, lines }: ComparisonTable): Markup[] {
  if (lines.length === 0) return [];
  const columns = headings.map((heading) => ({ heading }));
  return [columnTable(title, columns, lines), element('p', { class: 'second' }, text(words))];
}

function curves(rows: readonly PolicyRow[], kind: keyof PolicyRow['curves'], title: string): Markup {
  const last = Math.max(1, ...rows.map((row) => row.curves[kind].steps.at(-1)!));
  const all = rows.flatMap((row) => row.curves[kind].values);
  const x = { low: 0, high: last, title: 'step', whole: true };
  const plot: Plot = { box: BOX, x, y: axisOver(all, title) };
  return element(
    'svg',
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': `${title} of every policy` },
    plotAxes(plot),
    ...rows.map((row, k) => policyLine(plot, row.curves[kind], { name: row.policy, index: k })),
  );
}

function policyLine(plot: Plot, { steps, values }: Curve, { name, index }: { name: string; index: number }): Markup {
  const stroke = COLOURS[index % COLOURS.length]!;
  const [x, y] = [BOX.left + BOX.width + 14, BOX.top + 12 + 20 * index];
  return element(
    'g',
    {},
    element('path', { class: 'diversity', stroke, d: linePath(plot, steps, values) }),
    element('path', { class: 'diversity', stroke, d: `M${x} ${y}h22` }),
    element('text', { x: x + 30, y: y + 4 }, text(name)),
  );
}
