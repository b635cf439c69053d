import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../src-shared/experiment';
import { pixelToSample } from '../../src-shared/geometry';
import type { RecordBody } from '../../src-shared/session/record';
import { systemClock } from '../clock';
import { createSimulator } from '../instrument/simulator/driver';
import { createGate } from './gate';
import type { Instrument, Journal } from './ports';

const { limits, scan, sweep } = DEFAULT_EXPERIMENT;
const signal = new AbortController().signal;

/** A gate on the simulated film, with a journal that keeps its records in memory. */
async function gateOnFilm(
  change: { instrument?: Partial<Instrument>; journal?: Partial<Journal>; speed?: number } = {},
) {
  const { instrument } = createSimulator({
    pixels: 128,
    filmSeed: 3,
    speed: change.speed ?? 'max',
    clock: systemClock,
  });
  await instrument.connect(signal);
  const records: RecordBody[] = [];
  const journal: Journal = {
    store: () => Promise.reject(new Error('not used')),
    append: (body) => {
      records.push(body);
      return Promise.resolve();
    },
    ...change.journal,
  };
  const gate = createGate({
    instrument: { ...instrument, ...change.instrument },
    journal,
    clock: systemClock,
    rules: { limits, scan, sweep },
    sweepsBefore: 0,
    firstIntent: 0,
    onLine: () => undefined,
  });
  return { gate, records, instrument };
}

const place = (row: number, col: number) => ({ at: pixelToSample(scan, { row, col }), pixel: { row, col } });
const story = (records: readonly RecordBody[]): string[] =>
  records.map((record) => {
    if (record.kind === 'intent') return `${record.id} ${record.effect.kind}`;
    return record.kind === 'outcome' ? `${record.id} ${record.result}` : record.kind;
  });

describe('the gate', () => {
  it('journals each effect as intent, then as outcome, one after the other', async () => {
    const { gate, records } = await gateOnFilm();
    await Promise.all([
      gate.perform({ kind: 'moveTo', ...place(20, 30) }, signal),
      gate.perform({ kind: 'sweepBias', ...place(20, 30) }, signal),
    ]);
    expect(story(records)).toEqual(['0 moveTo', '0 done', '1 sweepBias', '1 done']);
  });

  it('refuses what breaks a limit before the driver hears of it', async () => {
    let asked = 0;
    const { gate, records } = await gateOnFilm({ instrument: { moveTo: (at) => Promise.resolve((asked++, at)) } });
    const beyond = { at: { xMetres: 5e-6, yMetres: 0 }, pixel: { row: 64, col: 383.5 } };
    await expect(gate.perform({ kind: 'moveTo', ...beyond }, signal)).rejects.toMatchObject({ code: 'safety/limit' });
    expect({ asked, story: story(records) }).toEqual({ asked: 0, story: ['0 moveTo', '0 refused'] });
  });

  it('does not move when the intent cannot be written', async () => {
    let asked = 0;
    const { gate } = await gateOnFilm({
      journal: { append: () => Promise.reject(new Error('disk full')) },
      instrument: { moveTo: (at) => Promise.resolve((asked++, at)) },
    });
    await expect(gate.perform({ kind: 'moveTo', ...place(20, 30) }, signal)).rejects.toThrow('disk full');
    expect(asked).toBe(0);
  });

  it('lets an effect that was called off while it waited go by', async () => {
    const { gate, records } = await gateOnFilm();
    const abort = new AbortController();
    const first = gate.perform({ kind: 'moveTo', ...place(20, 30) }, signal);
    const second = gate.perform({ kind: 'sweepBias', ...place(20, 30) }, abort.signal);
    abort.abort();
    await first;
    await expect(second).rejects.toThrow();
    expect(story(records)).toEqual(['0 moveTo', '0 done', '1 sweepBias', '1 aborted']);
  });

  it('withdraws ahead of a sweep that is going on, and of a journal that hangs', async () => {
    const { gate, instrument } = await gateOnFilm({ speed: 1 });
    await gate.perform({ kind: 'moveTo', ...place(60, 60) }, signal);
    const abort = new AbortController();
    const sweeping = gate.perform({ kind: 'sweepBias', ...place(60, 60) }, abort.signal);
    const ended = expect(sweeping).rejects.toThrow();
    await systemClock.sleep(0.1);
    const withdrawing = gate.withdraw();
    abort.abort();
    await withdrawing;
    await ended;
    expect(await instrument.status()).toMatchObject({ tipEngaged: false, biasVolts: 0 });
  });
});
