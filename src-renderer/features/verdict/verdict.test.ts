import { expect, it } from 'vitest';
import { shiftOf } from './verdict.model';

it('compares the novelty of the others before and after, without the judged curve', () => {
  const shift = shiftOf(Float64Array.of(0.2, 0.9, 0.4), Float64Array.of(0.1, Number.NaN, 0.38), 1);
  expect(shift?.before).toBeCloseTo(0.3);
  expect(shift?.after).toBeCloseTo(0.24);
  expect(shift?.most).toEqual({ index: 0, from: 0.2, to: 0.1 });
  expect(shiftOf(Float64Array.of(1), Float64Array.of(1), 0)).toBeUndefined();
});
