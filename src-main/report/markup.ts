/**
 * Markup that is safe by type: text enters only through {@link text} or an attribute, and both escape it, so that no name
 * from a journal can become an element. The output is well-formed as XML and as HTML.
 */
declare const markupBrand: unique symbol;

/** A piece of finished HTML or SVG. */
export type Markup = string & { readonly [markupBrand]: true };

/** Attribute values; undefined leaves the attribute out, numbers are rounded to a hundredth. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** Elements that are written without an end tag when they are empty: void ones of HTML, leaves of SVG. */
const SELF_CLOSED = new Set(['meta', 'br', 'circle', 'path', 'line', 'rect', 'image', 'polygon']);

/** Plain text as markup: the five special signs become entities, signs that XML forbids become U+FFFD. */
export function text(value: string): Markup {
  return escape(value) as Markup;
}

/** An element with its attributes and children. Throws a `RangeError` for a number that is not finite. */
export function element(name: string, attributes: Attributes, ...children: readonly Markup[]): Markup {
  const written = Object.entries(attributes)
    .map(([key, value]) => (value === undefined ? '' : ` ${key}="${attributeValue(key, value)}"`))
    .join('');
  const content = children.join('');
  if (content === '' && SELF_CLOSED.has(name)) return `<${name}${written}/>` as Markup;
  return `<${name}${written}>${content}</${name}>` as Markup;
}

/** Pieces one after the other. */
export function join(pieces: readonly Markup[]): Markup {
  return pieces.join('') as Markup;
}

/** A coordinate with at most two decimals, the shortest way. */
export function coordinate(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function attributeValue(key: string, value: string | number): string {
  if (typeof value === 'string') return escape(value);
  if (!Number.isFinite(value)) throw new RangeError(`The attribute ${key} would be ${value}.`);
  return coordinate(value);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(value: string): string {
  return (
    value
      // Control signs, turns of the writing direction, half surrogates, non-characters: forbidden in XML or misleading.
      .replace(
        /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]/gu,
        '\ufffd',
      )
      .replace(/[&<>"']/g, (sign) => ENTITIES[sign]!)
  );
}
