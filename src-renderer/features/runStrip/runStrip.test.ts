import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../../src-shared/experiment';
import type { SessionView } from '../../../src-shared/session/view';
import { cellAt, quartiles, runCommands, stepCells, stripLayout } from './runStrip.model';

describe('stepCells', () => {
  const session = {
    config: { ...DEFAULT_EXPERIMENT, seeds: 2, steps: 3 },
    points: [{ index: 0 }, { index: 1 }, { index: 2 }],
    novelty: Float64Array.of(1, 3),
    vetoes: [{ step: 2 }, { step: 2 }],
  } as unknown as SessionView;

  it('has the seeds first, then one cell for each step with the vetoes before it', () => {
    const cells = stepCells(session, true);

    expect(cells.map((cell) => cell.kind)).toEqual(['seed', 'seed', 'step', 'step', 'step']);
    expect(cells.map((cell) => cell.index)).toEqual([0, 1, 2, undefined, undefined]);
    expect(cells.map((cell) => cell.vetoes)).toEqual([0, 0, 0, 2, 0]);
    expect(cells.map((cell) => cell.current)).toEqual([false, false, false, true, false]);
    expect(cells[2]!.quartile).toBeUndefined();
  });
});

describe('quartiles', () => {
  it('split by rank', () => {
    expect(quartiles(Float64Array.of(10, 40, 20, 30, Number.NaN))).toEqual([0, 3, 1, 2, undefined]);
  });

  it('give equal values the same quarter and never fall with the value', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 40 }), (values) => {
        const found = quartiles(Float64Array.from(values));
        for (const [i, a] of values.entries())
          for (const [j, b] of values.entries()) if (a <= b) expect(found[i]!).toBeLessThanOrEqual(found[j]!);
        expect(found).toHaveLength(values.length);
      }),
    );
  });
});

describe('the strip', () => {
  it('fits any number of steps into its box, and each cell is hit in its middle', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 3000 }), fc.integer({ min: 200, max: 900 }), (count, width) => {
        const layout = stripLayout(count, width, 60);

        expect(layout.columns * layout.pitchX).toBeLessThanOrEqual(width + 1e-9);
        expect(layout.rows * layout.pitchY).toBeLessThanOrEqual(60 + 1e-9);
        for (const cell of [0, count >> 1, count - 1]) {
          const x = ((cell % layout.columns) + 0.5) * layout.pitchX;
          const y = (Math.floor(cell / layout.columns) + 0.5) * layout.pitchY;
          expect(cellAt(layout, count, x, y)).toBe(cell);
        }
        expect(cellAt(layout, count, -1, 1)).toBeUndefined();
      }),
    );
  });
});

describe('runCommands', () => {
  it('offers nothing without a run', () => {
    expect(Object.values(runCommands({ kind: 'idle' })).some(Boolean)).toBe(false);
    expect(Object.values(runCommands({ kind: 'halted', cause: 'x' })).some(Boolean)).toBe(false);
  });

  it('lets a second press hurry a pause that waits for the end of the step', () => {
    expect(runCommands({ kind: 'pausing', phase: 'sweep', when: 'afterStep' })).toMatchObject({
      pause: false,
      pauseNow: true,
      resume: true,
    });
    expect(runCommands({ kind: 'pausing', phase: 'sweep', when: 'now' }).pauseNow).toBe(false);
  });

  it('lets a run that finishes its last step be aborted', () => {
    expect(runCommands({ kind: 'stopping', outcome: 'stopped', phase: 'sweep' }).abort).toBe(true);
    expect(runCommands({ kind: 'stopping', outcome: 'stopped' }).abort).toBe(false);
  });
});
