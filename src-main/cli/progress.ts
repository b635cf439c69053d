/** The progress of a run: one living line on a terminal, a plain line now and then elsewhere. */
import type { RunStatus } from '../../src-shared/run';
import type { SessionView } from '../../src-shared/session/view';
import { formatDuration, formatNumber } from '../../src-shared/units';

const BAR_CELLS = 24;
/** Without a terminal a line is printed every so many measurements. */
const PLAIN_EVERY = 10;

export interface Progress {
  update(status: RunStatus, view: SessionView | undefined): void;
  /** Leaves the living line, so that what follows begins on a line of its own. */
  end(): void;
}

/** Progress on a stream; a stream without a terminal gets plain lines. */
export function createProgress(stream: NodeJS.WriteStream): Progress {
  let lastPrinted = -1;
  return {
    update(status, view) {
      const line = progressLine(status, view, stream.isTTY ? BAR_CELLS : 0);
      if (stream.isTTY) return void stream.write(`\r\u001b[2K${line.slice(0, Math.max(20, stream.columns - 1))}`);
      const round = status.measured % PLAIN_EVERY === 0 || status.measured === status.seeds + status.steps;
      const due = round && status.measured !== lastPrinted;
      if (!due) return;
      lastPrinted = status.measured;
      stream.write(`${line}\n`);
    },
    end() {
      if (stream.isTTY) stream.write('\n');
    },
  };
}

/** One line: what is being done, how far, the newest novelty, diversity, time left. */
export function progressLine(status: RunStatus, view: SessionView | undefined, cells: number): string {
  const planned = status.seeds + status.steps;
  const done = planned === 0 ? 0 : status.measured / planned;
  const bar = cells === 0 ? '' : `[${'#'.repeat(Math.round(done * cells)).padEnd(cells, '.')}] `;
  const newest = view?.novelty.at(-1);
  const diversity = view?.diversity.at(-1);
  const parts = [
    `${bar}${countOf(status)}`,
    newest === undefined ? undefined : `novelty ${formatNumber(newest)}`,
    diversity === undefined
      ? undefined
      : `diversity ${formatNumber(diversity.structural)} structural, ${formatNumber(diversity.spectral)} spectral`,
    status.etaSeconds === undefined || status.measured >= planned
      ? undefined
      : `about ${formatDuration(status.etaSeconds)} left`,
  ];
  return parts.filter((part) => part !== undefined).join(' | ');
}

function countOf({ state, measured, seeds, step, steps }: RunStatus): string {
  if (state.kind === 'preparing' || (state.kind === 'running' && state.phase === 'survey')) return 'survey scan';
  return measured < seeds ? `seed ${measured}/${seeds}` : `step ${step}/${steps}`;
}

/** Progress of work that is counted in steps: a bar on a terminal, a line at every tenth elsewhere. */
export interface Bar {
  update(done: number, total: number, text: string): void;
  /** Leaves the living line; once is enough. */
  end(): void;
}

export function createBar(stream: NodeJS.WriteStream): Bar {
  let tenth = -1;
  let living = false;
  return {
    update(done, total, text) {
      if (stream.isTTY) {
        living = true;
        const bar = `[${'#'.repeat(Math.round((done / total) * BAR_CELLS)).padEnd(BAR_CELLS, '.')}] `;
        return void stream.write(`\r\u001b[2K${`${bar}${text}`.slice(0, Math.max(20, stream.columns - 1))}`);
      }
      const now = Math.floor((10 * done) / total);
      if (now === tenth) return;
      tenth = now;
      stream.write(`${text}\n`);
    },
    end() {
      if (living) stream.write('\n');
      living = false;
    },
  };
}
