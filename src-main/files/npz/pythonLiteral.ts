/** The few Python literals that stand in the header of a .npy file: strings, whole numbers, True, False, None, (), [], {}. */

export type Literal = string | number | boolean | undefined | readonly Literal[] | ReadonlyMap<string, Literal>;

interface Cursor {
  readonly text: string;
  at: number;
  depth: number;
}

const DEEPEST = 32;

/** The value of a literal; throws a `SyntaxError` that names the place for anything else. None becomes undefined. */
export function parseLiteral(text: string): Literal {
  const cursor: Cursor = { text, at: 0, depth: 0 };
  const value = readValue(cursor);
  skipSpace(cursor);
  if (cursor.at < text.length) throw unexpected(cursor);
  return value;
}

function readValue(cursor: Cursor): Literal {
  skipSpace(cursor);
  const sign = cursor.text[cursor.at];
  if (sign === '{') return readDictionary(cursor);
  if (sign === '(') return readSequence(cursor, ')');
  if (sign === '[') return readSequence(cursor, ']');
  if (sign === "'" || sign === '"') return readString(cursor);
  return readWord(cursor);
}

function readDictionary(cursor: Cursor): ReadonlyMap<string, Literal> {
  const entries = new Map<string, Literal>();
  readItems(cursor, '}', () => {
    const key = readValue(cursor);
    if (typeof key !== 'string') throw unexpected(cursor);
    expect(cursor, ':');
    entries.set(key, readValue(cursor));
  });
  return entries;
}

function readSequence(cursor: Cursor, end: string): readonly Literal[] {
  const items: Literal[] = [];
  readItems(cursor, end, () => items.push(readValue(cursor)));
  return items;
}

/** What stands between an opening and its closing sign, separated by commas; the last comma may be there or not. */
function readItems(cursor: Cursor, end: string, readItem: () => void): void {
  cursor.at += 1;
  cursor.depth += 1;
  if (cursor.depth > DEEPEST) throw unexpected(cursor);
  for (;;) {
    skipSpace(cursor);
    if (cursor.text[cursor.at] === end) break;
    readItem();
    skipSpace(cursor);
    if (cursor.text[cursor.at] === end) break;
    expect(cursor, ',');
  }
  cursor.at += 1;
  cursor.depth -= 1;
}

function readString(cursor: Cursor): string {
  const quote = cursor.text[cursor.at]!;
  let value = '';
  for (cursor.at += 1; cursor.at < cursor.text.length; cursor.at += 1) {
    const sign = cursor.text[cursor.at]!;
    if (sign === quote) {
      cursor.at += 1;
      return value;
    }
    if (sign === '\\') cursor.at += 1; // names of fields hold nothing but quotes and backslashes that need one
    value += cursor.text[cursor.at] ?? '';
  }
  throw unexpected(cursor);
}

function readWord(cursor: Cursor): Literal {
  const word = /^(?:True|False|None|-?\d{1,15}L?)(?![\w.])/.exec(cursor.text.slice(cursor.at, cursor.at + 20))?.[0];
  if (word === undefined) throw unexpected(cursor);
  cursor.at += word.length;
  if (word === 'None') return undefined;
  if (word === 'True' || word === 'False') return word === 'True';
  return Number(word.replace('L', ''));
}

function expect(cursor: Cursor, sign: string): void {
  skipSpace(cursor);
  if (cursor.text[cursor.at] !== sign) throw unexpected(cursor);
  cursor.at += 1;
}

function skipSpace(cursor: Cursor): void {
  while (' \n\t\r'.includes(cursor.text[cursor.at] ?? 'x')) cursor.at += 1;
}

function unexpected({ text, at }: Cursor): SyntaxError {
  const found = text[at] === undefined ? 'its end' : `"${text.slice(at, at + 12)}"`;
  return new SyntaxError(`sign ${at} is ${found}`);
}
