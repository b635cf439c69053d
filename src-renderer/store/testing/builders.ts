/** Small snapshots and records for the tests of the store. */
import { NO_ALARMS } from '../../../src-shared/alarm';
import { DEFAULT_EXPERIMENT } from '../../../src-shared/experiment';
import type { ConsoleSnapshot } from '../../../src-shared/ipc/contract';
import type { RunStatus } from '../../../src-shared/run';
import type { RecordBody, ResolvedRecord } from '../../../src-shared/session/record';
import { DEFAULT_SETTINGS } from '../../../src-shared/settings';

/** A run that has not begun. */
export function runOf(changes: Partial<RunStatus> = {}): RunStatus {
  return {
    state: { kind: 'idle' },
    since: 0,
    measured: 0,
    step: 0,
    seeds: 0,
    steps: 0,
    phaseSeconds: { decide: 0, travel: 0, sweep: 0, learn: 0 },
    etaSeconds: undefined,
    countdown: undefined,
    ...changes,
  };
}

const CAPABILITIES = {
  lineEvents: true,
  abortScan: true,
  abortSweep: true,
  positionReadback: true,
  hardwareCompliance: true,
  maxFrameMetres: 1e-5,
  biasRangeVolts: [-10, 10] as const,
};

/** A console on which nothing has happened. */
export function snapshotOf(changes: Partial<ConsoleSnapshot> = {}): ConsoleSnapshot {
  return {
    seq: 0,
    session: undefined,
    replay: false,
    run: runOf(),
    instrument: {
      name: 'Simulator',
      simulated: true,
      phase: 'idle',
      tipEngaged: 'unknown',
      position: undefined,
      biasVolts: undefined,
      heightMetres: undefined,
      readAt: 0,
    },
    setup: {
      name: 'Simulator',
      version: '1',
      simulated: true,
      capabilities: CAPABILITIES,
      terms: { name: 'Simulated film', raster: undefined, sweep: undefined, places: undefined, remarks: [] },
      problem: undefined,
    },
    stop: undefined,
    settings: DEFAULT_SETTINGS,
    alarms: NO_ALARMS,
    versions: { program: '0', electron: undefined, chromium: undefined, node: '20' },
    manifold: { kind: 'noSession' },
    update: { kind: 'unknown' },
    offersTour: false,
    sessionsFolder: '/sessions',
    freeBytes: undefined,
    problem: undefined,
    ...changes,
  };
}

/** The first record of a session. */
export function openedRecord(id: string): ResolvedRecord {
  const instrument = { name: 'Simulator', version: '1', simulated: true, settings: {}, capabilities: CAPABILITIES };
  const program = { version: '0', runtime: 'test' };
  return resolved(0, { kind: 'session.opened', id, program, config: DEFAULT_EXPERIMENT, instrument });
}

/** A frame of 2 x 2 pixels. */
export function frameRecord(): ResolvedRecord {
  const sha256 = 'a'.repeat(64);
  const heights = { sha256, dtype: 'f32', length: 4 } as const;
  const body = { kind: 'frame.recorded', rows: 2, cols: 2, widthMetres: 1e-6, heightMetres: 1e-6, heights } as const;
  return resolved(1, body, { [sha256]: new Float32Array(4) });
}

function resolved(seq: number, body: RecordBody, arrays: ResolvedRecord['arrays'] = {}): ResolvedRecord {
  const at = '2026-03-04T12:00:00.000Z';
  return { record: { v: 1, seq, at, mono: 0, prev: '0'.repeat(64), body }, arrays };
}
