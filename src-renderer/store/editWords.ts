/** Rules and edits in words. */
import { pixelToSample, type PixelPoint, type Raster } from '../../src-shared/geometry';
import type { RegionShape } from '../../src-shared/proposal';
import type { MaskRule } from '../../src-shared/rules';
import type { Edit } from '../../src-shared/session/edits';
import type { SessionView } from '../../src-shared/session/view';
import { formatNumber, formatQuantity } from '../../src-shared/units';
import { text } from '../messages';
import { rasterOf } from './nearestPoint';

/** "x 0.31 µm, y −0.2 µm". */
export function placeWords(raster: Raster, at: PixelPoint): string {
  const { xMetres, yMetres } = pixelToSample(raster, at);
  return text.point.place(formatQuantity(xMetres, 'm', 3), formatQuantity(yMetres, 'm', 3));
}

/** What a rule is about: "125 nm about x …, y …". */
export function ruleWords(raster: Raster, { rule, until }: MaskRule): string {
  const place = placeWords(raster, rule.at);
  switch (rule.scope) {
    case 'point':
      return until === undefined ? text.rule.words.point(place) : text.rule.words.defer(place, until);
    case 'radius': {
      const metres = (rule.radiusPixels * raster.widthMetres) / raster.cols;
      return text.rule.words.radius(formatQuantity(metres, 'm', 3), place);
    }
    case 'lookAlike':
      return rule.strength === 1
        ? text.rule.words.hard(place)
        : text.rule.words.soft(place, formatNumber(rule.strength, 2));
    case 'region':
      return text.rule.words[rule.effect](shapeWords(raster, rule.shape));
  }
}

function shapeWords(raster: Raster, shape: RegionShape): string {
  const corners = shape.kind === 'rectangle' ? [shape.from, shape.to] : shape.corners;
  const rows = corners.map(({ row }) => row);
  const cols = corners.map(({ col }) => col);
  const [top, bottom, left, right] = [Math.min(...rows), Math.max(...rows), Math.min(...cols), Math.max(...cols)];
  const middle = placeWords(raster, { row: (top + bottom) / 2, col: (left + right) / 2 });
  if (shape.kind === 'polygon') return text.rule.words.polygon(corners.length, middle);
  const width = formatQuantity(((right - left) * raster.widthMetres) / raster.cols, 'm', 3);
  const height = formatQuantity(((bottom - top) * raster.heightMetres) / raster.rows, 'm', 3);
  return text.rule.words.rectangle(width, height, middle);
}

/** What an edit was. */
export function editWords(session: SessionView | undefined, edit: Edit): string {
  const words = text.undo.edits;
  switch (edit.kind) {
    case 'rule.set':
      return words['rule.set'](session === undefined ? edit.rule.rule.id : ruleWords(rasterOf(session), edit.rule));
    case 'queue.added':
      return words['queue.added'](edit.targets.length);
    case 'queue.removed':
      return words['queue.removed'](edit.ids.length);
    case 'curve.rejected':
      return words['curve.rejected'](text.point.name(edit.curve.index));
    case 'curve.restored':
      return words['curve.restored'](text.point.name(edit.index));
    case 'rule.removed':
    case 'queue.ordered':
    case 'steering.changed':
      return words[edit.kind];
  }
}
