import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../src-shared/experiment';
import { pixelToSample } from '../../src-shared/geometry';
import type { InstrumentCapabilities } from './ports';
import { checkEffect, type GateContext } from './safety';

const capabilities: InstrumentCapabilities = {
  lineEvents: true,
  abortScan: true,
  abortSweep: true,
  positionReadback: true,
  hardwareCompliance: true,
  maxFrameMetres: 90e-6,
  biasRangeVolts: [-10, 10],
};
const { limits, scan, sweep } = DEFAULT_EXPERIMENT;
const context: GateContext = { limits, capabilities, scan, sweep, sweeps: 0 };

function at(row: number, col: number) {
  return { at: pixelToSample(scan, { row, col }), pixel: { row, col } };
}

const messages = (effect: Parameters<typeof checkEffect>[0], change: Partial<GateContext> = {}): string[] =>
  checkEffect(effect, { ...context, ...change }).map((violation) => violation.message);

describe('the safety gate', () => {
  it('lets the default experiment through', () => {
    expect(messages({ kind: 'scanFrame' })).toEqual([]);
    fc.assert(
      fc.property(fc.nat(scan.rows - 1), fc.nat(scan.cols - 1), (row, col) => {
        expect(messages({ kind: 'moveTo', ...at(row, col) })).toEqual([]);
        expect(messages({ kind: 'sweepBias', ...at(row, col) })).toEqual([]);
      }),
    );
  });

  it('refuses every place outside the frame', () => {
    const outside = fc.tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.double({ min: -1, max: 1, noNaN: true }));
    fc.assert(
      fc.property(outside, ([x, y]) => {
        const place = { xMetres: x * 1e-4, yMetres: y * 1e-4 };
        const inside =
          Math.abs(place.xMetres) <= scan.widthMetres / 2 && Math.abs(place.yMetres) <= scan.heightMetres / 2;
        const pixel = {
          row: (0.5 - place.yMetres / scan.heightMetres) * scan.rows - 0.5,
          col: (place.xMetres / scan.widthMetres + 0.5) * scan.cols - 0.5,
        };
        expect(messages({ kind: 'moveTo', at: place, pixel }).length === 0).toBe(inside);
      }),
    );
  });

  it('refuses a place that is no number, and one that belongs to another pixel', () => {
    expect(messages({ kind: 'moveTo', at: { xMetres: NaN, yMetres: 0 }, pixel: { row: 0, col: 0 } })).toEqual([
      'The place is not a number.',
    ]);
    const { at: place } = at(10, 20);
    expect(messages({ kind: 'moveTo', at: place, pixel: { row: 20, col: 10 } })).toHaveLength(1);
  });

  it.each([
    ['bias', { sweep: { ...sweep, peakVolts: 2.1 } }, /reaches 2.10 V; the bias limit is 2.00 V/],
    ['negative bias', { sweep: { ...sweep, startVolts: -2.5 } }, /bias limit/],
    [
      'bias range',
      { capabilities: { ...capabilities, biasRangeVolts: [-1, 1] as const } },
      /bias range of −1.00 V to 1.00 V/,
    ],
    ['slew', { sweep: { ...sweep, pointSeconds: 1e-5 } }, /slews at 1.20 kV\/s/],
    ['dose', { sweeps: limits.maxSweeps }, /10000 sweeps/],
  ])('refuses a sweep beyond the limit of %s', (_name, change, message) => {
    expect(messages({ kind: 'sweepBias', ...at(8, 8) }, change).join()).toMatch(message);
  });

  it('refuses a frame larger than scanner or limit', () => {
    const wide = { ...scan, widthMetres: 100e-6 };
    expect(messages({ kind: 'scanFrame' }, { scan: wide })).toHaveLength(2);
  });

  it('never stands in the way of safety', () => {
    const broken = { limits: { ...limits, maxSweeps: 1 }, sweeps: 99 };
    expect([...messages({ kind: 'makeSafe' }, broken), ...messages({ kind: 'withdraw' }, broken)]).toEqual([]);
  });
});
