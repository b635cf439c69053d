/**
 * Letters for pictures that are made without a browser: 5 x 7 dots each, drawn for this program. A glyph is seven signs,
 * one for each row from the top; a sign is a number of base 32 whose five bits are the dots from the left.
 */

const DIGITS = {
  '0': 'ehjlphe',
  '1': '4c4444e',
  '2': 'eh168gv',
  '3': 'eh161he',
  '4': '26aiv22',
  '5': 'vgu11he',
  '6': '68guhhe',
  '7': 'v124888',
  '8': 'ehhehhe',
  '9': 'ehhf12c',
};
const CAPITALS =
  'A ehhvhhh B uhhuhhu C ehggghe D uhhhhhu E vgguggv F vgguggg G ehgnhhf H hhhvhhh I e44444e J 72222ic K hikokih ' +
  'L ggggggv M hrllhhh N hhpljhh O ehhhhhe P uhhuggg Q ehhhlid R uhhukih S fgge11u T v444444 U hhhhhhe V hhhhha4 ' +
  'W hhhllla X hha4ahh Y hha4444 Z v1248gv';
const SMALL =
  'a 00e1fhf b gguhhhu c 00ehghe d 11fhhhf e 00ehvge f 698s888 g 00fhf1e h gguhhhh i 40c444e j 20622ic k ggikoki ' +
  'l c44444e m 00qllll n 00uhhhh o 00ehhhe p 00uhugg q 00fhf11 r 00mpggg s 00fge1u t 88s8896 u 00hhhjd v 00hhha4 ' +
  'w 00hhlla x 00ha4ah y 00hhf1e z 00v248v';
const SIGNS =
  '( 2488842 ) 8422248 . 00000cc , 0000c48 - 000v000 \u2212 000v000 + 044v440 : 0cc0cc0 / 11248gg % pq248bj ' +
  'µ 00hhjtg × 0ha4ah0 = 00v0v00';

const MISSING = 'vhhhhhv';
const GLYPHS: ReadonlyMap<string, string> = new Map([
  [' ', '0000000'],
  ...Object.entries(DIGITS),
  ...[CAPITALS, SMALL, SIGNS].flatMap((list) => pairs(list)),
]);

export const GLYPH_WIDTH = 5;
export const GLYPH_HEIGHT = 7;
/** From one letter to the next, dots. */
export const ADVANCE = 6;

/** Whether a dot of a letter is set; a letter that is not known is an empty box. */
export function dotOf(letter: string, row: number, col: number): boolean {
  const rows = GLYPHS.get(letter) ?? MISSING;
  return ((parseInt(rows.charAt(row), 32) >> (GLYPH_WIDTH - 1 - col)) & 1) === 1;
}

/** Whether there is a glyph for a letter. */
export function hasGlyph(letter: string): boolean {
  return GLYPHS.has(letter);
}

function pairs(list: string): [string, string][] {
  const words = list.split(' ');
  return words.flatMap((word, i) => (i % 2 === 0 ? [[word, words[i + 1] ?? MISSING] as [string, string]] : []));
}
