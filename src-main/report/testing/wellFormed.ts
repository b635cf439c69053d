/** Reads markup as strictly as XML and gives what is in it. */

export interface FoundElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

const TAG = /<(\/?)([a-zA-Z][\w-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/y;
const TEXT = /(?:[^<&]|&(?:amp|lt|gt|quot|#39);)+/y;

/** Every element of a text of markup, in order. Throws where tags do not balance or a sign stands unescaped. */
export function readMarkup(markup: string): readonly FoundElement[] {
  const found: FoundElement[] = [];
  const open: string[] = [];
  let at = markup.startsWith('<!doctype html>') ? '<!doctype html>'.length : 0;
  while (at < markup.length) {
    TAG.lastIndex = at;
    TEXT.lastIndex = at;
    const tag = TAG.exec(markup);
    const match = tag ?? TEXT.exec(markup);
    if (match === null) throw new Error(`Not well-formed at ${at}: ${markup.slice(at, at + 60)}`);
    if (tag !== null) {
      const [, closing, name, attributes, selfClosing] = tag;
      if (closing === '/') {
        if (open.pop() !== name) throw new Error(`Wrong end tag at ${at}: ${tag[0]}`);
      } else {
        found.push({ name: name!, attributes: readAttributes(attributes!) });
        if (selfClosing !== '/') open.push(name!);
      }
    }
    at += match[0].length;
  }
  if (open.length > 0) throw new Error(`Never closed: ${open.join(', ')}`);
  return found;
}

function readAttributes(written: string): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [, name = '', value] of written.matchAll(/([\w:-]+)="([^"]*)"/g)) {
    if (name in attributes) throw new Error(`The attribute ${name} stands twice.`);
    attributes[name] = value!;
  }
  return attributes;
}
