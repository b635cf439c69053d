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
