/** How to read panels d to h: which step they belong to and what their marks and greys mean. */
import type { SessionView } from '../../src-shared/session/view';
import { noValueColour } from './mapImage';
import { element, text } from './markup';
import type { Markup } from './markup';

/** The key to the maps; nothing for a session without maps. */
export function mapKey(view: SessionView): Markup {
  const { maps, model } = view;
  if (maps === undefined) return text('');
  const trained = model?.step === maps.step ? `, from the model trained on ${model.points} curves` : '';
  const mark = element('g', { class: 'plain-mark', 'stroke-width': 2 }, element('circle', { cx: 9, cy: 9, r: 5 }));
  const square = { x: 2, y: 2, width: 14, height: 14 };
  return element(
    'div',
    { class: 'third key' },
    element('h3', {}, text('Reading the maps')),
    element('p', {}, text(`Maps of step ${maps.step}${trained}, in the frame of a.`)),
    entry(mark, 'measured place'),
    entry(
      element('rect', { ...square, fill: noValueColour() }),
      'no value: measured, vetoed, shut out by the gate, or the scan is incomplete there',
    ),
    entry(
      element('rect', { ...square, class: 'outside' }),
      'no candidates: a patch would reach over the edge of the frame',
    ),
  );
}

function entry(sign: Markup, meaning: string): Markup {
  const picture = element('svg', { viewBox: '0 0 18 18', 'aria-hidden': 'true' }, sign);
  return element('p', { class: 'entry' }, picture, element('span', {}, text(meaning)));
}
