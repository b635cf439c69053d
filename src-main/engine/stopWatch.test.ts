import { describe, expect, it } from 'vitest';
import type { StopReport } from '../../src-shared/ipc/contract';
import { createFakeClock } from '../testing/fakeClock';
import type { InstrumentStatus } from './ports';
import { watchStop } from './stopWatch';

const SAFE: InstrumentStatus = {
  phase: 'idle',
  tipEngaged: false,
  position: undefined,
  biasVolts: 0,
  heightMetres: undefined,
};
const never = (): Promise<never> => new Promise(() => undefined);

/** What is reported, with the time of each report in seconds, for an instrument that behaves so. */
function watched(withdraw: () => Promise<void>, status: () => Promise<InstrumentStatus>) {
  const clock = createFakeClock();
  const seen: [number, StopReport['stage']][] = [];
  const messages: string[] = [];
  watchStop({ clock, withdraw, instrument: { status } }, ({ stage, message }) => {
    seen.push([clock.monotonicSeconds(), stage]);
    messages.push(message);
  });
  return { clock, seen, messages };
}

describe('a stop', () => {
  it('is requested, acknowledged and safe when the instrument reads so', async () => {
    const { clock, seen } = watched(
      () => Promise.resolve(),
      () => Promise.resolve(SAFE),
    );
    expect(seen, 'before anything is waited for').toEqual([[0, 'requested']]);
    await clock.advance(10);
    expect(seen.map(([, stage]) => stage)).toEqual(['requested', 'acknowledged', 'safe']);
  });

  it.each([
    ['never takes it', never, () => Promise.resolve(SAFE)],
    ['never says what came of it', () => Promise.resolve(), never],
  ] as const)('is unconfirmed after 2 seconds where the instrument %s', async (_what, withdraw, status) => {
    const { clock, seen, messages } = watched(withdraw, status);
    await clock.advance(1.99);
    expect(seen.map(([, stage]) => stage)).not.toContain('unconfirmed');
    await clock.advance(0.02);
    expect(seen.at(-1)).toEqual([2, 'unconfirmed']);
    expect(messages.at(-1)).toMatch(/has not confirmed that the tip is safe/);
  });

  it.each([
    ['the bias is not 0 V', { ...SAFE, biasVolts: 0.3 }],
    ['the bias is just more than a converter explains', { ...SAFE, biasVolts: -0.0011 }],
    ['the bias is no number', { ...SAFE, biasVolts: NaN }],
    ['the bias is not known', { ...SAFE, biasVolts: undefined }],
    ['the tip is in contact', { ...SAFE, tipEngaged: true }],
    ['nobody knows where the tip is', { ...SAFE, tipEngaged: 'unknown' as const }],
  ])('is never called safe where %s', async (_what, status) => {
    const { clock, seen } = watched(
      () => Promise.resolve(),
      () => Promise.resolve(status),
    );
    await clock.advance(10);
    expect(seen.map(([, stage]) => stage)).toEqual(['requested', 'acknowledged', 'unconfirmed']);
  });

  it.each([0.0003, -0.0009])('is safe at a bias that reads %d V: no converter is exact', async (biasVolts) => {
    const { clock, seen } = watched(
      () => Promise.resolve(),
      () => Promise.resolve({ ...SAFE, biasVolts }),
    );
    await clock.advance(10);
    expect(seen.map(([, stage]) => stage)).toEqual(['requested', 'acknowledged', 'safe']);
  });

  it('is unconfirmed at once where the instrument refuses it', async () => {
    const { clock, seen, messages } = watched(
      () => Promise.reject(new Error('the line is cut')),
      () => Promise.resolve(SAFE),
    );
    await clock.advance(0.01);
    expect(seen.at(-1)![1]).toBe('unconfirmed');
    expect(messages.at(-1)).toMatch(/the line is cut/);
  });
});
