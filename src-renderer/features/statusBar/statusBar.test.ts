import { describe, expect, it } from 'vitest';
import { samplePoint } from '../../../src-shared/geometry';
import type { ConsoleSnapshot, InstrumentReport } from '../../../src-shared/ipc/contract';
import type { SessionView } from '../../../src-shared/session/view';
import { cursorWords, diskWords, instrumentWords, modelWords, savedWords, tipWords } from './statusBar.model';

const instrument: InstrumentReport = {
  name: 'Simulator',
  simulated: true,
  phase: 'sweeping',
  tipEngaged: 'unknown',
  position: undefined,
  biasVolts: undefined,
  heightMetres: undefined,
  readAt: 100_000,
};
const session = {
  lastSeq: 41,
  lastAt: '1970-01-01T00:01:35.400Z',
  frame: {
    rows: 2,
    cols: 2,
    widthMetres: 2e-6,
    heightMetres: 2e-6,
    heightsMetres: new Float32Array([1e-9, 2e-9, 3e-9, 4e-9]),
  },
} as unknown as SessionView;

describe('the status bar', () => {
  it('says how old a reading is', () => {
    expect(instrumentWords(instrument, 'live', 100_400)).toBe('Simulator: sweeping, read 0 s ago');
    expect(instrumentWords(instrument, 'stale', 112_000)).toBe('Simulator: sweeping, read 12 s ago');
  });

  it('keeps the last values of an instrument that does not answer, and marks them', () => {
    const last = { tipEngaged: true, biasVolts: 0.5, position: undefined, heightMetres: undefined, readAt: 88_000 };
    const lost: InstrumentReport = { ...instrument, phase: 'offline' };
    expect(instrumentWords({ ...lost, last }, 'disconnected', 100_000)).toBe(
      'Simulator: NO CONNECTION, last read 12 s ago',
    );
    expect(tipWords({ ...lost, last }, 'disconnected')).toBe('Last known: Tip in contact, bias 500 mV');
    expect(instrumentWords(lost, 'disconnected', 100_000)).toBe('Simulator: NO CONNECTION, last read never');
    expect(tipWords(lost, 'disconnected')).toBe('Tip no data, bias no data');
  });

  it('never shows missing telemetry as a number', () => {
    expect(tipWords(instrument, 'live')).toBe('Tip no data, bias no data');
    expect(diskWords(undefined)).toBe('Disk free no data');
    expect(cursorWords(session, undefined)).toBe('Pointer: no data');
  });

  it('says which curve is on disk, and how long already', () => {
    const console = { session: { ...session, points: [] }, replay: false } as unknown as ConsoleSnapshot;
    const point = (index: number, step: number) => ({ index, step, recordedAt: '1970-01-01T00:01:36.000Z' });
    const measured = (...points: object[]) => ({ ...console, session: { ...session, points } }) as ConsoleSnapshot;
    expect(savedWords(console, 97_500)).toBe('Saved record 41, 2 s ago');
    expect(savedWords(measured(point(2, 0)), 97_500)).toBe('Saved seed 3, 1 s ago');
    expect(savedWords(measured(point(2, 0), point(3, 86)), 97_500)).toBe('Saved step 86, 1 s ago');
    expect(savedWords({ ...console, replay: true }, 97_500)).toBe('Last record 41 of 1970-01-01 00:01:35 UTC');
    expect(savedWords({ ...console, session: undefined }, 0)).toBe('Saved: no data');
  });

  it('says how old the maps are', () => {
    const maps = { step: 87 };
    const console = { session: { ...session, maps, mapsAt: session.lastAt }, replay: false };
    expect(modelWords(console as ConsoleSnapshot, 97_500)).toBe('Maps for step 87, 2 s ago');
    expect(modelWords({ ...console, replay: true } as ConsoleSnapshot, 97_500)).toBeUndefined();
  });

  it('reads the height under the pointer', () => {
    expect(cursorWords(session, samplePoint(0.4e-6, 0.6e-6))).toBe('x 400 nm  y 600 nm  z 2.00 nm');
    expect(diskWords(212e9)).toBe('Disk free 212 GB');
  });
});
