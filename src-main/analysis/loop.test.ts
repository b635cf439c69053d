import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_THRESHOLDS } from '../../src-shared/analysis';
import { DEFAULT_EXPERIMENT } from '../../src-shared/experiment';
import { sweepVolts } from '../../src-shared/sweep';
import { classCurrent } from '../instrument/simulator/curve';
import { CURVE_CLASSES, type CurveClass } from '../instrument/simulator/classes';
import { readLoop, referenceAmperes } from './loop';

const { sweep } = DEFAULT_EXPERIMENT;
const volts = sweepVolts(sweep);
const REFERENCE = 1.7e-9;

/** The curve of a pure class without noise. */
function pure(kind: CurveClass, axis: Float64Array = volts): Float64Array {
  const peak = axis.indexOf(Math.max(...axis));
  return axis.map((bias, i) => classCurrent(kind, bias, i <= peak));
}

const read = (amperes: Float64Array, axis: Float64Array = volts) =>
  readLoop(axis, amperes, REFERENCE, DEFAULT_THRESHOLDS);

describe('a loop of a pure class', () => {
  it.each(CURVE_CLASSES)('is named: %s', (kind) => {
    const { label } = read(pure(kind));
    expect(label.label).toBe(kind);
    expect(label.confidence).toBeGreaterThan(0.2);
  });

  it('opens where the class was made to open', () => {
    const [club] = read(pure('club')).descriptors.openings;
    expect(club!.fromVolts).toBeCloseTo(0.47, 1);
    expect(club!.toVolts).toBeCloseTo(1.03, 1);
    const heart = read(pure('heart')).descriptors;
    expect(heart.openings.map(({ sign }) => sign)).toEqual([-1, 1]);
    expect(heart.crossingsVolts).toHaveLength(1);
    expect(heart.crossingsVolts[0]).toBeGreaterThan(0.5);
    expect(heart.crossingsVolts[0]).toBeLessThan(0.72);
  });

  it('turns on where the class was made to turn on', () => {
    expect(read(pure('diamond')).descriptors.turnOnVolts).toBeCloseTo(1.28, 1);
    expect(read(pure('club')).descriptors.turnOnVolts).toBeLessThan(0.35);
    expect(read(pure('null')).descriptors.turnOnVolts).toBeUndefined();
  });

  it('has its area in the band of its opening', () => {
    const { bandArea, loopArea } = read(pure('diamond')).descriptors;
    expect(bandArea.high).toBeGreaterThan(0.95 * loopArea);
    const club = read(pure('club')).descriptors;
    expect(club.bandArea.intermediate).toBeGreaterThan(0.8 * club.loopArea);
    // 0.16 nA between the branches over about 0.46 V.
    expect(club.loopArea).toBeCloseTo(0.16e-9 * 0.46, 11);
  });
});

describe('other sweeps', () => {
  it('a ramp has no loop, and says so by having no openings', () => {
    const ramp = volts.slice(0, sweep.upPoints);
    const { descriptors, label } = read(pure('club', ramp), ramp);
    expect(descriptors).toMatchObject({ openings: [], loopArea: 0, turnOnReturnVolts: undefined });
    expect(label.label).toBe('other');
    expect(descriptors.maxAmperes).toBeGreaterThan(1e-9);
  });

  it('a sweep to negative bias reads as its mirror image', () => {
    const there = read(pure('heart'));
    const mirrored = read(
      pure('heart').map((current) => -current),
      volts.map((bias) => -bias),
    );
    expect(mirrored.label).toEqual(there.label);
    expect(mirrored.descriptors.loopArea).toBeCloseTo(there.descriptors.loopArea, 18);
  });

  it('does not depend on the number of points', () => {
    const fine = sweepVolts({ ...sweep, upPoints: 251, downPoints: 250 });
    const coarse = sweepVolts({ ...sweep, upPoints: 76, downPoints: 75 });
    for (const kind of CURVE_CLASSES)
      for (const axis of [fine, coarse]) expect(read(pure(kind, axis), axis).label.label).toBe(kind);
  });
});

describe('any curve', () => {
  it('gets a label with a confidence from 0 to 1 and finite descriptors', () => {
    const curve = fc.array(fc.double({ min: -2e-9, max: 2e-9, noNaN: true }), {
      minLength: volts.length,
      maxLength: volts.length,
    });
    fc.assert(
      fc.property(curve, (values) => {
        const { label, descriptors } = read(Float64Array.from(values));
        expect(label.confidence).toBeGreaterThanOrEqual(0);
        expect(label.confidence).toBeLessThanOrEqual(1);
        expect(Number.isFinite(descriptors.loopArea)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('that is zero throughout is null', () => {
    expect(read(new Float64Array(volts.length)).label.label).toBe('null');
    expect(readLoop(volts, new Float64Array(volts.length), 0, DEFAULT_THRESHOLDS).label.label).toBe('null');
  });
});

it('takes the reference current from the largest currents, curves with missing values aside', () => {
  expect(
    referenceAmperes([
      [0, 1e-9],
      [2e-9, 0],
      [NaN, 5e-9],
    ]),
  ).toBeCloseTo(1.95e-9, 12);
  expect(referenceAmperes([])).toBe(0);
});
