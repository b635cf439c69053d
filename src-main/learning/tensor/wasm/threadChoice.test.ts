import { expect, test } from 'vitest';
import { createThreadChoice, type ThreadChoice } from './threadChoice';

/** Runs jobs whose durations are given, and says how many of them used helpers. */
function run(choice: ThreadChoice, jobs: number, durations: { alone: number; helped: number }, kind = 1): number {
  let helped = 0;
  for (let job = 0; job < jobs; job++) {
    const helpers = choice.useHelpers(kind);
    if (helpers) helped++;
    choice.report(kind, helpers, helpers ? durations.helped : durations.alone);
  }
  return helped;
}

test('helpers are used where they are faster and left alone where they are not', () => {
  expect(run(createThreadChoice(), 500, { alone: 2, helped: 1 })).toBeGreaterThan(480);
  expect(run(createThreadChoice(), 500, { alone: 1, helped: 2 })).toBeLessThan(20);
});

test('each kind of job is judged by itself', () => {
  const choice = createThreadChoice();
  run(choice, 100, { alone: 2, helped: 1 }, 1);
  run(choice, 100, { alone: 1, helped: 2 }, 2);

  expect([choice.useHelpers(1), choice.useHelpers(2)]).toEqual([true, false]);
});

test('a machine that became idle is noticed', () => {
  const choice = createThreadChoice();
  run(choice, 200, { alone: 1, helped: 9 });

  expect(run(choice, 60_000, { alone: 1, helped: 0.5 })).toBeGreaterThan(1000);
});

test('a first run that takes long does not decide', () => {
  const choice = createThreadChoice();
  choice.report(1, true, 1000);

  expect(run(choice, 200, { alone: 2, helped: 1 })).toBeGreaterThan(180);
});
