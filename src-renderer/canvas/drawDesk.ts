/** Draws what the operator has ruled out, and what is about to be changed: hatched areas, touched candidates, ghosts. */
import type { Raster, SamplePoint } from '../../src-shared/geometry';
import { strokeTwice } from './strokeTwice';
import { toScreen, type ScreenPoint, type Size, type Viewport } from './viewport';

/** An area of the sample in which nothing is measured, or the only one in which something is. */
export interface RuledArea {
  readonly effect: 'exclude' | 'include';
  /** Corners of a polygon, or middle and radius in metres. */
  readonly shape:
    | { readonly kind: 'polygon'; readonly corners: readonly SamplePoint[] }
    | { readonly kind: 'disc'; readonly at: SamplePoint; readonly radiusMetres: number };
}

export interface DeskOverlay {
  readonly areas: readonly RuledArea[];
  /** Candidates that the rule in hand would touch: a picture and the rectangle it covers, metres. */
  readonly touched:
    | {
        readonly bitmap: CanvasImageSource;
        readonly left: number;
        readonly right: number;
        readonly top: number;
        readonly bottom: number;
      }
    | undefined;
  /** The area that is being drawn. */
  readonly outline: readonly SamplePoint[] | undefined;
  /** The next place as it would be. */
  readonly ghost: SamplePoint | undefined;
  /** The place that somebody is about to queue. */
  readonly target: SamplePoint | undefined;
  /** Places of the queue in their order. */
  readonly queued: readonly SamplePoint[];
}

interface Scene {
  readonly view: Viewport;
  readonly size: Size;
  readonly raster: Raster;
}

const BLACK = '#000';
const WHITE = '#fff';
const HATCH_PITCH = 9;

/** Draws the areas first, then what lies over them. */
export function drawDesk(context: CanvasRenderingContext2D, scene: Scene, desk: DeskOverlay): void {
  const place = (at: SamplePoint): ScreenPoint => toScreen(scene.view, scene.size, at);
  for (const area of desk.areas.filter(({ effect }) => effect === 'exclude')) {
    context.save();
    tracePath(context, scene, area);
    context.clip();
    hatch(context, scene.size);
    context.restore();
  }
  drawOutside(
    context,
    scene,
    desk.areas.filter(({ effect }) => effect === 'include'),
  );
  for (const area of desk.areas) {
    tracePath(context, scene, area);
    strokeTwice(context, 1, [BLACK, WHITE]);
  }
  if (desk.touched !== undefined) drawTouched(context, scene, desk.touched);
  if (desk.outline !== undefined) drawOutline(context, desk.outline.map(place));
  for (const [i, at] of desk.queued.entries()) drawQueued(context, place(at), i + 1);
  if (desk.ghost !== undefined) drawGhost(context, place(desk.ghost));
  if (desk.target !== undefined) drawTarget(context, place(desk.target));
}

function tracePath(context: CanvasRenderingContext2D, { view, size }: Scene, { shape }: RuledArea): void {
  context.beginPath();
  if (shape.kind === 'disc') {
    const { x, y } = toScreen(view, size, shape.at);
    context.arc(x, y, shape.radiusMetres * view.pixelsPerMetre, 0, 2 * Math.PI);
    return;
  }
  tracePolygon(
    context,
    shape.corners.map((corner) => toScreen(view, size, corner)),
  );
  context.closePath();
}

function tracePolygon(context: CanvasRenderingContext2D, corners: readonly ScreenPoint[]): void {
  for (const [i, { x, y }] of corners.entries()) {
    if (i === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
  }
}

/** Hatches what lies in none of the areas that must not be left. */
function drawOutside(context: CanvasRenderingContext2D, scene: Scene, areas: readonly RuledArea[]): void {
  if (areas.length === 0) return;
  context.save();
  for (const area of areas) {
    tracePath(context, scene, area);
    context.rect(0, 0, scene.size.width, scene.size.height);
    context.clip('evenodd');
  }
  hatch(context, scene.size);
  context.restore();
}

function hatch(context: CanvasRenderingContext2D, { width, height }: Size): void {
  context.beginPath();
  for (let from = -height; from < width; from += HATCH_PITCH) {
    context.moveTo(from, height);
    context.lineTo(from + height, 0);
  }
  strokeTwice(context, 1, ['rgb(0 0 0 / 70%)', 'rgb(255 255 255 / 90%)']);
}

function drawTouched(
  context: CanvasRenderingContext2D,
  { view, size }: Scene,
  touched: NonNullable<DeskOverlay['touched']>,
): void {
  const from = toScreen(view, size, { xMetres: touched.left, yMetres: touched.top } as SamplePoint);
  const to = toScreen(view, size, { xMetres: touched.right, yMetres: touched.bottom } as SamplePoint);
  context.imageSmoothingEnabled = false;
  context.drawImage(touched.bitmap, from.x, from.y, to.x - from.x, to.y - from.y);
}

function drawOutline(context: CanvasRenderingContext2D, corners: readonly ScreenPoint[]): void {
  context.beginPath();
  tracePolygon(context, corners);
  if (corners.length > 2) context.closePath();
  context.setLineDash([7, 4]);
  strokeTwice(context, 2, [BLACK, WHITE]);
  context.setLineDash([]);
  for (const { x, y } of corners) {
    context.beginPath();
    context.rect(x - 3, y - 3, 6, 6);
    strokeTwice(context, 1.5, [BLACK, WHITE]);
  }
}

/** A diamond with the place in the queue. */
function drawQueued(context: CanvasRenderingContext2D, { x, y }: ScreenPoint, position: number): void {
  const r = 8;
  context.beginPath();
  tracePolygon(context, [
    { x, y: y - r },
    { x: x + r, y },
    { x, y: y + r },
    { x: x - r, y },
  ]);
  context.closePath();
  context.fillStyle = WHITE;
  context.fill();
  context.lineWidth = 1.5;
  context.strokeStyle = BLACK;
  context.stroke();
  context.fillStyle = BLACK;
  context.font = '700 10px sans-serif';
  context.textAlign = 'center';
  context.fillText(String(position), x, y + 3.5);
  context.textAlign = 'start';
}

function drawGhost(context: CanvasRenderingContext2D, { x, y }: ScreenPoint): void {
  context.setLineDash([4, 3]);
  for (const radius of [6, 11]) {
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    strokeTwice(context, 2, [BLACK, WHITE]);
  }
  context.setLineDash([]);
}

/** A ring with four arms, open in the middle. */
function drawTarget(context: CanvasRenderingContext2D, { x, y }: ScreenPoint): void {
  context.beginPath();
  context.arc(x, y, 9, 0, 2 * Math.PI);
  for (const [dx, dy] of [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
  ] as const) {
    context.moveTo(x + dx * 5, y + dy * 5);
    context.lineTo(x + dx * 16, y + dy * 16);
  }
  strokeTwice(context, 2, [BLACK, WHITE]);
}
