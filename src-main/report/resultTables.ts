/** What came of a session, as tables: numbers with their units, and what was decided by whom. */
import { pixelToSample } from '../../src-shared/geometry';
import type { CalibrationCheck } from '../../src-shared/calibration';
import type { Raster } from '../../src-shared/geometry';
import type { ProposalHistory, SessionView } from '../../src-shared/session/view';
import { formatDuration, formatNumber, formatQuantity } from '../../src-shared/units';
import { median } from '../numerics/stats';
import { element, text } from './markup';
import type { Markup } from './markup';
import type { DiversityAt, ReportSummary } from './summary';
import { columnTable, pairTable } from './tables';
import type { Row } from './tables';

/** Tables of the summary, left and right column. */
export function resultTables(
  view: SessionView,
  summary: ReportSummary,
): { readonly left: readonly Markup[]; readonly right: readonly Markup[] } {
  return {
    left: [pairTable('Time', timeRows(view, summary)), pairTable('Curves', curveRows(view)), classTable(summary)],
    right: [diversityTable(summary), pairTable('Last model', modelRows(view)), decisionTable(view.proposals)],
  };
}

/** Every veto of the operator with its place and reason; a sentence where there was none. */
export function vetoTable(view: SessionView): Markup {
  if (view.vetoes.length === 0) return element('p', {}, text('The operator vetoed no proposal.'));
  const raster: Raster = view.frame ?? view.config.scan;
  return columnTable(
    'Proposals vetoed by the operator; places from the centre of the frame, x right, y up',
    [
      { heading: 'Step', number: true },
      { heading: 'Candidate', number: true },
      { heading: 'x (nm)', number: true },
      { heading: 'y (nm)', number: true },
      { heading: 'Reason' },
    ],
    view.vetoes.map(({ step, candidate, at, reason }) => {
      const { xMetres, yMetres } = pixelToSample(raster, at);
      return [String(step), String(candidate), wholeNanometres(xMetres), wholeNanometres(yMetres), reason];
    }),
  );
}

function timeRows(view: SessionView, { secondsPerStep, phaseSeconds, idleFraction }: ReportSummary): readonly Row[] {
  const rows: Row[] = [
    [
      'From the first to the last record',
      formatDuration((Date.parse(view.lastAt) - Date.parse(view.startedAt)) / 1000),
    ],
    ['Median time for a step', seconds(secondsPerStep.median)],
    ['95 % of the steps took at most', seconds(secondsPerStep.p95)],
  ];
  if (phaseSeconds !== undefined)
    rows.push(
      ['Waiting for decisions', formatDuration(phaseSeconds.decide)],
      ['Tip travelling', formatDuration(phaseSeconds.travel)],
      ['Sweeping', formatDuration(phaseSeconds.sweep)],
      ['Learning while nothing else went on', formatDuration(phaseSeconds.learn)],
    );
  if (idleFraction !== undefined)
    rows.push(['Tip idle, survey left out', `${formatNumber(idleFraction * 100)} % of the time`]);
  return rows;
}

function curveRows({ points, vetoes }: SessionView): readonly Row[] {
  const flagged = (flag: 'compliance' | 'saturated'): string =>
    String(points.filter(({ flags }) => flags[flag]).length);
  return [
    ['Measured', String(points.length)],
    ['Chosen by a person', String(points.filter(({ origin }) => origin === 'human').length)],
    ['Broken off', String(points.filter(({ flags }) => !flags.complete).length)],
    ['Reached the current limit', flagged('compliance')],
    ['Saturated the amplifier', flagged('saturated')],
    ['Proposals vetoed', String(vetoes.length)],
  ];
}

function classTable({ classes, seeds, steps }: ReportSummary): Markup {
  if (classes === undefined) return text('');
  const total = seeds + steps;
  const share = (count: number): string => (total === 0 ? '' : `${formatNumber((100 * count) / total)} %`);
  return columnTable(
    'Classes of the measured places, known to the simulator only',
    [{ heading: 'Class' }, { heading: 'Curves', number: true }, { heading: 'Share', number: true }],
    (['club', 'heart', 'diamond', 'null'] as const).map((name) => [name, String(classes[name]), share(classes[name])]),
  );
}

function diversityTable({ diversity, steps }: ReportSummary): Markup {
  const row = (name: string, at: DiversityAt): string[] => [
    name,
    ...[at.afterSeeds, at.step20, at.end].map((value) => formatNumber(value, 4)),
  ];
  return columnTable(
    'Diversity, no unit',
    [
      { heading: '' },
      { heading: 'After the seeds', number: true },
      { heading: `After step ${Math.min(20, steps)}`, number: true },
      { heading: 'At the end', number: true },
    ],
    [row('Structural', diversity.structural), row('Spectral', diversity.spectral)],
  );
}

function modelRows({ model }: SessionView): readonly Row[] {
  if (model === undefined) return [];
  return [
    ['Trained for step', `${model.step}, on ${model.points} curves`],
    ['Loss', formatNumber(model.loss, 4)],
    ['Lengthscales', model.lengthscales.map((value) => formatNumber(value)).join(', ')],
    ['Output scale', formatNumber(model.outputscale)],
    ['Noise', formatNumber(model.noise)],
    ['Jitter', formatNumber(model.jitter)],
    ...calibrationRow(model.calibration),
    ['Training time', seconds(model.seconds)],
    ['SHA-256 of the model', model.model],
  ];
}

function calibrationRow(check: CalibrationCheck | undefined): readonly Row[] {
  if (check === undefined) return [];
  const { forecasts, oneSigma, twoSigma, lost } = check;
  const shares = `${Math.round(100 * oneSigma)} % and ${Math.round(100 * twoSigma)} % of the last ${forecasts}`;
  return [['Forecasts within 1 and 2 sigma', lost ? `${shares}: bands too narrow` : shares]];
}

function decisionTable(proposals: readonly ProposalHistory[]): Markup {
  const decided = proposals.flatMap(({ decision }) => (decision === undefined ? [] : [decision]));
  if (decided.length === 0) return text('');
  const names = { operator: 'Operator', timer: 'Countdown ended', mode: 'Autonomous mode' } as const;
  const rows = (['operator', 'timer', 'mode'] as const).flatMap((by) => {
    const own = decided.filter((decision) => decision.by === by);
    if (own.length === 0) return [];
    const waits = own.map(({ waitedSeconds }) => waitedSeconds);
    const approved = own.filter(({ choice }) => choice === 'approve').length;
    return [[names[by], String(approved), String(own.length - approved), formatDuration(median(waits))]];
  });
  return columnTable(
    'Who decided about the proposals',
    [
      { heading: 'By' },
      { heading: 'Approved', number: true },
      { heading: 'Vetoed', number: true },
      { heading: 'Median wait', number: true },
    ],
    rows,
  );
}

function wholeNanometres(metres: number): string {
  return formatNumber(Math.round(metres * 1e9), Math.max(1, String(Math.abs(Math.round(metres * 1e9))).length));
}

/** Short times keep their fractions; a simulator without waits takes milliseconds. */
function seconds(value: number | undefined): string {
  return value !== undefined && value < 10 ? formatQuantity(value, 's') : formatDuration(value);
}
