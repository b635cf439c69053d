import { describe, expect, it } from 'vitest';
import { createPaintQueue } from './paintQueue';

/** Frames that come when the test says so, and time that passes while something is painted. */
function world() {
  let time = 0;
  let next: (() => void) | undefined;
  const painted: string[] = [];
  const soon = createPaintQueue({ now: () => time, nextFrame: (run) => void (next = run) });
  return {
    painted,
    ask: (name: string, millis: number) =>
      soon(() => {
        painted.push(name);
        time += millis;
      }),
    frame() {
      const run = next;
      next = undefined;
      run?.();
      return next !== undefined;
    },
  };
}

describe('the queue of pictures', () => {
  it('paints in order, as many in a frame as fit into it', () => {
    const { painted, ask, frame } = world();
    for (const name of ['a', 'b', 'c']) ask(name, 4);
    expect(painted).toEqual([]);
    expect(frame()).toBe(true);
    expect(painted).toEqual(['a', 'b']);
    expect(frame()).toBe(false);
    expect(painted).toEqual(['a', 'b', 'c']);
  });

  it('paints one in every frame, however long it takes', () => {
    const { painted, ask, frame } = world();
    ask('a', 100);
    ask('b', 100);
    frame();
    frame();
    expect(painted).toEqual(['a', 'b']);
  });

  it('leaves out what was called off, and goes on with what comes later', () => {
    const { painted, ask, frame } = world();
    ask('a', 1)();
    frame();
    ask('b', 1);
    frame();
    expect(painted).toEqual(['b']);
  });
});
