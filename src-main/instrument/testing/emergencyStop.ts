/**
 * STOP, as the engine gives it, in every state of a driver. Time is not measured: what must not be waited for is taken
 * away instead. Where no answer of the instrument arrives any more, a stop that still arrives there has waited for none.
 */
import { expect, test } from 'vitest';
import type { StopReport } from '../../../src-shared/ipc/contract';
import { watchStop } from '../../engine/stopWatch';
import { place, PHASE, reach, signal, start, type ContractBench, type Lack, type Motion } from './bench';

const STATES: readonly ('rest' | Motion)[] = ['rest', 'moveTo', 'scanFrame', 'sweepBias'];
/** Looks before something that must come about is called missing; each look gives everything else its turn. */
const LOOKS = 20_000;

export function testEmergencyStop(opened: () => ContractBench, lacks: readonly Lack[]): void {
  test.each(STATES)('STOP at %s is confirmed: 0 V and withdrawn, read back', async (state) => {
    const bench = opened();
    await enter(bench, state);
    const stop = follow(bench);
    await until(bench, () => stop.stages.length > 0 && !['requested', 'acknowledged'].includes(stop.stages.at(-1)!));

    expect(stop.stages).toEqual(['requested', 'acknowledged', 'safe']);
    expect(await bench.instrument.status()).toMatchObject({ tipEngaged: false });
  });

  // A driver that is its own instrument has nobody to fall silent; a twin without a tip is safe unless something runs.
  const silent = STATES.filter((state) => !lacks.includes('line') && !(state === 'rest' && lacks.includes('stop')));
  test.each(silent)(
    'STOP at %s leaves at once though nothing is answered, and is called unconfirmed',
    async (state) => {
      const bench = opened();
      const { hush, heard, stopWords } = bench.line!;
      await enter(bench, state);
      hush();
      const before = heard().length;
      const stop = follow(bench);
      await until(bench, () => inOrder(heard().slice(before), stopWords));
      stop.twoSecondsPass();
      await until(bench, () => stop.stages.length > 1);

      expect(stop.stages.slice(0, 2)).toEqual(['requested', 'unconfirmed']);
      await bench.dismantle(); // nothing waits for an answer any more
      await bench.instrument.close().catch(() => undefined);
      expect(stop.stages).not.toContain('safe');
    },
  );
}

/** Puts the instrument on the surface and into a state that lasts. */
async function enter(bench: ContractBench, state: 'rest' | Motion): Promise<void> {
  await bench.instrument.moveTo(place(bench, -0.4, 0.4), signal());
  if (state === 'rest') return;
  start(bench, state).catch(() => undefined); // how it ends is the business of other tests
  await reach(bench, PHASE[state]);
}

/** Gives a STOP as the engine does; its two seconds pass when the test says so. */
function follow({ instrument }: ContractBench) {
  const stages: StopReport['stage'][] = [];
  let twoSecondsPass = (): void => undefined;
  const sleep = (): Promise<void> => new Promise((resolve) => (twoSecondsPass = resolve));
  const clock = { now: () => 0, monotonicSeconds: () => 0, sleep };
  watchStop({ clock, instrument, withdraw: () => instrument.withdraw() }, ({ stage }) => stages.push(stage));
  return { stages, twoSecondsPass: () => twoSecondsPass() };
}

async function until(bench: ContractBench, done: () => boolean): Promise<void> {
  for (let look = 0; look < LOOKS; look++) {
    if (done()) return;
    await bench.turn();
  }
  throw new Error('It never came about.');
}

function inOrder(text: string, words: readonly string[]): boolean {
  let from = 0;
  for (const word of words) {
    const at = text.indexOf(word, from);
    if (at < 0) return false;
    from = at + word.length;
  }
  return true;
}
