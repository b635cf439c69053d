/** The state of the run in one word, one icon and a number of seconds. */
import type { DecisionSettings } from '../../../src-shared/experiment';
import type { RunState, RunStatus } from '../../../src-shared/run';
import { formatDuration, formatNumber } from '../../../src-shared/units';
import { text } from '../../messages';
import type { IconName } from '../../ui/Icon';

export interface StateWords {
  readonly icon: IconName;
  readonly word: string;
  /** Said after the word: why it is suspended, in which phase it paused. */
  readonly detail: string | undefined;
  /** `alarm` is drawn as a filled badge. */
  readonly tone: 'plain' | 'attention' | 'alarm';
}

const PHASE_ICONS = {
  survey: 'scan',
  train: 'train',
  propose: 'propose',
  awaitDecision: 'wait',
  travel: 'move',
  sweep: 'sweep',
  record: 'record',
  check: 'scan',
} as const satisfies Record<string, IconName>;

/** Icon and words of a state. */
export function stateWords(state: RunState): StateWords {
  switch (state.kind) {
    case 'idle':
      return plain(state.outcome === 'success' ? 'done' : 'idle', text.state.idle[state.outcome ?? 'none']);
    case 'preparing':
      return plain('prepare', text.state.preparing);
    case 'running':
      return plain(PHASE_ICONS[state.phase], text.state.phases[state.phase]);
    case 'pausing':
      return plain('pause', text.state.pausing, text.state.pauseWhen[state.when]);
    case 'paused':
      return attention('pause', text.state.paused, text.state.pausedIn(text.state.phases[state.phase]));
    case 'suspended':
      return attention('alert', text.state.suspended, state.reason);
    case 'stopping':
      return plain('stop', text.state.stopping, state.phase && text.state.finishing);
    case 'halted':
      return { icon: 'halt', word: text.state.halted, detail: state.cause, tone: 'alarm' };
  }
}

function plain(icon: IconName, word: string, detail?: string): StateWords {
  return { icon, word, detail, tone: 'plain' };
}

function attention(icon: IconName, word: string, detail: string): StateWords {
  return { icon, word, detail, tone: 'attention' };
}

/** How long the state lasts already, in words; nothing for a clock that lags behind. */
export function sinceWords(run: RunStatus, nowMillis: number): string {
  return formatDuration(Math.max(0, (nowMillis - run.since) / 1000));
}

/** The end of the run as clock time, "14:32", with the day where it is not today; undefined while there is no estimate. */
export function etaClock(run: RunStatus, nowMillis: number): string | undefined {
  if (run.etaSeconds === undefined || run.state.kind === 'idle' || run.state.kind === 'halted') return undefined;
  const end = new Date(nowMillis + run.etaSeconds * 1000);
  const clock = `${two(end.getHours())}:${two(end.getMinutes())}`;
  return end.toDateString() === new Date(nowMillis).toDateString()
    ? clock
    : `${text.days[end.getDay()] ?? ''} ${clock}`;
}

/** What the time to the end will be spent on, a line each; undefined while there is no estimate. */
export function etaWords({ etaSeconds, etaSplit, state }: RunStatus): string | undefined {
  if (etaSeconds === undefined || etaSplit === undefined || state.kind === 'idle' || state.kind === 'halted')
    return undefined;
  const { travel, sweep, learn, decide } = text.run.time;
  return [
    text.run.toCome(formatDuration(etaSeconds)),
    `${travel} ${formatDuration(etaSplit.travel)}`,
    `${sweep} ${formatDuration(etaSplit.sweep)}`,
    `${learn} ${formatDuration(etaSplit.learn)}`,
    `${decide} ${formatDuration(etaSplit.decide)}`,
  ].join('\n');
}

/** "87 / 200", or the seeds while they are being measured. */
export function stepWords(run: RunStatus): { readonly label: string; readonly value: string } {
  if (run.step === 0 && run.measured < run.seeds)
    return { label: text.header.seed, value: text.header.of(run.measured, run.seeds) };
  return { label: text.header.step, value: text.header.of(run.step, run.steps) };
}

/** The time for an answer and what silence means, as short as a button: "10 s, then go". */
export function answerWords({ mode, countdownSeconds, noAnswer }: DecisionSettings): string {
  if (mode === 'auto') return `${formatNumber(countdownSeconds, 3)} s, ${text.mode.noAnswer[noAnswer]}`;
  return text.mode.waits[mode];
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
