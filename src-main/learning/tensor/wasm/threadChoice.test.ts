import { expect, test } from 'vitest';
import { createThreadChoice, type ThreadChoice } from './threadChoice';

/** A machine on which jobs take given times, and the seconds that have passed on it. */
function createMachine(choice: ThreadChoice = createThreadChoice()) {
  let now = 10;
  return {
    choice,
    now: () => now,
    /** Runs jobs for some seconds; the share of jobs that used helpers. */
    run(seconds: number, durations: { alone: number; helped: number }, kind = 1): number {
      const end = now + seconds;
      let [jobs, helped] = [0, 0];
      for (; now < end; jobs++) {
        const helpers = choice.useHelpers(kind, now);
        const duration = helpers ? durations.helped : durations.alone;
        choice.report(kind, helpers, duration);
        if (helpers) helped++;
        now += duration;
      }
      return helped / jobs;
    },
  };
}

test.each([1e-5, 1e-3, 3e-2])(
  'helpers are used where they are faster and left alone where not: jobs of %f s',
  (unit) => {
    const seconds = 600 * Math.max(unit, 1e-3);

    expect(createMachine().run(seconds, { alone: 2 * unit, helped: unit })).toBeGreaterThan(0.8);
    expect(createMachine().run(seconds, { alone: unit, helped: 2 * unit })).toBeLessThan(0.2);
  },
);

test('each kind of job is judged by itself', () => {
  const machine = createMachine();
  machine.run(1, { alone: 2e-3, helped: 1e-3 }, 1);
  machine.run(1, { alone: 1e-3, helped: 2e-3 }, 2);

  const answers = [1, 2].map((kind) => machine.choice.useHelpers(kind, machine.now() - 0.1));

  expect(answers).toEqual([true, false]);
});

test('a machine that became idle or busy is noticed within seconds', () => {
  const machine = createMachine();
  machine.run(5, { alone: 1e-3, helped: 9e-3 });
  machine.run(5, { alone: 1e-3, helped: 5e-4 });
  expect(machine.run(5, { alone: 1e-3, helped: 5e-4 })).toBeGreaterThan(0.9);

  machine.run(5, { alone: 1e-3, helped: 9e-3 });
  expect(machine.run(5, { alone: 1e-3, helped: 9e-3 })).toBeLessThan(0.1);
});

test('a first run that takes long does not decide', () => {
  const machine = createMachine();
  machine.choice.report(1, true, 1000);

  expect(machine.run(2, { alone: 2e-3, helped: 1e-3 })).toBeGreaterThan(0.9);
});
