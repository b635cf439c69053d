/** The table of failures in docs/failures.md: each is injected, found out, reacted to, and in the journal. */
import { expect, it } from 'vitest';
import { ConsoleError, type ErrorCode } from '../../src-shared/errors';
import { faultRun } from './testing/faultRun';

/** What goes wrong, by which code it is named, how the run stands then, curves on record, sweeps sent. */
type Row = readonly [
  name: string,
  faults: readonly object[],
  code: ErrorCode,
  state: 'suspended' | 'halted',
  curves: number,
  sweeps: number,
];

const third = { afterSweeps: 2 };
const sweep = (fault: string) => [{ on: 'sweepBias', fault, call: 1, ...third }];
const ROWS: readonly Row[] = [
  ['2 lost while idle', [{ on: 'status', fault: 'lost', ...third }], 'instrument/offline', 'suspended', 2, 2],
  ['3 lost in a sweep', sweep('lost'), 'instrument/unknown-outcome', 'suspended', 2, 3],
  ['4 no reply to a sweep', sweep('silent'), 'instrument/timeout', 'halted', 2, 2],
  ['4 no reply to a move', [{ on: 'moveTo', fault: 'silent', ...third }], 'instrument/timeout', 'halted', 2, 2],
  ['6 broken reply', sweep('protocol'), 'instrument/fault', 'suspended', 2, 2],
  ['7 the instrument refuses', sweep('refusal'), 'instrument/fault', 'suspended', 2, 2],
  ['8 NaN in a curve', sweep('noNumber'), 'instrument/fault', 'suspended', 2, 3],
  ['8 infinite heights', [{ on: 'scanFrame', fault: 'infinite' }], 'instrument/fault', 'suspended', 0, 0],
  [
    '8 a place that is no number',
    [{ on: 'moveTo', fault: 'noNumber', times: 2, ...third }],
    'instrument/off-place',
    'suspended',
    2,
    2,
  ],
  ['9 too short a curve', sweep('short'), 'instrument/fault', 'suspended', 2, 3],
  ['9 too long a curve', sweep('long'), 'instrument/fault', 'suspended', 2, 3],
  ['9 too short a frame', [{ on: 'scanFrame', fault: 'short' }], 'instrument/fault', 'suspended', 0, 0],
  [
    '10, 26 moved by somebody else',
    [{ on: 'status', fault: 'moved', ...third }],
    'instrument/fault',
    'suspended',
    2,
    2,
  ],
  [
    '11, 12 stops short twice',
    [{ on: 'moveTo', fault: 'clamped', times: 2, ...third }],
    'instrument/off-place',
    'suspended',
    2,
    2,
  ],
  ['12 wanders during the sweep', sweep('drifted'), 'instrument/off-place', 'suspended', 2, 3],
  ['14 current in nA', sweep('units'), 'instrument/fault', 'suspended', 2, 3],
  ['14 heights in nm', [{ on: 'scanFrame', fault: 'units' }], 'instrument/fault', 'suspended', 0, 0],
  ['14 wrong bias axis', sweep('axis'), 'instrument/fault', 'suspended', 2, 3],
  ['18 jump in height', [{ on: 'status', fault: 'crash', call: 2, ...third }], 'instrument/tip-fault', 'halted', 2, 2],
  [
    '19 contact lost',
    [{ on: 'status', fault: 'contactLost', call: 2, ...third }],
    'instrument/fault',
    'suspended',
    2,
    2,
  ],
  ['20 Safe Tip', [{ on: 'status', fault: 'latched', ...third }], 'instrument/tip-fault', 'halted', 2, 2],
  [
    '27 busy for longer than the limit',
    [{ on: 'status', fault: 'busy', times: 1000, ...third }],
    'instrument/fault',
    'suspended',
    2,
    2,
  ],
];

it.each(ROWS)('%s: held, in the journal, nothing measured from it', async (...row) => {
  const [, faults, code, state, ...counts] = row;
  // After the second sweep one reading of the status belongs to that sweep.
  const later = faults.map((fault) =>
    'on' in fault && fault.on === 'status' ? { ...fault, call: ('call' in fault ? Number(fault.call) : 1) + 1 } : fault,
  );
  const { ended, problems, sent, curves, failed, records, stops } = await faultRun({ faults: later });
  expect(ended).toBe(state);
  expect(problems[0]).toBe(code);
  expect(failed()).toContain(code);
  expect([curves(), sent.sweeps]).toEqual(counts);
  expect(records.some((body) => body.kind === 'run.state' && body.state.kind === state)).toBe(true);
  if (state === 'halted') expect([sent.withdrawals > 0, stops.at(-1) === 'requested']).toEqual([true, false]);
  else expect(sent.safe).toBe(1);
});

it('1 nobody listens: said at once, and nothing moved', async () => {
  const { ended, problems, sent } = await faultRun({ faults: [{ on: 'connect', fault: 'refused' }] });
  expect([ended, problems, sent.moves, sent.sweeps]).toEqual(['idle', ['instrument/offline'], 0, 0]);
});

it('3, 25 a sweep of unknown outcome is sent again only when a person resumes, over a new connection', async () => {
  const { engine, sent, until, curves, clock } = await faultRun({ faults: sweep('lost') });
  await clock.sleep(100);
  expect(sent.sweeps).toBe(3);
  engine.command({ kind: 'resume' });
  expect(await until(['idle', 'suspended', 'halted'])).toBe('idle');
  expect([curves(), sent.sweeps]).toEqual([7, 8]);
});

it('12 a tip that stops short once is sent once more, and the run goes on', async () => {
  const { ended, curves, sent, failed } = await faultRun({ faults: [{ on: 'moveTo', fault: 'clamped', ...third }] });
  expect([ended, curves(), sent.moves, failed()]).toEqual(['idle', 7, 8, ['instrument/off-place']]);
});

it.each(['cutOff', 'noTail'])(
  '15 a sweep that was cut off (%s) is kept, flagged, not learnt from; the run goes on',
  async (fault) => {
    const { ended, of, problems, sent } = await faultRun({ faults: sweep(fault) });
    const curves = of('curve.recorded');
    expect([ended, problems, curves.length, sent.sweeps]).toEqual(['idle', [], 7, 7]);
    expect(curves.map(({ flags }) => flags.complete)).toEqual([true, true, false, true, true, true, true]);
    expect(of('scores.updated').map(({ quality }) => quality?.enters)).toEqual([
      true,
      true,
      false,
      true,
      true,
      true,
      true,
    ]);
  },
);

it('15 three curves in a row that were cut off hold the run, all of them on record', async () => {
  const { ended, of, problems, engine, until, curves } = await faultRun({
    faults: [{ on: 'sweepBias', fault: 'cutOff', call: 2, times: 3 }],
  });
  expect([ended, problems, curves()]).toEqual(['suspended', ['instrument/fault'], 4]);
  expect(of('run.state').some(({ state }) => state.kind === 'suspended' && state.reason.includes('cut off'))).toBe(
    true,
  );
  engine.command({ kind: 'resume' });
  expect([await until(['idle']), curves()]).toEqual(['idle', 7]);
});

it('13 an axis that runs the wrong way is found out by heights under the tip, before the sixth curve', async () => {
  const { ended, problems, sent, curves, failed, engine, until } = await faultRun({
    faults: [{ on: 'connect', fault: 'mirrored' }],
  });
  expect([ended, problems, failed()]).toEqual(['suspended', ['instrument/fault'], ['instrument/fault']]);
  expect([curves(), sent.sweeps]).toEqual([5, 5]);
  const { state } = engine.status();
  expect('reason' in state && state.reason).toMatch(/survey mirrored left to right/);
  // Told once: a person who has looked may go on.
  engine.command({ kind: 'resume' });
  expect(await until(['idle', 'suspended'])).toBe('idle');
});

it('16, 17 three curves in a row at the limit: the program asks a person again', async () => {
  const { records } = await faultRun({
    faults: [
      { on: 'sweepBias', fault: 'saturated', times: 2 },
      { on: 'sweepBias', fault: 'compliance', call: 3 },
    ],
  });
  expect(records.flatMap((body) => (body.kind === 'mode.changed' ? [body.reason] : []))).toEqual([
    expect.stringContaining('Three bad curves in a row'),
  ]);
});

it('27 an instrument that is busy for a while is waited for', async () => {
  const { ended, curves, problems } = await faultRun({
    faults: [{ on: 'status', fault: 'busy', call: 2, times: 5, ...third }],
  });
  expect([ended, curves(), problems]).toEqual(['idle', 7, []]);
});

it('28 a disk that is full: the tip does not move, and is taken away', async () => {
  const full = new ConsoleError({ code: 'journal/write-failed', message: 'No space left.' });
  let intents = 0;
  const { ended, sent } = await faultRun({
    journal: {
      append: (body) => (body.kind === 'intent' && ++intents > 5 ? Promise.reject(full) : Promise.resolve()),
    },
  });
  expect([ended, sent.moves, sent.sweeps]).toEqual(['halted', 2, 2]);
  expect(sent.withdrawals).toBeGreaterThan(0);
});

it('halted by a crash: nothing engages before somebody acknowledges, not even on "resume"', async () => {
  const { engine, sent } = await faultRun({ faults: [{ on: 'status', fault: 'latched', call: 2, ...third }] });
  expect(() => engine.command({ kind: 'resume' })).toThrow(/halted/);
  expect(sent.moves).toBe(2);
  engine.command({ kind: 'acknowledge' });
  expect(engine.status().state).toEqual({ kind: 'idle', outcome: 'aborted' });
});
