import { describe, expect, it } from 'vitest';
import type { ConsoleSnapshot, StopReport } from '../../../src-shared/ipc/contract';
import { INITIAL_STATE, type WindowState } from '../../store/state';
import { alarmsOf, linesOf } from './alarmLine.model';
import type { HeldAlarm } from '../../../src-shared/alarm';

function state(console: Partial<ConsoleSnapshot>, rest: Partial<WindowState> = {}): WindowState {
  const idle = { state: { kind: 'idle' } };
  return { ...INITIAL_STATE, link: { kind: 'live' }, console: { run: idle, ...console } as ConsoleSnapshot, ...rest };
}
const stop = (stage: StopReport['stage']): StopReport => ({ stage, requestedAt: 0, message: 'It says so.' });
const halted = { state: { kind: 'halted', cause: 'operator' } } as ConsoleSnapshot['run'];

describe('alarmsOf', () => {
  it('is empty when all is well', () => {
    expect(alarmsOf(state({}))).toEqual([]);
  });

  it('shows how far a stop has come', () => {
    const reached = (stage: StopReport['stage']) =>
      alarmsOf(state({ stop: stop(stage) }))[0]!.stages.map((s) => s.reached);

    expect(reached('requested')).toEqual([true, false, false]);
    expect(reached('acknowledged')).toEqual([true, true, false]);
    expect(reached('safe')).toEqual([true, true, true]);
  });

  it('gives an unconfirmed stop the highest priority and says what to do by hand', () => {
    const [alarm] = alarmsOf(state({ stop: stop('unconfirmed'), run: halted }));

    expect(alarm).toMatchObject({ key: 'stop', priority: 1, action: 'acknowledge', hint: 'It says so.' });
    expect(alarm!.title).toContain('UNCONFIRMED');
    expect(alarm!.message).toContain('by hand');
  });

  it('asks for an acknowledgement once, also for a halt without a stop', () => {
    expect(alarmsOf(state({ run: halted })).map((alarm) => alarm.action)).toEqual(['acknowledge']);
    expect(alarmsOf(state({ run: halted, stop: stop('safe') })).map((alarm) => alarm.action)).toEqual(['acknowledge']);
  });

  it('names the refused command', () => {
    const error = { code: 'run/illegal', message: 'No run is going on.', hint: 'Start one.' } as const;
    const alarms = alarmsOf(state({}, { rejected: { command: 'run.pause', error } }));

    expect(alarms.map((alarm) => [alarm.key, alarm.action])).toEqual([['rejected', 'dismiss']]);
    expect(alarms[0]!.title).toContain('Pause');
  });

  it('offers to continue an interrupted session, not a finished one', () => {
    const session = { startedAt: '2026-03-04T12:30:00.000Z' };
    const replay = (outcome: string | undefined) =>
      alarmsOf(state({ replay: true, session: { ...session, outcome } as ConsoleSnapshot['session'] }))[0];

    expect(replay(undefined)).toMatchObject({ key: 'replay', priority: 0, action: 'continue' });
    expect(replay('success')).toMatchObject({ key: 'replay', action: undefined });
  });

  it('adds the alarms that nobody has answered, the most urgent first, and counts those that do not fit', () => {
    const held = (key: string, priority: 1 | 2 | 3, change: Partial<HeldAlarm> = {}): HeldAlarm => ({
      ...{ key, priority, title: key, message: '', guidance: '', since: 0 },
      ...{ over: undefined, acknowledged: undefined, shelved: undefined },
      ...change,
    });
    const alarms = [
      held('instrument', 1),
      held('problem', 2),
      held('disk', 3),
      held('model', 3, { shelved: { until: 1 } }),
      held('stalled', 2, { acknowledged: { at: 0, comment: '' } }),
    ];
    const { lines, more } = linesOf([], alarms, 2);
    expect(lines.map(({ key }) => key)).toEqual(['instrument', 'problem']);
    expect(more).toBe(1);
  });
});
