import { describe, expect, it } from 'vitest';
import type { ConsoleEvent } from '../../src-shared/ipc/contract';
import type { RunStatus } from '../../src-shared/run';
import { createFakeClock } from '../testing/fakeClock';
import { createAnnouncer } from './announcer';

const running = (measured: number): RunStatus => ({
  state: { kind: 'running', phase: 'sweep' },
  since: 0,
  measured,
  step: 0,
  seeds: 10,
  steps: 20,
  phaseSeconds: { decide: 0, travel: 0, sweep: 0, learn: 0 },
  etaSeconds: undefined,
  countdown: undefined,
});

describe('the announcer', () => {
  it('numbers events without a gap and gives them in order to everyone, also when hearing one causes the next', () => {
    const announcer = createAnnouncer(createFakeClock());
    const heard: number[][] = [[], []];
    announcer.subscribe((event) => {
      heard[0]?.push(event.seq);
      if (event.kind === 'stop') announcer.problem(undefined);
    });
    announcer.subscribe((event) => heard[1]?.push(event.seq));
    announcer.stop(undefined);
    announcer.stop(undefined);
    expect(heard).toEqual([
      [1, 2, 3, 4],
      [1, 2, 3, 4],
    ]);
  });

  it('lets no more than ten counters a second through, the newest last, and every change of state at once', async () => {
    const clock = createFakeClock();
    const announcer = createAnnouncer(clock);
    const events: ConsoleEvent[] = [];
    announcer.subscribe((event) => events.push(event));
    const state = running(0);
    announcer.run(state);
    for (let measured = 1; measured <= 50; measured++) announcer.run({ ...state, measured });
    const paused: RunStatus = { ...state, measured: 50, state: { kind: 'paused', phase: 'sweep' } };
    announcer.run(paused);
    await clock.advance(1);
    const seen = events.flatMap((event) => (event.kind === 'run' ? [event.run] : []));
    expect(seen.map((run) => [run.state.kind, run.measured])).toEqual([
      ['running', 0],
      ['running', 1],
      ['paused', 50],
      ['paused', 50],
    ]);
    expect(announcer.state().run).toBe(paused);
  });

  it('puts the lines of a scan together into one growing frame', async () => {
    const clock = createFakeClock();
    const announcer = createAnnouncer(clock);
    const events: ConsoleEvent[] = [];
    announcer.subscribe((event) => events.push(event));
    announcer.line({ row: 0, heightsMetres: Float32Array.of(1, 2, 3) }, 2);
    announcer.line({ row: 1, heightsMetres: Float32Array.of(4, 5, 6) }, 2);
    await clock.advance(1);
    const scans = events.flatMap((event) => (event.kind === 'scan' ? [event] : []));
    expect(scans.map(({ rowsDone, heightsMetres }) => [rowsDone, ...heightsMetres])).toEqual([
      [1, 1, 2, 3, NaN, NaN, NaN],
      [2, 1, 2, 3, 4, 5, 6],
    ]);
  });
});
