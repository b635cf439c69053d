import { expect, it } from 'vitest';
import { effectWords, firstDraft } from './ruleFields.model';

const effect = { before: 12_034, after: 11_997, touched: new Uint32Array(37) };

it('says how many candidates a rule takes out, with a share, and how many it only makes less likely', () => {
  expect(effectWords(firstDraft('radius', 5, 16), effect)).toBe('removes 37 of 12\u202f034 (0.3\u202f%)');
  expect(effectWords(firstDraft('lookAlike', 5, 16), effect)).toContain('37 of 12\u202f034 less likely');
  expect(effectWords({ scope: 'lookAlike', candidate: 5, strength: 1 }, effect)).toMatch(/^removes 37/);
});

it('begins a radius with half a patch', () => {
  expect(firstDraft('radius', 5, 16)).toEqual({ scope: 'radius', candidate: 5, radiusPixels: 8 });
});
