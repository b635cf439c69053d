import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConsoleError } from '../../src-shared/errors';
import { DEFAULT_EXPERIMENT } from '../../src-shared/experiment';
import type { InstrumentReport } from '../../src-shared/ipc/contract';
import { preflight, type PreflightFacts } from './preflight';

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'preflight-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

const instrument = { name: 'Film', phase: 'idle', tipEngaged: false } as unknown as InstrumentReport;
const capabilities = { maxFrameMetres: 1e-5, biasRangeVolts: [-10, 10] } as unknown as PreflightFacts['capabilities'];

async function levels(changes: Partial<PreflightFacts> = {}, config = DEFAULT_EXPERIMENT): Promise<string> {
  const rows = await preflight(config, {
    instrument,
    capabilities,
    freeBytes: 50e9,
    sessionsFolder: join(folder, 'sessions'),
    now: Date.parse('2026-06-01T00:00:00Z'),
    newestSession: '2026-05-01T00:00:00.000Z',
    refuseWrongAxes: () => undefined,
    ...changes,
  });
  return rows.flatMap(({ check, level }) => (level === 'ready' ? [] : [`${check} ${level}`])).join(', ');
}

describe('preflight', () => {
  it('is ready, and leaves nothing in the sessions folder', async () => {
    expect(await levels()).toBe('');
    expect(await readdir(join(folder, 'sessions'))).toEqual([]);
  });

  it('blocks on an instrument that does not answer and warns of a tip that is down', async () => {
    expect(await levels({ instrument: { ...instrument, phase: 'offline' } })).toBe('instrument blocking, tip warning');
    expect(await levels({ instrument: { ...instrument, tipEngaged: true } })).toBe('tip warning');
  });

  it('blocks on a plan that would break a limit', async () => {
    const limits = { ...DEFAULT_EXPERIMENT.limits, maxBiasVolts: 1 };
    expect(await levels({}, { ...DEFAULT_EXPERIMENT, limits })).toBe('limits blocking');
    const few = { ...DEFAULT_EXPERIMENT.limits, maxSweeps: 20 };
    expect(await levels({}, { ...DEFAULT_EXPERIMENT, limits: few })).toBe('limits warning');
  });

  it('blocks below 2 GB and warns below 10', async () => {
    expect(await levels({ freeBytes: 1.9e9 })).toBe('disk blocking');
    expect(await levels({ freeBytes: 9e9 })).toBe('disk warning');
    expect(await levels({ freeBytes: undefined })).toBe('disk warning');
  });

  it('blocks where the folder cannot be written, and where the axes are wrong', async () => {
    expect(await levels({ sessionsFolder: '/proc/none' })).toBe('folder blocking');
    const refuseWrongAxes = () => {
      throw new ConsoleError({ code: 'run/illegal', message: 'x runs the other way.' });
    };
    expect(await levels({ refuseWrongAxes })).toBe('axes blocking');
  });

  it('does not trust a clock from before the program, and doubts one that was put back', async () => {
    expect(await levels({ now: 0, newestSession: undefined })).toBe('clock blocking');
    expect(await levels({ newestSession: '2026-07-01T00:00:00.000Z' })).toBe('clock warning');
  });
});
