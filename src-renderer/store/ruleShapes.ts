/** From what is drawn on a map, in metres, to what a rule is about, in pixels of the frame, and back. */
import { pixelToSample, samplePoint, sampleToPixel, type Raster, type SamplePoint } from '../../src-shared/geometry';
import type { RegionShape } from '../../src-shared/proposal';
import type { RuleDraft } from '../../src-shared/rules';
import type { RegionTool } from './deskWindow';

/** Left, right, bottom and top of a rectangle, metres from the centre of the frame. */
export interface Rectangle {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
}

/** The edges of a drawn rectangle; undefined before it has two different corners. */
export function rectangleOf(corners: readonly SamplePoint[]): Rectangle | undefined {
  const [a, b] = corners;
  if (a === undefined || b === undefined || a.xMetres === b.xMetres || a.yMetres === b.yMetres) return undefined;
  return {
    left: Math.min(a.xMetres, b.xMetres),
    right: Math.max(a.xMetres, b.xMetres),
    bottom: Math.min(a.yMetres, b.yMetres),
    top: Math.max(a.yMetres, b.yMetres),
  };
}

/** Two opposite corners of a rectangle. */
export function cornersOf({ left, right, bottom, top }: Rectangle): readonly SamplePoint[] {
  return [samplePoint(left, top), samplePoint(right, bottom)];
}

/** What the rule of a drawn region would be; undefined while the region is not complete. */
export function draftOfRegion(raster: Raster, tool: RegionTool): RuleDraft | undefined {
  const shape = shapeOf(raster, tool);
  return shape && { scope: 'region', effect: tool.effect, shape };
}

function shapeOf(raster: Raster, { form, corners }: RegionTool): RegionShape | undefined {
  if (form === 'polygon')
    return corners.length < 3
      ? undefined
      : { kind: 'polygon', corners: corners.map((corner) => sampleToPixel(raster, corner)) };
  const edges = rectangleOf(corners);
  if (edges === undefined) return undefined;
  const [from, to] = cornersOf(edges).map((corner) => sampleToPixel(raster, corner));
  return { kind: 'rectangle', from: from!, to: to! };
}

/** The corners of a region of a rule, for the tool that changes it. */
export function cornersOfShape(raster: Raster, shape: RegionShape): readonly SamplePoint[] {
  const pixels = shape.kind === 'rectangle' ? [shape.from, shape.to] : shape.corners;
  return pixels.map((pixel) => pixelToSample(raster, pixel));
}
