import { describe, expect, it } from 'vitest';
import type { ConsoleSnapshot, StopReport } from '../../../src-shared/ipc/contract';
import { INITIAL_STATE, type WindowState } from '../../store/state';
import { alarmsOf } from './alarmLine.model';

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

    expect(alarm).toMatchObject({ key: 'stop', priority: 1, action: 'acknowledge', message: 'It says so.' });
    expect(alarm!.title).toContain('UNCONFIRMED');
    expect(alarm!.hint).toContain('by hand');
  });

  it('asks for an acknowledgement once, also for a halt without a stop', () => {
    expect(alarmsOf(state({ run: halted })).map((alarm) => alarm.action)).toEqual(['acknowledge']);
    expect(alarmsOf(state({ run: halted, stop: stop('safe') })).map((alarm) => alarm.action)).toEqual(['acknowledge']);
  });

  it('names the refused command and the problem', () => {
    const error = { code: 'run/illegal', message: 'No run is going on.', hint: 'Start one.' } as const;
    const alarms = alarmsOf(state({ problem: error }, { rejected: { command: 'run.pause', error } }));

    expect(alarms.map((alarm) => [alarm.key, alarm.action])).toEqual([
      ['problem', undefined],
      ['rejected', 'dismiss'],
    ]);
    expect(alarms[1]!.title).toContain('Pause');
  });

  it('offers to continue an interrupted session, not a finished one', () => {
    const session = { startedAt: '2026-03-04T12:30:00.000Z' };
    const replay = (outcome: string | undefined) =>
      alarmsOf(state({ replay: true, session: { ...session, outcome } as ConsoleSnapshot['session'] }))[0];

    expect(replay(undefined)).toMatchObject({ key: 'replay', priority: 0, action: 'continue' });
    expect(replay('success')).toMatchObject({ key: 'replay', action: undefined });
  });

  it('says when the newest model has lost its calibration, needed help or runs without compiled kernels', () => {
    const model = (about: object) =>
      alarmsOf(state({ session: { model: { jitter: 1e-6, ...about } } as unknown as ConsoleSnapshot['session'] }));
    const check = { forecasts: 30, oneSigma: 0.4, twoSigma: 0.7 };

    expect(model({ kernels: 'wasm-fused', calibration: { ...check, lost: false } })).toEqual([]);
    const [lost] = model({ calibration: { ...check, lost: true } });
    expect(lost).toMatchObject({ key: 'model', priority: 3 });
    expect(lost!.message).toMatch(/30 forecasts 40 %.*70 %/);
    expect(model({ jitter: 1e-4 })[0]!.message).toContain('1e-4');
    expect(model({ kernels: 'typescript' })[0]!.message).toContain('compiled kernels');
  });
});
