/** How often a chart is drawn anew: a fast run must not spend its frames on curves that nobody can follow. */

/** Between two drawings lies at least this many times as long as the last one took. */
const REST = 40;
const LONGEST_REST_MILLIS = 2000;

/** Draws now or, soon after the last drawing and unless it must be at once, a little later; the function it gives back calls that off. */
export type Pace = (draw: () => void, atOnce?: boolean) => () => void;

/** Readings and timers in milliseconds. */
export interface PaceClock {
  readonly now: () => number;
  readonly later: (draw: () => void, millis: number) => () => void;
}

const WINDOW_CLOCK: PaceClock = {
  now: () => performance.now(),
  later: (draw, millis) => {
    const timer = setTimeout(draw, millis);
    return () => clearTimeout(timer);
  },
};

/** A pace of its own for one chart. A chart that has rested is drawn at once. */
export function createPace({ now, later }: PaceClock = WINDOW_CLOCK): Pace {
  let restsUntil = Number.NEGATIVE_INFINITY;

  function timed(draw: () => void): void {
    const begun = now();
    draw();
    const ended = now();
    restsUntil = ended + Math.min(LONGEST_REST_MILLIS, REST * (ended - begun));
  }

  return (draw, atOnce = false) => {
    const wait = atOnce ? 0 : restsUntil - now();
    if (wait > 0) return later(() => timed(draw), wait);
    timed(draw);
    return () => undefined;
  };
}
