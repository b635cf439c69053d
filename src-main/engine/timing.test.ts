import { describe, expect, it } from 'vitest';
import { createTiming } from './timing';

describe('idle time of the tip', () => {
  it('is what lies between its work, without the waits for people and without pauses', () => {
    const timing = createTiming();
    expect(timing.idleFraction()).toBeUndefined();
    timing.atWork(10, 11); // travel
    timing.atWork(11, 13); // sweep
    timing.waited(4);
    timing.atWork(18, 19); // 5 s between, 4 of them for a person
    timing.interrupted();
    timing.atWork(100, 101); // after a pause
    expect(timing.idleFraction()).toBeCloseTo(1 / 6, 12);
  });

  it('does not become negative where a person took longer than the gap', () => {
    const timing = createTiming();
    timing.atWork(0, 1);
    timing.waited(10);
    timing.atWork(2, 3);
    expect(timing.idleFraction()).toBe(0);
  });
});

describe('the estimate of the end', () => {
  it('comes from the last steps, with what they were spent on, and never from a pause', () => {
    const timing = createTiming();
    timing.measured(100);
    timing.spent('awaitDecision', 3);
    timing.spent('travel', 2);
    timing.spent('sweep', 4);
    timing.spent('record', 1);
    timing.measured(110);
    expect(timing.estimate(3)).toEqual({ seconds: 30, split: { decide: 9, travel: 6, sweep: 12, learn: 3 } });
    timing.spent('awaitDecision', 500);
    timing.interrupted(); // paused, resumed much later
    timing.spent('travel', 2);
    timing.measured(1000);
    expect(timing.estimate(3)).toEqual({ seconds: 30, split: { decide: 9, travel: 6, sweep: 12, learn: 3 } });
  });
});
