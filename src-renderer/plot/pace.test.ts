import { describe, expect, it } from 'vitest';
import { createPace } from './pace';

/** A clock whose time passes only while something is drawn, or when the test says so. */
function world() {
  let time = 0;
  let waiting: { readonly at: number; readonly draw: () => void } | undefined;
  const pace = createPace({
    now: () => time,
    later: (draw, millis) => {
      const mine = { at: time + millis, draw };
      waiting = mine;
      return () => {
        if (waiting === mine) waiting = undefined;
      };
    },
  });
  const drawn: string[] = [];
  return {
    drawn,
    /** Asks for a drawing that takes so long. */
    ask: (name: string, millis: number, atOnce = false) =>
      pace(() => {
        drawn.push(name);
        time += millis;
      }, atOnce),
    pass(millis: number) {
      time += millis;
      if (waiting === undefined || waiting.at > time) return;
      const { draw } = waiting;
      waiting = undefined;
      draw();
    },
  };
}

describe('the pace of a chart', () => {
  it('draws at once where the last drawing is long ago', () => {
    const { drawn, ask, pass } = world();
    ask('a', 10);
    pass(400);
    ask('b', 10);
    expect(drawn).toEqual(['a', 'b']);
  });

  it('rests forty times as long as it drew, and then shows the newest', () => {
    const { drawn, ask, pass } = world();
    ask('a', 10);
    pass(50);
    const off = ask('b', 10);
    off();
    ask('c', 10);
    pass(349);
    expect(drawn).toEqual(['a']);
    pass(1);
    expect(drawn).toEqual(['a', 'c']);
  });

  it('does not rest where the drawing must be at once', () => {
    const { drawn, ask } = world();
    ask('a', 10);
    ask('b', 10, true);
    expect(drawn).toEqual(['a', 'b']);
  });

  it('rests no longer than two seconds', () => {
    const { drawn, ask, pass } = world();
    ask('a', 300);
    ask('b', 300);
    pass(1999);
    expect(drawn).toEqual(['a']);
    pass(1);
    expect(drawn).toEqual(['a', 'b']);
  });
});
