/** Numbers and sends the events of the console; keeps the newest of those that a new window needs. */
import type { AlarmsState } from '../../src-shared/alarm';
import type { WireError } from '../../src-shared/errors';
import type { ConsoleEvent, InstrumentReport, StopReport } from '../../src-shared/ipc/contract';
import type { ManifoldState } from '../../src-shared/manifold';
import type { RunStatus } from '../../src-shared/run';
import type { ScanLine } from '../../src-shared/scan';
import type { ResolvedRecord } from '../../src-shared/session/record';
import type { Settings } from '../../src-shared/settings';
import type { UpdateState } from '../../src-shared/updates';
import type { Clock } from '../engine/ports';
import { createCoalescer } from './coalesce';

/** At most ten of a kind in a second. */
const INTERVAL_SECONDS = 0.1;

type Body = ConsoleEvent extends infer E ? (E extends ConsoleEvent ? Omit<E, 'seq'> : never) : never;
type ThinnedKind = 'run' | 'instrument' | 'scan' | 'manifold' | 'update';

export type Announcer = ReturnType<typeof createAnnouncer>;

/** The announcer of one console. */
export function createAnnouncer(clock: Clock) {
  const listeners = new Set<(event: ConsoleEvent) => void>();
  const thinned = createCoalescer<ThinnedKind, Body>(clock, INTERVAL_SECONDS, (kind, body) => {
    // A change of kind went out at once meanwhile; what was held back must not take it back.
    if (kind === 'run') send({ kind, run });
    else if (kind === 'manifold') send({ kind, state: manifold });
    else if (kind === 'update') send({ kind, update });
    else send(body);
  });
  const outbox: ConsoleEvent[] = [];
  let draining = false;
  let seq = 0;
  let run = idleRun(clock.now());
  let stop: StopReport | undefined;
  let problem: WireError | undefined;
  let replay = false;
  let manifold: ManifoldState = { kind: 'noSession' };
  let update: UpdateState = { kind: 'unknown' };
  let scan: { heights: Float32Array; rows: number; cols: number } | undefined;

  function reset(): void {
    scan = undefined;
    problem = undefined;
    stop = undefined;
    run = idleRun(clock.now());
  }

  function send(body: Body): void {
    seq += 1;
    outbox.push({ ...body, seq });
    // A listener may cause the next event while it still hears this one; every listener hears them in order.
    if (draining) return;
    draining = true;
    try {
      for (let event = outbox.shift(); event !== undefined; event = outbox.shift())
        for (const listener of listeners) listener(event);
    } finally {
      draining = false;
    }
  }

  return {
    subscribe(listener: (event: ConsoleEvent) => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    state: () => ({ seq, run, stop, problem, replay, update }),
    run(next: RunStatus): void {
      // A change of state is seen at once; counters may be thinned.
      const changed = next.state !== run.state;
      run = next;
      if (changed) send({ kind: 'run', run: next });
      else thinned.put('run', { kind: 'run', run: next });
    },
    /** What is announced from now on belongs to a new run. */
    beginRun(): void {
      reset();
      replay = false;
    },
    /** A session from disk is shown; no run belongs to it. */
    beginReplay(): void {
      reset();
      replay = true;
    },
    /** Another session stands on the stage: every window asks for a snapshot. */
    replaced(): void {
      send({ kind: 'replaced' });
    },
    record(resolved: ResolvedRecord): void {
      send({ kind: 'record', resolved });
    },
    instrument(instrument: InstrumentReport, freeBytes: number | undefined): void {
      thinned.put('instrument', { kind: 'instrument', instrument, freeBytes });
    },
    line(line: ScanLine, rows: number): void {
      const cols = line.heightsMetres.length;
      if (scan === undefined || line.row === 0) scan = { heights: new Float32Array(rows * cols).fill(NaN), rows, cols };
      scan.heights.set(line.heightsMetres, line.row * cols);
      const heightsMetres = scan.heights.slice();
      thinned.put('scan', { kind: 'scan', rowsDone: line.row + 1, heightsMetres, rows: scan.rows, cols });
    },
    manifold(next: ManifoldState): void {
      const changed = next.kind !== manifold.kind;
      manifold = next;
      if (changed) send({ kind: 'manifold', state: next });
      else thinned.put('manifold', { kind: 'manifold', state: next });
    },
    update(next: UpdateState): void {
      const changed = next.kind !== update.kind;
      update = next;
      if (changed) send({ kind: 'update', update: next });
      else thinned.put('update', { kind: 'update', update: next });
    },
    stop(next: StopReport | undefined): void {
      stop = next;
      send({ kind: 'stop', stop: next });
    },
    settings(settings: Settings): void {
      send({ kind: 'settings', settings });
    },
    alarms(alarms: AlarmsState): void {
      send({ kind: 'alarms', alarms });
    },
    problem(next: WireError | undefined): void {
      problem = next;
      send({ kind: 'problem', problem: next });
    },
  };
}

function idleRun(now: number): RunStatus {
  const phaseSeconds = { decide: 0, travel: 0, sweep: 0, learn: 0 };
  return {
    state: { kind: 'idle' },
    since: now,
    measured: 0,
    step: 0,
    seeds: 0,
    steps: 0,
    phaseSeconds,
    etaSeconds: undefined,
    countdown: undefined,
  };
}
