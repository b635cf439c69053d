/** Spreads the drawing of pictures over frames: maps that come together must not hold up the mouse. */

/** Of a frame of 16 ms this much goes into pictures; one is drawn in any case. */
const BUDGET_MILLIS = 6;

/** Readings in milliseconds, and a call before the next frame. */
export interface FrameClock {
  readonly now: () => number;
  readonly nextFrame: (run: () => void) => void;
}

/** Draws in one of the next frames, in the order of asking; the function it gives back calls that off. */
export type PaintSoon = (paint: () => void) => () => void;

/** A queue of its own. */
export function createPaintQueue({ now, nextFrame }: FrameClock): PaintSoon {
  const waiting = new Set<() => void>();
  let asked = false;

  function ask(): void {
    if (asked || waiting.size === 0) return;
    asked = true;
    nextFrame(work);
  }

  function work(): void {
    asked = false;
    const begun = now();
    for (const paint of waiting) {
      waiting.delete(paint);
      paint();
      if (now() - begun >= BUDGET_MILLIS) break;
    }
    ask();
  }

  return (paint) => {
    waiting.add(paint);
    ask();
    return () => waiting.delete(paint);
  };
}

/** The queue that all maps of the window share. */
export const paintSoon = createPaintQueue({
  now: () => performance.now(),
  nextFrame: (run) => void requestAnimationFrame(run),
});
