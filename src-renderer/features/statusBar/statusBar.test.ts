import { describe, expect, it } from 'vitest';
import { samplePoint } from '../../../src-shared/geometry';
import type { ConsoleSnapshot, InstrumentReport } from '../../../src-shared/ipc/contract';
import type { SessionView } from '../../../src-shared/session/view';
import { cursorWords, diskWords, instrumentWords, savedWords, tipWords } from './statusBar.model';

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
  it('says how old an old reading is', () => {
    expect(instrumentWords(instrument, 101_000)).toBe('Simulator: sweeping');
    expect(instrumentWords(instrument, 112_000)).toBe('Simulator: sweeping, read 12 s ago');
  });

  it('never shows missing telemetry as a number', () => {
    expect(tipWords(instrument)).toBe('Tip no data');
    expect(diskWords(undefined)).toBe('Disk free no data');
    expect(cursorWords(session, undefined)).toBe('Pointer: no data');
  });

  it('says how old the newest record is', () => {
    const console = { session, replay: false } as ConsoleSnapshot;

    expect(savedWords(console, 97_500)).toBe('Record 41 saved 2.0 s ago');
    expect(savedWords({ ...console, replay: true }, 97_500)).toBe('Last record 41 of 1970-01-01 00:01:35 UTC');
    expect(savedWords({ ...console, session: undefined }, 0)).toBe('Saved: no data');
  });

  it('reads the height under the pointer', () => {
    expect(cursorWords(session, samplePoint(0.4e-6, 0.6e-6))).toBe('x 400 nm  y 600 nm  z 2.00 nm');
    expect(diskWords(212e9)).toBe('Disk free 212 GB');
  });
});
