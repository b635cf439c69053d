import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readNumber, writeNumber } from './numberField.model';

const volts = { min: -20, max: 20, whole: false, unit: 'V' };
const count = { min: 2, max: 1000, whole: true, unit: '' };

describe('readNumber', () => {
  it('takes dot and comma for the same number', () => {
    expect(readNumber('1.30', volts)).toEqual({ ok: true, value: 1.3 });
    expect(readNumber('1,30', volts)).toEqual({ ok: true, value: 1.3 });
  });

  it('says what is wrong', () => {
    const many = readNumber('1.000,5', volts);
    expect(many.ok ? '' : many.message).toContain('decimal sign');
    expect(readNumber('', count)).toMatchObject({ ok: false, message: 'Enter a number.' });
    expect(readNumber('2,5', count)).toMatchObject({ ok: false, message: 'Enter a whole number.' });
    expect(readNumber('1', count)).toMatchObject({ ok: false, message: 'Enter a number from 2 to 1000.' });
    expect(readNumber('21', volts)).toMatchObject({ ok: false, message: 'Enter a number from \u221220 to 20 V.' });
  });

  it('has a message for every text that is no number, and for minus nought', () => {
    for (const typed of ['1.300,5', '', '   ', '1e400', 'abc', '1,2,3', '--1', '-0', '\u22120,00'])
      expect(readNumber(typed, volts), typed).toMatchObject({ ok: false });
    expect(readNumber('0', volts)).toEqual({ ok: true, value: 0 });
  });

  it('reads back what was written', () => {
    fc.assert(
      fc.property(fc.double({ min: -20, max: 20, noNaN: true }), (value) => {
        expect(readNumber(writeNumber(value), volts)).toEqual({ ok: true, value: value === 0 ? 0 : value });
      }),
    );
  });
});
