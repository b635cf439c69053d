/** The panels of a session in the order of the paper's Figure 4. */
import { MAP_KINDS } from '../../src-shared/maps';
import type { SessionView } from '../../src-shared/session/view';
import { curvesFigure } from './curvesFigure';
import { diversityFigure } from './diversityFigure';
import type { Figure } from './figure';
import { modelMapFigure } from './modelMapFigure';
import { topographyFigure } from './topographyFigure';

/** Panels a to h; those without anything to draw say why in their caption. */
export function sessionPanels(view: SessionView): Figure[] {
  return [
    topographyFigure(view),
    curvesFigure(view),
    diversityFigure(view),
    ...MAP_KINDS.map((kind) => modelMapFigure(view, kind)),
  ];
}
