/** One cell for each step, and which of the run's commands make sense now. */
import type { PhaseSeconds, RunState } from '../../../src-shared/run';
import type { SessionView } from '../../../src-shared/session/view';
import { formatDuration } from '../../../src-shared/units';
import { text } from '../../messages';

export interface StepCell {
  /** Index of the measured point; undefined for a step still to come. */
  readonly index: number | undefined;
  readonly kind: 'seed' | 'step';
  /** Quarter of the novelty that the curve belongs to, 0 lowest to 3 highest; undefined without a score. */
  readonly quartile: 0 | 1 | 2 | 3 | undefined;
  /** Proposals vetoed before this step was measured. */
  readonly vetoes: number;
  /** Measured now. */
  readonly current: boolean;
}

/** Cells of the seeds, then of the steps, in the order in which they are measured. */
export function stepCells(session: SessionView, running: boolean): readonly StepCell[] {
  const { seeds, steps } = session.config;
  const quartile = quartiles(session.novelty);
  const vetoes = new Map<number, number>();
  for (const rule of session.vetoes) vetoes.set(rule.step, (vetoes.get(rule.step) ?? 0) + 1);
  return Array.from({ length: seeds + steps }, (_, i) => {
    const step = i < seeds ? 0 : i - seeds + 1;
    return {
      index: i < session.points.length ? i : undefined,
      kind: i < seeds ? 'seed' : 'step',
      quartile: quartile[i],
      vetoes: step === 0 ? 0 : (vetoes.get(step) ?? 0),
      current: running && i === session.points.length,
    };
  });
}

/** The quarter of each value by rank; equal values share the lower one. */
export function quartiles(novelty: Float64Array): readonly (0 | 1 | 2 | 3 | undefined)[] {
  const sorted = novelty.filter((value) => Number.isFinite(value)).sort();
  return Array.from(novelty, (value) => {
    if (!Number.isFinite(value)) return undefined;
    const below = lowerBound(sorted, value);
    return Math.min(3, Math.floor((4 * below) / sorted.length)) as 0 | 1 | 2 | 3;
  });
}

function lowerBound(sorted: Float64Array, value: number): number {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (sorted[middle]! < value) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Places of cells in a strip. */
export interface StripLayout {
  readonly columns: number;
  readonly rows: number;
  /** Distance from cell to cell, CSS pixels. */
  readonly pitchX: number;
  readonly pitchY: number;
}

/** The layout with the fewest rows whose cells are still wide enough to be hit. */
export function stripLayout(count: number, width: number, height: number): StripLayout {
  const narrowest = 5;
  const widest = 14;
  const most = Math.max(1, Math.floor(width / narrowest));
  const rows = Math.max(1, Math.ceil(count / most));
  const columns = Math.max(1, Math.ceil(count / rows));
  return { columns, rows, pitchX: Math.min(widest, width / columns), pitchY: Math.min(22, height / rows) };
}

/** The cell under a point of the strip; undefined beside the cells. */
export function cellAt(layout: StripLayout, count: number, x: number, y: number): number | undefined {
  const col = Math.floor(x / layout.pitchX);
  const row = Math.floor(y / layout.pitchY);
  if (col < 0 || col >= layout.columns || row < 0 || row >= layout.rows) return undefined;
  const cell = row * layout.columns + col;
  return cell < count ? cell : undefined;
}

/** Which commands the run takes in this state. */
export function runCommands(state: RunState): {
  readonly pause: boolean;
  readonly pauseNow: boolean;
  readonly resume: boolean;
  readonly stop: boolean;
  readonly abort: boolean;
} {
  const running = state.kind === 'running';
  const held = state.kind === 'paused' || state.kind === 'suspended';
  const pausing = state.kind === 'pausing';
  const stoppingLater = state.kind === 'stopping' && state.phase !== undefined;
  return {
    pause: running,
    pauseNow: running || (pausing && state.when === 'afterStep'),
    resume: held || pausing,
    stop: running || held || pausing,
    abort: running || held || pausing || stoppingLater,
  };
}

/** What time was, or will be, spent on: "move 3.0 s \u00b7 measure 4.0 s \u00b7 learn 1.0 s \u00b7 wait for you 0.0 s". */
export function timeWords({ decide, travel, sweep, learn }: PhaseSeconds): string {
  const { time } = text.run;
  return [
    `${time.travel} ${formatDuration(travel)}`,
    `${time.sweep} ${formatDuration(sweep)}`,
    `${time.learn} ${formatDuration(learn)}`,
    `${time.decide} ${formatDuration(decide)}`,
  ].join(' \u00b7 ');
}
