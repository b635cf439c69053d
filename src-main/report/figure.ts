/** A panel of the report: drawing or, where there is nothing to draw, a sentence; letter, title and caption. */
import type { ColormapName } from '../../src-shared/colormaps';
import { element, text } from './markup';
import type { Markup } from './markup';

/** What the colours of a map mean: for whoever reads the picture without its page. */
export interface MapScale {
  /** With its unit as the colour bar has it. */
  readonly quantity: string;
  readonly low: number;
  readonly high: number;
  readonly colours: ColormapName;
}

export interface Figure {
  /** Panel letter as in the paper's Figure 4. */
  readonly letter: string;
  readonly title: string;
  readonly caption: string;
  /** One drawing, two side by side, or none: then `caption` says why. */
  readonly drawings: readonly Markup[];
  readonly span: 'third' | 'half' | 'full';
  /** Given for maps. */
  readonly scale?: MapScale;
}

/** A drawing of a given size in figure units, named for readers who cannot see it. */
export function drawing(width: number, height: number, name: string, ...content: readonly Markup[]): Markup {
  return element(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': name },
    ...content,
  );
}

/** A figure as HTML. */
export function figureHtml({ letter, title, caption, drawings, span }: Figure): Markup {
  const empty = drawings.length === 0;
  return element(
    'figure',
    { class: `${span}${empty ? ' empty' : ''}`, id: `figure-${letter}` },
    element('h3', {}, element('b', {}, text(letter)), text(` ${title}`)),
    ...(empty ? [] : [element('div', { class: 'drawings' }, ...drawings)]),
    element('figcaption', {}, text(caption)),
  );
}
