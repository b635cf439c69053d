/** The one writer of the program's alarms: looks at what is the case, keeps what nobody has answered, and tells of it. */
import { NO_ALARMS, type AlarmAnswer, type AlarmsState, type HeldAlarm } from '../../../src-shared/alarm';
import type { Clock } from '../../engine/ports';
import { conditionsOf, type AlarmFacts } from './conditions';
import { answeredAlarms, nextAlarms, raisedSince, type Moment } from './held';

/** Alarms also come and go with time alone. */
const LOOK_SECONDS = 1;
/** Raised alarms that are remembered for their rate. */
const MOST_RAISED = 500;
/** The wall clock may be slewed a little; what it is off by more than this between two looks is a jump. */
const JUMP_SECONDS = 5;
/** For so long a jump is the case. The alarm stays until somebody has seen it. */
const JUMP_LASTS_SECONDS = 10;

export interface AlarmDeskPorts {
  readonly clock: Clock;
  readonly facts: () => Omit<AlarmFacts, 'offlineSince' | 'clockJump'>;
  readonly announce: (state: AlarmsState) => void;
  /** Told of each alarm once, when it is raised. */
  readonly onRaised: (alarm: HeldAlarm) => void;
}

export interface AlarmDesk {
  state(): AlarmsState;
  /** Looks at what is the case now. */
  look(): void;
  answer(answer: AlarmAnswer): void;
  close(): void;
}

/** Begins to look once a second. */
export function createAlarmDesk({ clock, facts, announce, onRaised }: AlarmDeskPorts): AlarmDesk {
  const closing = new AbortController();
  let state = NO_ALARMS;
  let offlineSince: number | undefined;
  let ahead = wallAhead();
  let jump: { readonly seconds: number; readonly until: number } | undefined;

  /** Seconds by which the wall clock is ahead of the one that never jumps. */
  function wallAhead(): number {
    return clock.now() / 1000 - clock.monotonicSeconds();
  }

  function clockJump(): number | undefined {
    const seconds = wallAhead() - ahead;
    ahead += seconds;
    const now = clock.monotonicSeconds();
    if (Math.abs(seconds) > JUMP_SECONDS) jump = { seconds, until: now + JUMP_LASTS_SECONDS };
    else if (jump !== undefined && now >= jump.until) jump = undefined;
    return jump?.seconds;
  }

  function moment(): Moment {
    const { run } = facts();
    return { now: clock.now(), measured: run.state.kind === 'idle' ? undefined : run.measured };
  }

  function keep(held: readonly HeldAlarm[]): void {
    if (held === state.held) return;
    const raised = raisedSince(state.held, held);
    const told = raised.map(({ key, priority, title, since: at }) => ({ key, priority, title, at }));
    state = { held, raised: told.length === 0 ? state.raised : [...state.raised, ...told].slice(-MOST_RAISED) };
    announce(state);
    for (const alarm of raised) onRaised(alarm);
  }

  function look(): void {
    if (closing.signal.aborted) return;
    const seen = facts();
    const now = moment();
    offlineSince = seen.instrument.phase === 'offline' ? (offlineSince ?? now.now) : undefined;
    keep(nextAlarms(state.held, conditionsOf({ ...seen, offlineSince, clockJump: clockJump() }, now.now), now));
  }

  async function watch(): Promise<void> {
    while (!closing.signal.aborted) {
      look();
      await clock.sleep(LOOK_SECONDS, closing.signal);
    }
  }

  void watch();
  return {
    state: () => state,
    look,
    answer: (answer) => keep(answeredAlarms(state.held, answer, moment())),
    close: () => closing.abort(),
  };
}
