import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { element, text } from './markup';
import { readMarkup } from './testing/wellFormed';

const ENTITIES: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&amp;': '&', '&quot;': '"', '&#39;': "'" };

describe('markup', () => {
  it('keeps any printable text and lets none of it become markup', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (value) => {
        const found = readMarkup(element('p', { title: value }, text(value)));
        expect(found.map(({ name }) => name)).toEqual(['p']);
        expect(text(value).replace(/&(?:lt|gt|amp|quot|#39);/g, (entity) => ENTITIES[entity]!)).toBe(value);
      }),
    );
  });

  it('survives every unit of UTF-16, also halves of pairs', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 0xffff })), (units) => {
        const broken = `${String.fromCharCode(...units)} <`;
        expect(readMarkup(element('p', { title: broken }, text(broken)))).toHaveLength(1);
        expect(/[\ud800-\udfff\u0000-\u0008<]/u.test(text(broken))).toBe(false);
      }),
    );
  });

  it('replaces signs that turn the writing direction', () => {
    expect(text('a\u202eb\u0007')).toBe('a\ufffdb\ufffd');
  });

  it('leaves undefined attributes out, rounds numbers and refuses what is not finite', () => {
    expect(element('circle', { cx: 1.23456, cy: -0.001, r: undefined })).toBe('<circle cx="1.23" cy="0"/>');
    expect(element('td', {})).toBe('<td></td>');
    expect(() => element('circle', { cx: Number.NaN })).toThrow(RangeError);
  });
});
