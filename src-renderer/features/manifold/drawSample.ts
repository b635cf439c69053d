/** Draws the small topography with its marks; CSS pixels. */
import type { PixelPoint } from '../../../src-shared/geometry';
import type { Frame } from '../../../src-shared/scan';
import { formatQuantity } from '../../../src-shared/units';
import { scaleBarMetres } from '../../canvas/scaleBar';
import type { ScreenPoint } from '../../canvas/viewport';
import type { GroundColors } from './canvasTools';

/** A measured point on the map. */
export interface SampleMark {
  readonly at: PixelPoint;
  readonly color: string;
  /** `strong` points belong to the opened cell or the gathered group, the rest steps back while there are such. */
  readonly kind: 'usual' | 'strong' | 'faint';
  readonly selected: boolean;
  /** Nothing is concluded about this point. */
  readonly doubtful: boolean;
}

export interface SampleScene {
  readonly bitmap: CanvasImageSource | undefined;
  readonly frame: Frame;
  readonly pixelsPerMetre: number;
  /** Top left corner of the frame in the picture. */
  readonly corner: ScreenPoint;
  readonly marks: readonly (SampleMark & ScreenPoint)[];
  readonly wanted: readonly ScreenPoint[];
  readonly hover: ScreenPoint | undefined;
}

const FONT = '600 12px Inter, "Segoe UI", system-ui, "Noto Sans", "DejaVu Sans", sans-serif';
const RADIUS = { usual: 3.5, strong: 5, faint: 2 } as const;

/** Picture, points, unmeasured places, cross hairs, scale bar. */
export function drawSample(context: CanvasRenderingContext2D, colors: GroundColors, scene: SampleScene): void {
  const { bitmap, frame, corner, pixelsPerMetre } = scene;
  const width = frame.widthMetres * pixelsPerMetre;
  const height = frame.heightMetres * pixelsPerMetre;
  context.imageSmoothingEnabled = false;
  if (bitmap !== undefined) context.drawImage(bitmap, corner.x, corner.y, width, height);
  for (const kind of ['faint', 'usual', 'strong'] as const)
    for (const mark of scene.marks) if (mark.kind === kind) drawPoint(context, mark);
  for (const mark of scene.marks) if (mark.selected) ring(context, mark, colors.selection);
  scene.wanted.forEach((at, i) => drawWanted(context, at, i + 1));
  if (scene.hover !== undefined) drawCrossHairs(context, scene.hover, { ...corner, width, height });
  drawScaleBar(context, scene, { ...corner, width, height });
}

function drawPoint(context: CanvasRenderingContext2D, mark: SampleMark & ScreenPoint): void {
  const { x, y, kind, color, doubtful } = mark;
  const radius = RADIUS[kind];
  context.globalAlpha = kind === 'faint' ? 0.75 : 1;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = kind === 'faint' ? '#fff' : color;
  context.fill();
  context.lineWidth = kind === 'strong' ? 4 : 1.25;
  context.strokeStyle = '#000';
  context.stroke();
  if (kind === 'strong') {
    context.lineWidth = 2;
    context.strokeStyle = '#fff';
    context.stroke();
  }
  if (doubtful) {
    context.beginPath();
    const d = radius + 1.5;
    context.moveTo(x - d, y - d);
    context.lineTo(x + d, y + d);
    context.moveTo(x - d, y + d);
    context.lineTo(x + d, y - d);
    twice(context, 1.25, ['#fff', '#000']);
  }
  context.globalAlpha = 1;
}

function ring(context: CanvasRenderingContext2D, { x, y }: ScreenPoint, color: string): void {
  context.beginPath();
  context.arc(x, y, 9, 0, 2 * Math.PI);
  twice(context, 3, ['#fff', color]);
}

/** A numbered diamond. */
function drawWanted(context: CanvasRenderingContext2D, { x, y }: ScreenPoint, number: number): void {
  context.beginPath();
  context.moveTo(x, y - 10);
  context.lineTo(x + 10, y);
  context.lineTo(x, y + 10);
  context.lineTo(x - 10, y);
  context.closePath();
  context.fillStyle = '#fff';
  context.fill();
  context.lineWidth = 1.5;
  context.strokeStyle = '#000';
  context.stroke();
  context.font = FONT;
  context.fillStyle = '#000';
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(String(number), x, y + 0.5);
}

interface Rect extends ScreenPoint {
  readonly width: number;
  readonly height: number;
}

function drawCrossHairs(context: CanvasRenderingContext2D, at: ScreenPoint, { x, y, width, height }: Rect): void {
  context.beginPath();
  context.moveTo(x, at.y);
  context.lineTo(x + width, at.y);
  context.moveTo(at.x, y);
  context.lineTo(at.x, y + height);
  twice(context, 1, ['rgb(0 0 0 / 55%)', 'rgb(255 255 255 / 90%)']);
}

function drawScaleBar(context: CanvasRenderingContext2D, { pixelsPerMetre }: SampleScene, rect: Rect): void {
  const metres = scaleBarMetres((Math.min(rect.width, rect.height) * 0.3) / pixelsPerMetre);
  if (metres === 0) return;
  const length = metres * pixelsPerMetre;
  context.font = FONT;
  const label = formatQuantity(metres, 'm', 3);
  const plate = Math.max(length, context.measureText(label).width) + 12;
  const left = rect.x + 5;
  const bottom = rect.y + rect.height - 5;
  context.fillStyle = 'rgb(255 255 255 / 85%)';
  context.fillRect(left, bottom - 26, plate, 26);
  context.fillStyle = '#000';
  context.fillRect(left + 6, bottom - 7, length, 3);
  context.textAlign = 'left';
  context.textBaseline = 'alphabetic';
  context.fillText(label, left + 6, bottom - 11);
}

function twice(context: CanvasRenderingContext2D, width: number, [under, over]: readonly [string, string]): void {
  context.lineWidth = width + 2;
  context.strokeStyle = under;
  context.stroke();
  context.lineWidth = width;
  context.strokeStyle = over;
  context.stroke();
}
