import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AnalysisReport } from '../../../src-shared/analysis';
import type { ExperimentConfig } from '../../../src-shared/experiment';
import type { ConsoleEvent, ConsoleSnapshot } from '../../../src-shared/ipc/contract';
import type { CommandName } from '../../../src-shared/ipc/names';
import {
  DEFAULT_MANIFOLD_SETTINGS,
  type CouplingReport,
  type LikePlaces,
  type ManifoldCell,
  type ManifoldEmbedding,
  type ManifoldGrid,
  type ManifoldSettings,
  type ManifoldState,
} from '../../../src-shared/manifold';
import { DEFAULT_SETTINGS, experimentFor, type Settings } from '../../../src-shared/settings';
import type { MeasuredPoint } from '../../../src-shared/session/view';
import { systemClock } from '../../clock';
import { writeLate } from '../lateRecords';
import { openInstrument } from '../openInstrument';
import { drawHere } from '../../exchange/testing/drawHere';
import { readSession } from '../../journal/reader';
import { onProcessor } from '../../learning/dualVae/computedOn';
import { createVaeClient } from '../../learning/dualVae/worker/vaeClient';
import { createLocalLearner } from '../../learning/learnerCore';
import { bundleVaeWorker, type BundledVaeWorker } from '../../learning/testing/bundleVaeWorker';
import { createHost, type Host } from '../createHost';

const SETTINGS: Settings = { ...DEFAULT_SETTINGS, simulator: { pixels: 128, filmSeed: 5, speed: 'max' } };
const FAST: ManifoldSettings = { ...DEFAULT_MANIFOLD_SETTINGS, profile: 'fast', epochs: 6, learningRate: 1e-3 };

function experiment(seeds: number): ExperimentConfig {
  const base = experimentFor(SETTINGS);
  const side = (base.scan.widthMetres * 64) / 128;
  return {
    ...base,
    policy: 'random',
    seeds,
    steps: 1,
    scan: { ...base.scan, rows: 64, cols: 64, widthMetres: side, heightMetres: side },
    decision: { ...base.decision, mode: 'autonomous' },
  };
}

let worker: BundledVaeWorker;
let folder: string;
let hosts: Host[] = [];
beforeAll(async () => {
  worker = await bundleVaeWorker();
}, 120_000);
afterAll(() => worker.remove());
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'manifold-'))));
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
    openVae: (onPlace) => createVaeClient(worker.spawn, (ready) => onPlace(onProcessor(ready))),
    chooseFile: () => Promise.resolve(folder),
    drawPng: drawHere,
    freeBytes: () => Promise.resolve(1e12),
    versions: { program: '0.0.0', electron: undefined, chromium: undefined, node: '20' },
  });
  hosts.push(host);
  const states: ManifoldState[] = [];
  host.subscribe((event: ConsoleEvent) => {
    if (event.kind === 'manifold') states.push(event.state);
  });
  const ask = async <T>(name: CommandName, input?: unknown): Promise<T> => {
    const answer = await host.dispatch(name, input);
    if (!answer.ok) throw Object.assign(new Error(answer.error.message), answer.error);
    return answer.value as T;
  };
  const snapshot = (): Promise<ConsoleSnapshot> => ask('console.snapshot');
  const until = async (wanted: (now: ConsoleSnapshot) => boolean): Promise<ConsoleSnapshot> => {
    for (;;) {
      const now = await snapshot();
      if (wanted(now)) return now;
      await systemClock.sleep(0.01);
    }
  };
  const measure = async (seeds: number): Promise<string> => {
    const { session } = await ask<{ session: string }>('run.start', experiment(seeds));
    await until(({ run, session: view }) => run.state.kind === 'idle' && view?.outcome !== undefined);
    return session;
  };
  const train = async (settings: ManifoldSettings): Promise<Extract<ManifoldState, { kind: 'trained' }>> => {
    await ask('manifold.train', settings);
    const { manifold } = await until(({ manifold }) => manifold.kind !== 'training');
    if (manifold.kind !== 'trained') throw new Error(`expected a trained manifold, got ${JSON.stringify(manifold)}`);
    return manifold;
  };
  return { host, ask, snapshot, until, measure, train, states };
}

/** Adds one more curve to a session on disk, made from its first one. */
async function recordCurve(session: string, change: (point: MeasuredPoint) => MeasuredPoint): Promise<void> {
  const at = join(folder, 'sessions', session);
  const { view } = await readSession(at);
  const { recordedAt: _, ...point } = change({ ...view.points[0]!, index: view.points.length });
  await writeLate({ folder: at, clock: systemClock, onRecord: () => undefined }, async (journal) => {
    const volts = await journal.store(point.volts);
    await journal.append({ kind: 'curve.recorded', ...point, volts, amperes: await journal.store(point.amperes) });
  });
}

/** The first training that told of its losses. */
const told = (states: readonly ManifoldState[]) =>
  states.filter((state) => state.kind === 'training').find((state) => state.terms !== undefined);

describe('a manifold', () => {
  it('is trained, looked at, labelled, closed and reopened with everything still there', async () => {
    const first = await openHost();
    expect((await first.snapshot()).manifold).toEqual({ kind: 'noSession' });
    const session = await first.measure(33);
    expect((await first.snapshot()).manifold).toEqual({ kind: 'untrained', have: 34, excluded: [] });
    await expect(first.ask('manifold.grid', { axes: [0, 1], size: 4 })).rejects.toMatchObject({
      code: 'manifold/untrained',
    });

    const { summary } = await first.train(FAST);
    expect(summary).toMatchObject({ settings: FAST, epochsDone: 6, cancelled: false, flatPatches: 0, excluded: [] });
    expect(summary.points).toHaveLength(34);
    expect(summary.terms.last.total).toBeLessThan(summary.terms.first.total);

    const grid = await first.ask<ManifoldGrid>('manifold.grid', { axes: [0, 1], size: 10 });
    expect(grid.rowValues[0]).toBeCloseTo(1.6449, 4);
    expect(grid.colValues[0]).toBeCloseTo(-1.6449, 4);
    expect([grid.patches.length, grid.curves.length, grid.labels.length]).toEqual([100 * 256, 100 * 251, 100]);
    expect(grid.supported.some((cell) => cell === 1)).toBe(true);
    expect(Math.max(...grid.curves)).toBeLessThanOrEqual(summary.spectrumRange.max * 1.0001);
    const embedding = await first.ask<ManifoldEmbedding>('manifold.embedding');
    expect(embedding.points).toEqual(summary.points);
    expect(Math.max(...embedding.patches)).toBe(1);

    const z = [...embedding.image.slice(2 * 7, 2 * 8)];
    await first.ask('analysis.label', { index: 2, label: 'heart' });
    await first.ask('analysis.note', { index: 2, text: 'crosses twice' });
    await first.ask('analysis.bookmark', { set: { id: 'a', z, text: 'grain edge' } });
    const thresholds = { ...(await first.ask<AnalysisReport>('analysis.report', {})).thresholds, bandLowVolts: 0.4 };
    await first.ask('analysis.thresholds', thresholds);
    const report = await first.ask<AnalysisReport>('analysis.report', {});
    const cell = await first.ask<ManifoldCell>('manifold.cell', { z, nearest: 3 });
    expect(cell.nearest[0]).toMatchObject({ index: 7, imageDistance: 0 });
    expect(cell.supported).toBe(true);
    const before = await first.snapshot();
    await first.host.close();

    const second = await openHost();
    await second.ask('session.open', { id: session });
    const after = await second.snapshot();
    expect(after.session).toEqual(before.session);
    expect(after.manifold).toEqual(before.manifold);
    expect(after.session?.analysis).toMatchObject({ labels: { 2: 'heart' }, thresholds, bookmarks: [{ id: 'a' }] });
    expect(await second.ask('analysis.report', {})).toEqual(report);
    expect(await second.ask('manifold.grid', { axes: [0, 1], size: 10 })).toEqual(grid);
    expect(await second.ask('manifold.cell', { z, nearest: 3 })).toEqual(cell);

    // A label can be taken back, and the journal still is one unbroken chain.
    await second.ask('analysis.label', { index: 2 });
    const { view } = await readSession(join(folder, 'sessions', session));
    expect(view.analysis.labels).toEqual({});
    expect((await second.snapshot()).session).toEqual(view);
  }, 60_000);

  it('is refined in a box, says where it is coupled, and finds places like a cell', async () => {
    const { ask, measure, train } = await openHost();
    const session = await measure(33);
    await train({ ...FAST, latent: 3 });
    const box = { row: [-0.2, 0.4], col: [0, 0.3] };
    const fine = await ask<ManifoldGrid>('manifold.grid', { axes: [2, 0], size: 30, box });
    expect([fine.rowValues[0], fine.rowValues[29], fine.colValues[0], fine.colValues[29]]).toEqual([0.4, -0.2, 0, 0.3]);
    await expect(ask('manifold.grid', { axes: [0, 3], size: 4 })).rejects.toMatchObject({ code: 'ipc/invalid-input' });

    const coupling = await ask<CouplingReport>('manifold.coupling');
    expect([coupling.features.points.length, coupling.latent?.points.length]).toEqual([34, 34]);

    const part = { axes: [2, 0], size: 12, box };
    const figures = await ask<string>('session.export', { id: basename(session), refined: part });
    const drawn = ['5b', '5c', '5d', '5e', '6a', '6b', '6c-1', '6c-2'].flatMap((panel) => [
      `figure-${panel}.svg`,
      `figure-${panel}.png`,
    ]);
    expect(await readdir(figures)).toEqual(expect.arrayContaining(drawn));
    const said = JSON.parse(await readFile(join(figures, 'figure-6c.json'), 'utf8')) as object;
    expect(said).toMatchObject({ panel: '6c', latent: { axes: [2, 0] }, dualVae: { epochsDone: FAST.epochs } });

    const alike = { like: { points: [4] }, count: 5, queue: false };
    const found = await ask<LikePlaces>('manifold.moreLikeThis', alike);
    expect(found.places).toHaveLength(5);
    expect(found.notQueueable).toMatch(/No run/);
    const distances = found.places.map(({ distance }) => distance);
    expect(distances).toEqual([...distances].sort((a, b) => a - b));
    await expect(ask('manifold.moreLikeThis', { ...alike, queue: true })).rejects.toMatchObject({
      code: 'run/illegal',
      message: found.notQueueable,
    });
  }, 60_000);

  it('is trained while a run waits, and sends it to places like a cell', async () => {
    const { ask, until, train } = await openHost();
    await ask('run.start', { ...experiment(32), decision: { mode: 'manual', countdownSeconds: 10, noAnswer: 'go' } });
    await until(({ run }) => run.state.kind === 'running' && run.state.phase === 'awaitDecision');
    await train(FAST);
    await expect(ask('session.open', { id: 'x' })).rejects.toMatchObject({ code: 'run/illegal' });
    const { places, queued } = await ask<LikePlaces>('manifold.moreLikeThis', {
      like: { points: [3, 8] },
      count: 4,
      queue: true,
    });
    expect(queued).toBe(true);
    const { session } = await until(({ session: view }) => (view?.editState.queue.length ?? 0) === 4);
    expect(session?.editState.queue.map(({ candidate }) => candidate)).toEqual(
      places.map(({ candidate }) => candidate),
    );

    // What is measured afterwards makes the manifold stale.
    await ask('mode.set', { mode: 'autonomous', countdownSeconds: 10, noAnswer: 'go' });
    const { manifold } = await until(
      ({ run, session: view }) => run.state.kind === 'idle' && view?.outcome !== undefined,
    );
    if (manifold.kind !== 'trained') throw new Error('expected a trained manifold');
    expect(manifold.newPoints).toBeGreaterThanOrEqual(1);
  }, 60_000);

  it('keeps the last state of a training that was cancelled', async () => {
    const { ask, measure, until, states } = await openHost();
    await measure(30);
    await ask('manifold.train', { ...FAST, epochs: 5000 });
    await expect(ask('manifold.train', FAST)).rejects.toMatchObject({ code: 'run/illegal' });
    await until(({ manifold }) => manifold.kind === 'training' && manifold.epoch >= 2);
    // Progress is told of while it goes on, but not oftener than a screen can show it.
    for (let now = told(states); now === undefined; now = told(states)) await systemClock.sleep(0.01);
    await ask('manifold.cancel');
    const { manifold } = await until(({ manifold }) => manifold.kind !== 'training');
    if (manifold.kind !== 'trained') throw new Error('expected what it had come to');
    expect(manifold.summary.cancelled).toBe(true);
    expect(manifold.summary.epochsDone).toBeGreaterThanOrEqual(2);
    expect(manifold.summary.epochsDone).toBeLessThan(5000);
    expect(await ask<ManifoldGrid>('manifold.grid', { axes: [0, 1], size: 3 })).toMatchObject({ size: 3 });
  }, 60_000);

  it('leaves out curves with gaps and counts them, and refuses a curve on another voltage axis', async () => {
    const first = await openHost();
    const session = await first.measure(33);
    await first.host.close();
    const gap = (amperes: Float64Array) => amperes.map((value, i) => (i === 9 ? NaN : value));
    await recordCurve(session, (point) => ({ ...point, amperes: gap(point.amperes) }));

    const second = await openHost();
    await second.ask('session.open', { id: session });
    const excluded = [{ index: 34, reason: 'missingCurveValues' }];
    expect((await second.snapshot()).manifold).toEqual({ kind: 'untrained', have: 34, excluded });
    const { summary } = await second.train(FAST);
    expect(summary.excluded).toEqual(excluded);
    expect(summary.points).not.toContain(34);
    expect(Number.isFinite(summary.terms.last.total)).toBe(true);
    await second.host.close();

    await recordCurve(session, (point) => ({ ...point, volts: point.volts.map((bias) => bias / 2) }));
    const third = await openHost();
    await third.ask('session.open', { id: session });
    await expect(third.ask('manifold.train', FAST)).rejects.toMatchObject({
      code: 'manifold/refused',
      message: expect.stringMatching(
        /different voltage axes: point #1 has \d+ points up to 1\.500 V, point #36 has \d+ points up to 0\.750 V/,
      ) as string,
    });
    // What was trained before is still there to be looked at.
    expect(await third.ask<ManifoldGrid>('manifold.grid', { axes: [0, 1], size: 3 })).toMatchObject({ size: 3 });
  }, 60_000);

  it('needs points, and says how many', async () => {
    const { ask, measure, snapshot } = await openHost();
    await measure(8);
    expect((await snapshot()).manifold).toEqual({ kind: 'tooFew', needed: 30, have: 9, excluded: [] });
    await expect(ask('manifold.train', FAST)).rejects.toMatchObject({
      code: 'manifold/refused',
      message: expect.stringMatching(/needs 30 .* has 9/) as string,
    });
    await expect(ask('analysis.label', { index: 9, label: 'club' })).rejects.toMatchObject({ code: 'run/illegal' });
  });
});
