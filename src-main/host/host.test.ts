import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ExperimentConfig } from '../../src-shared/experiment';
import type { ConsoleEvent, ConsoleSnapshot } from '../../src-shared/ipc/contract';
import type { SessionSummary } from '../../src-shared/session/summary';
import type { CommandName } from '../../src-shared/ipc/names';
import type { Proposal } from '../../src-shared/proposal';
import { applyRecord, currentProposal, type SessionView } from '../../src-shared/session/view';
import { DEFAULT_SETTINGS, experimentFor, type Settings } from '../../src-shared/settings';
import { systemClock } from '../clock';
import { openInstrument } from './openInstrument';
import { readSession } from '../journal/reader';
import { createLocalLearner } from '../learning/learnerCore';
import { createHost, type Host } from './createHost';

const SETTINGS: Settings = { ...DEFAULT_SETTINGS, simulator: { pixels: 128, filmSeed: 5, speed: 'max' } };

/** A session small enough for a unit test: 48 x 48 pixels of the film, 4 seeds, 3 steps. */
function experiment(change: Partial<ExperimentConfig> = {}): ExperimentConfig {
  const base = experimentFor(SETTINGS);
  const side = (base.scan.widthMetres * 48) / 128;
  return {
    ...base,
    seeds: 4,
    steps: 3,
    scan: { ...base.scan, rows: 48, cols: 48, widthMetres: side, heightMetres: side },
    model: { ...base.model, cycles: 10 },
    decision: { ...base.decision, mode: 'autonomous' },
    ...change,
  };
}

let folder: string;
let hosts: Host[] = [];
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'host-'))));
afterEach(async () => {
  for (const host of hosts) await host.close();
  hosts = [];
  await rm(folder, { recursive: true, force: true });
});

async function openHost() {
  const host = await createHost({
    clock: systemClock,
    sessionsFolder: join(folder, 'sessions'),
    settingsFile: join(folder, 'settings.json'),
    openInstrument: () => openInstrument(SETTINGS, systemClock),
    openLearner: () => createLocalLearner(),
    openVae: () => {
      throw new Error('No test of runs trains a Dual-VAE.');
    },
    freeBytes: () => Promise.resolve(1e12),
    versions: { program: '0.0.0', electron: undefined, chromium: undefined, node: '20' },
  });
  hosts.push(host);
  const events: ConsoleEvent[] = [];
  host.subscribe((event) => events.push(event));
  const ask = async <T>(name: CommandName, input?: unknown): Promise<T> => {
    const answer = await host.dispatch(name, input);
    if (!answer.ok) throw Object.assign(new Error(answer.error.message), answer.error);
    return answer.value as T;
  };
  const snapshot = (): Promise<ConsoleSnapshot> => ask('console.snapshot');
  /** Waits until the snapshot is as wanted; the wait itself is bounded by the test's own limit. */
  const until = async (wanted: (snapshot: ConsoleSnapshot) => boolean): Promise<ConsoleSnapshot> => {
    for (;;) {
      const now = await snapshot();
      if (wanted(now)) return now;
      await systemClock.sleep(0.01);
    }
  };
  return { host, events, ask, snapshot, until };
}

/** The session as its events told it. */
function toldBy(events: readonly ConsoleEvent[]): SessionView | undefined {
  return events.reduce<SessionView | undefined>(
    (view, event) => (event.kind === 'record' ? applyRecord(view, event.resolved) : view),
    undefined,
  );
}

const isIdle = ({ run }: ConsoleSnapshot): boolean => run.state.kind === 'idle';

function viewOf(snapshot: ConsoleSnapshot): SessionView {
  if (snapshot.session === undefined) throw new Error('expected a session');
  return snapshot.session;
}

function waitingProposal(snapshot: ConsoleSnapshot): Proposal | undefined {
  const { state, waitingProposal: id } = snapshot.run;
  if (state.kind !== 'running' || state.phase !== 'awaitDecision' || snapshot.session === undefined) return undefined;
  const proposal = currentProposal(snapshot.session);
  return proposal?.id === id ? proposal : undefined;
}

describe('a session', () => {
  it('runs from the survey to the end, and events, snapshot and disk tell the same', async () => {
    const { ask, events, until } = await openHost();
    const { session } = await ask<{ session: string }>('run.start', experiment());
    const end = await until((now) => isIdle(now) && now.session?.outcome !== undefined);

    const fromDisk = (await readSession(join(folder, 'sessions', session))).view;
    expect(fromDisk).toEqual(viewOf(end));
    expect(toldBy(events)).toEqual(fromDisk);
    expect(fromDisk).toMatchObject({ outcome: 'success' });
    expect(fromDisk.points.map((point) => point.step)).toEqual([0, 0, 0, 0, 1, 2, 3]);
    expect(new Set(fromDisk.points.map((point) => point.candidate)).size).toBe(7);
    expect(fromDisk.novelty).toHaveLength(7);
    expect(events.map((event) => event.seq)).toEqual(events.map((_, i) => events[0]!.seq + i));
  });

  it('gives the same proposals and maps for the same seed, others for another', async () => {
    const runs: SessionView[] = [];
    for (const seed of [7, 7, 8]) {
      // A fresh instrument each time: a film that has been measured before is not the same film.
      const { ask, until } = await openHost();
      await ask('run.start', experiment({ seed, name: `seed ${seed} run ${runs.length}` }));
      runs.push(viewOf(await until((now) => isIdle(now) && now.session?.outcome !== undefined)));
    }
    const [first, second, third] = runs.map(({ proposals, maps }) => ({
      proposals: proposals.map(({ proposal }) => proposal),
      maps,
    }));
    expect(second).toEqual(first);
    expect(third?.proposals).not.toEqual(first?.proposals);
  });

  it('leaves the tip withdrawn and the bias at 0 V when it is over', async () => {
    const { ask, until } = await openHost();
    await ask('run.start', experiment());
    await until((now) => isIdle(now) && now.session?.outcome !== undefined);
    const { instrument } = await until(({ instrument }) => instrument.tipEngaged === false);
    expect(instrument.biasVolts).toBe(0);
  });

  it('can show the maps of any earlier step', async () => {
    const { ask, until } = await openHost();
    await ask('run.start', experiment());
    const end = viewOf(await until((now) => isIdle(now) && now.session?.outcome !== undefined));
    expect(await ask('session.maps', { step: 3 })).toEqual(end.maps);
    expect(await ask('session.maps', { step: 1 })).toMatchObject({ step: 1 });
    expect(await ask('session.maps', { step: 99 })).toBeUndefined();
  });
});

describe('the operator', () => {
  const manual = experiment({ decision: { mode: 'manual', countdownSeconds: 10, noAnswer: 'go' } });

  it('vetoes a proposal, gets another, and the vetoed place is never measured or proposed again', async () => {
    const { ask, until } = await openHost();
    await ask('run.start', manual);
    const vetoed: number[] = [];
    for (let veto = 0; veto < 3; veto++) {
      const fresh = (now: ConsoleSnapshot): boolean => {
        const waiting = waitingProposal(now);
        return waiting !== undefined && !vetoed.includes(waiting.candidate);
      };
      const proposal = waitingProposal(await until(fresh));
      vetoed.push(proposal!.candidate);
      await ask('proposal.decide', { proposalId: proposal!.id, choice: 'veto', reason: 'already seen' });
    }
    await ask('mode.set', { mode: 'autonomous', countdownSeconds: 10, noAnswer: 'go' });
    const view = viewOf(await until((now) => isIdle(now) && now.session?.outcome !== undefined));

    expect(view.vetoes.map(({ candidate, reason }) => ({ candidate, reason }))).toEqual(
      vetoed.map((candidate) => ({ candidate, reason: 'already seen' })),
    );
    const last = view.proposals.findLastIndex(({ decision }) => decision?.choice === 'veto');
    const after = view.proposals.slice(last + 1).map(({ proposal }) => proposal.candidate);
    const measured = view.points.map((point) => point.candidate);
    expect([...after, ...measured].filter((candidate) => vetoed.includes(candidate))).toEqual([]);
    expect(view.points).toHaveLength(7);
  });

  it('hears why an answer does not count', async () => {
    const { ask, until } = await openHost();
    await expect(ask('run.pause', { when: 'now' })).rejects.toMatchObject({ code: 'run/illegal' });
    await ask('run.start', manual);
    const proposal = waitingProposal(await until((now) => waitingProposal(now) !== undefined));
    await expect(ask('proposal.decide', { proposalId: '99.0', choice: 'approve' })).rejects.toMatchObject({
      code: 'run/illegal',
    });
    await ask('proposal.decide', { proposalId: proposal!.id, choice: 'approve' });
    await expect(ask('run.start', manual)).rejects.toMatchObject({ code: 'run/illegal' });
    await expect(ask('session.open', { id: 'x' })).rejects.toMatchObject({ code: 'run/illegal' });
  });

  it('pauses, resumes and stops', async () => {
    const { ask, until } = await openHost();
    await ask('run.start', manual);
    await until((now) => waitingProposal(now) !== undefined);
    await ask('run.pause', { when: 'afterStep' });
    await until(({ run }) => run.state.kind === 'paused');
    await ask('run.resume');
    await until((now) => waitingProposal(now) !== undefined);
    await ask('run.stop');
    const view = viewOf(await until((now) => isIdle(now) && now.session?.outcome !== undefined));
    expect({ outcome: view.outcome, points: view.points.length }).toEqual({ outcome: 'stopped', points: 4 });
  });

  it('halts, and the tip is confirmed safe before anything else is possible', async () => {
    const { ask, until, snapshot, events } = await openHost();
    await ask('run.start', manual);
    await until((now) => waitingProposal(now) !== undefined);
    await ask('run.halt');
    const halted = await until(({ stop }) => stop?.stage === 'safe');
    expect(halted.run.state.kind).toBe('halted');
    await expect(ask('run.resume')).rejects.toMatchObject({ code: 'run/illegal' });
    await until(({ instrument }) => instrument.tipEngaged === false);
    await ask('run.acknowledge');
    const end = await until((now) => isIdle(now) && now.session?.outcome !== undefined);
    expect({ outcome: end.session?.outcome, stop: (await snapshot()).stop }).toEqual({
      outcome: 'aborted',
      stop: undefined,
    });
    // A decision that was called off by the stop is no trouble that anybody has to look at.
    expect(events.filter((event) => event.kind === 'problem' && event.problem !== undefined)).toEqual([]);
    expect(end.alarms.held.filter(({ priority }) => priority < 3)).toEqual([]);
  });
});

describe('the end of the program in the middle of a run', () => {
  it('keeps everything, shows it at the next start, and goes on held', async () => {
    const first = await openHost();
    await first.ask('run.start', experiment({ decision: { mode: 'manual', countdownSeconds: 10, noAnswer: 'go' } }));
    await first.until((now) => waitingProposal(now) !== undefined);
    // The maps with the newest curve may come behind the proposal: what was told until the end is what counts.
    await first.host.close();
    const before = toldBy(first.events);

    const second = await openHost();
    const shown = await second.snapshot();
    expect({ replay: shown.replay, state: shown.run.state.kind }).toEqual({ replay: true, state: 'idle' });
    expect(before?.maps?.step).toBe(1);
    expect(viewOf(shown).points).toEqual(before?.points);
    expect(viewOf(shown).maps).toEqual(before?.maps);
    expect((await second.ask<SessionSummary[]>('session.list'))[0]).toMatchObject({
      state: 'interrupted',
      measured: 4,
    });

    await second.ask('run.continue');
    const held = await second.until(({ run }) => run.state.kind === 'paused');
    expect({ replay: held.replay, measured: held.run.measured }).toEqual({ replay: false, measured: 4 });
    await second.ask('mode.set', { mode: 'autonomous', countdownSeconds: 10, noAnswer: 'go' });
    await second.ask('run.resume');
    const end = viewOf(await second.until((now) => isIdle(now) && now.session?.outcome !== undefined));
    expect(end.points.map((point) => point.index)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect((await readSession(join(folder, 'sessions', end.id))).view).toEqual(end);
  });
});

describe('wrong input', () => {
  it.each([
    ['run.start', { ...experiment(), steps: 0 }, /steps/],
    ['run.start', { ...experiment(), sweep: { ...experiment().sweep, peakVolts: 'high' } }, /sweep.peakVolts/],
    ['proposal.decide', { proposalId: '1.0', choice: 'perhaps' }, /choice/],
    ['session.open', { id: '../../etc' }, /not the name of a session/],
    ['no.such.command', undefined, /no command/],
  ])('is refused by name: %s', async (name, input, message) => {
    const { host } = await openHost();
    const answer = await host.dispatch(name, input);
    expect(answer).toMatchObject({ ok: false, error: { message: expect.stringMatching(message) as string } });
  });

  it('refuses an experiment that breaks a limit, before anything moves or is written', async () => {
    const { ask, snapshot } = await openHost();
    const base = experiment();
    const starting = ask('run.start', { ...base, sweep: { ...base.sweep, peakVolts: 3 } });
    await expect(starting).rejects.toMatchObject({
      code: 'safety/limit',
      message: expect.stringContaining('3.00 V') as string,
    });
    expect(await ask('session.list')).toEqual([]);
    expect((await snapshot()).run.state.kind).toBe('idle');
  });
});
