/**
 * A session as one page: header, the figures of the paper's Figure 4, tables. It needs no script, no network and no other
 * file, and says so to the browser through its content policy.
 */
import { PROGRAM_VERSION } from '../version';
import type { SessionView } from '../../src-shared/session/view';
import { figureHtml } from './figure';
import { element, text } from './markup';
import { manifoldPanels, manifoldWords, type ReportManifold } from './manifoldFigures';
import { mapKey } from './mapKey';
import type { Markup } from './markup';
import { sessionPanels } from './panels';
import { resultTables, vetoTable } from './resultTables';
import { settingsTables } from './settingsTables';
import { styleSheet } from './style';
import type { ReportSummary } from './summary';
import { upkeepFigures } from './upkeepFigures';

const POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

/**
 * The whole page as HTML text, the same for the same input. Every text of the session is escaped.
 *
 * @param manifold given for a session on which a Dual-VAE was trained: Figures 5 and 6
 */
export function reportHtml(view: SessionView, summary: ReportSummary, manifold?: ReportManifold): string {
  const page = element(
    'html',
    { lang: 'en' },
    element(
      'head',
      {},
      element('meta', { charset: 'utf-8' }),
      element('meta', { 'http-equiv': 'Content-Security-Policy', content: POLICY }),
      element('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
      element('meta', { name: 'color-scheme', content: 'light dark' }),
      element('title', {}, text(`${view.config.name} – session report`)),
      // The sheet is our own constant text; a style element must not hold entities.
      element('style', {}, styleSheet() as Markup),
    ),
    element(
      'body',
      {},
      header(view, summary),
      figures(view),
      ...upkeep(view),
      ...(manifold === undefined ? [] : [manifoldSection(view, manifold)]),
      results(view, summary),
      settings(view),
      reproduction(view, summary),
    ),
  );
  return `<!doctype html>\n${page}\n`;
}

function header(view: SessionView, summary: ReportSummary): Markup {
  const { config, instrument } = view;
  const facts: readonly (readonly [string, string])[] = [
    ['Session', view.id],
    ['Started', utc(view.startedAt)],
    ['Last record', utc(view.lastAt)],
    ['Outcome', outcomeWords(view)],
    ['Instrument', `${instrument.name} ${instrument.version}`],
    ['Policy', config.policy],
    ['Measured', `${summary.seeds} of ${config.seeds} seeds, ${summary.steps} of ${config.steps} steps`],
    ['Written by', `Curioscope ${PROGRAM_VERSION}`],
  ];
  return element(
    'header',
    {},
    ...(instrument.simulated
      ? [element('div', { class: 'mark' }, text('SIMULATED – no real tip and no real sample'))]
      : []),
    ...(view.imported === undefined ? [] : [element('div', { class: 'mark' }, text('IMPORTED – measured elsewhere'))]),
    element('h1', {}, element('bdi', {}, text(config.name))),
    element('p', { class: 'second' }, text('Report of a self-driving microscopy session')),
    element(
      'dl',
      { class: 'facts' },
      ...facts.map(([name, value]) =>
        element('div', {}, element('dt', {}, text(name)), element('dd', {}, text(value))),
      ),
    ),
    ...importedFrom(view),
  );
}

/** What an imported session was made from, and everything that its file did not say. */
function importedFrom({ imported }: SessionView): Markup[] {
  if (imported === undefined) return [];
  const { file, format, sha256, assumptions } = imported;
  return [
    element('p', {}, text(`Made from ${file}, in the layout of ${format}.`)),
    element('p', { class: 'hash' }, text(`SHA-256 ${sha256}`)),
    ...assumptions.map((sentence) => element('p', {}, text(sentence))),
  ];
}

function figures(view: SessionView): Markup {
  return element(
    'section',
    {},
    element('h2', {}, text('Figures')),
    element('div', { class: 'figures' }, ...sessionPanels(view).map(figureHtml), mapKey(view)),
  );
}

/** What was looked at between the measurements. */
function upkeep(view: SessionView): Markup[] {
  const figures = upkeepFigures(view).map(figureHtml);
  if (figures.length === 0) return [];
  return [
    element('section', {}, element('h2', {}, text('Tip and drift')), element('div', { class: 'figures' }, ...figures)),
  ];
}

function manifoldSection(view: SessionView, manifold: ReportManifold): Markup {
  return element(
    'section',
    {},
    element('h2', {}, text('Structure meets curve: the Dual-VAE')),
    element('p', {}, text(manifoldWords(manifold))),
    element('div', { class: 'figures' }, ...manifoldPanels(view, manifold).map(figureHtml)),
  );
}

function results(view: SessionView, summary: ReportSummary): Markup {
  const { left, right } = resultTables(view, summary);
  return element(
    'section',
    {},
    element('h2', {}, text('Results in numbers')),
    columns(left, right),
    element('h2', {}, text('Decisions by the operator')),
    vetoTable(view),
  );
}

function settings(view: SessionView): Markup {
  const { method, measurement } = settingsTables(view);
  return element('section', {}, element('h2', {}, text('Settings')), columns(method, measurement));
}

function reproduction(view: SessionView, summary: ReportSummary): Markup {
  const again = view.instrument.simulated
    ? 'The same settings on the same simulated film give the same seeds and proposals; then this fingerprint is the same to the last digit.'
    : 'A real sample does not give the same curve twice, so another run has another fingerprint; a replay of this session’s journal has this one.';
  return element(
    'section',
    {},
    element('h2', {}, text('How to reproduce')),
    element('p', {}, text(`Start a run with the settings above and seed ${view.config.seed}. ${again}`)),
    element(
      'p',
      {},
      text('SHA-256 of seeds and proposals: '),
      element('span', { class: 'hash' }, text(summary.proposalsSha256)),
    ),
    element(
      'p',
      { class: 'second' },
      text(`Page written by Curioscope ${PROGRAM_VERSION} from the journal up to record ${view.lastSeq}.`),
    ),
  );
}

function columns(left: readonly Markup[], right: readonly Markup[]): Markup {
  return element('div', { class: 'columns' }, element('div', {}, ...left), element('div', {}, ...right));
}

function outcomeWords({ outcome }: SessionView): string {
  switch (outcome) {
    case 'success':
      return 'finished as planned';
    case 'stopped':
      return 'stopped by the operator';
    case 'aborted':
      return 'broken off by the operator';
    case 'failed':
      return 'ended by a failure';
    case undefined:
      return 'no end recorded: interrupted or still running';
  }
}

/** "2026-03-02 14:05:09 UTC" from an ISO 8601 time; the text as it is where it is no time. */
function utc(iso: string): string {
  const time = Date.parse(iso);
  return Number.isNaN(time) ? iso : `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
