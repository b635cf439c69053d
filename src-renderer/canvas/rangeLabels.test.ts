import { describe, expect, it } from 'vitest';
import { rangeLabels } from './rangeLabels';

describe('rangeLabels', () => {
  it('gives both ends the prefix of the larger one', () => {
    expect(rangeLabels({ low: -5e-10, high: 4.32e-8 }, 'm')).toEqual({
      low: '\u22120.5',
      middle: '21.4',
      high: '43.2',
      unit: 'nm',
      sentence: '\u22120.5 to 43.2 nm',
    });
  });

  it('leaves pure numbers alone and says when there is nothing', () => {
    expect(rangeLabels({ low: 0, high: 0.5 }, '').sentence).toBe('0.000 to 0.500');
    expect(rangeLabels(undefined, 'm').sentence).toBe('no data');
  });
});
