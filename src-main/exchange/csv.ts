/** Tables as CSV: UTF-8, comma, decimal point, units in the header, NaN left empty. */
import type { PixelPoint } from '../../src-shared/geometry';
import { pixelToSample } from '../../src-shared/geometry';
import type { SessionView } from '../../src-shared/session/view';

type Cell = string | number | boolean | undefined;

/** A table with a header line. */
function csvTable(header: readonly string[], rows: Iterable<readonly Cell[]>): string {
  const lines = [header.map(cell)];
  for (const row of rows) lines.push(row.map(cell));
  return lines.map((line) => `${line.join(',')}\r\n`).join('');
}

function cell(value: Cell): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  const written = String(value);
  return /[",\r\n]/.test(written) ? `"${written.replaceAll('"', '""')}"` : written;
}

/** One line for each measured place, in the order of acquisition. */
export function pointsCsv(view: SessionView): string {
  const header = ['index', 'step', 'origin', 'row [px]', 'column [px]', 'x [m]', 'y [m]', 'spectral novelty'];
  const more = ['complete', 'compliance', 'saturated', 'travel [s]', 'sweep [s]', 'recorded at [UTC]'];
  const rows = view.points.map(({ index, step, origin, at, flags, travelSeconds, sweepSeconds, recordedAt }) => [
    index,
    step,
    origin,
    at.row,
    at.col,
    ...place(view, at),
    view.novelty[index],
    flags.complete,
    flags.compliance,
    flags.saturated,
    travelSeconds,
    sweepSeconds,
    recordedAt,
  ]);
  return csvTable([...header, ...more], rows);
}

/**
 * All curves: bias in the first column and one column of currents for each point, or, where the voltages differ from curve
 * to curve, one line for each pair of values.
 */
export function curvesCsv({ points }: SessionView): string {
  const axis = points[0]?.volts ?? new Float64Array();
  const shared = points.every(
    ({ volts }) => volts.length === axis.length && volts.every((bias, i) => bias === axis[i]),
  );
  if (!shared) {
    const rows = points.flatMap(({ index, volts, amperes }) =>
      Array.from(volts, (bias, i) => [index, i, bias, amperes[i]]),
    );
    return csvTable(['index', 'sample', 'bias [V]', 'current [A]'], rows);
  }
  const header = ['bias [V]', ...points.map(({ index }) => `current of point ${index} [A]`)];
  return csvTable(
    header,
    Array.from(axis, (bias, i) => [bias, ...points.map(({ amperes }) => amperes[i])]),
  );
}

/** One line for each proposal: its scores and what was decided. */
export function decisionsCsv(view: SessionView): string {
  const header = ['proposal', 'step', 'round', 'row [px]', 'column [px]', 'x [m]', 'y [m]', 'reason'];
  const scores = ['predicted novelty', 'uncertainty', 'acquisition', 'image novelty', 'combined'];
  const rows = view.proposals.map(({ proposal, decision }) => [
    proposal.id,
    proposal.step,
    proposal.round,
    proposal.at.row,
    proposal.at.col,
    ...place(view, proposal.at),
    proposal.reason,
    proposal.novelty,
    proposal.sigma,
    proposal.acquisition,
    proposal.imageNovelty,
    proposal.combined,
    decision?.choice,
    decision?.by,
    decision?.waitedSeconds,
  ]);
  return csvTable([...header, ...scores, 'choice', 'decided by', 'waited [s]'], rows);
}

function place(view: SessionView, at: PixelPoint): [number, number] {
  const { xMetres, yMetres } = pixelToSample(view.frame ?? view.config.scan, at);
  return [xMetres, yMetres];
}
