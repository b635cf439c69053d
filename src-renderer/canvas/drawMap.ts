/** Draws a map: picture, markers, patch, cross hairs and scale bar. Lengths are CSS pixels; the context is scaled to the screen. */
import type { Raster, SamplePoint } from '../../src-shared/geometry';
import { formatQuantity } from '../../src-shared/units';
import type { MapImage } from './colorImage';
import type { Marker } from './markers';
import { drawDesk, type DeskOverlay } from './drawDesk';
import { drawMarkers, type MarkerLook } from './drawMarkers';
import { scaleBarMetres } from './scaleBar';
import { strokeTwice } from './strokeTwice';
import { toScreen, type ScreenPoint, type Size, type Viewport } from './viewport';

/** Edges of a rectangle on the sample, metres. */
export interface Edges {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Everything drawn over the picture. */
export interface Overlay extends MarkerLook {
  readonly next: { readonly at: SamplePoint; readonly patch: Edges } | undefined;
  readonly origin: boolean;
  readonly scaleBar: boolean;
  /** The line that is being scanned, metres from the centre. */
  readonly scanLine: number | undefined;
  /** Places whose values are listed, by their letters. */
  readonly pins?: readonly { readonly at: SamplePoint; readonly name: string }[] | undefined;
  /** Rules and what is about to be changed. */
  readonly desk?: DeskOverlay | undefined;
}

export interface MapScene {
  readonly view: Viewport;
  readonly size: Size;
  readonly raster: Raster;
  readonly overlay: Overlay;
}

const BLACK = '#000';
const WHITE = '#fff';
const TIP_COLOR = '#d55e00';

/** Draws the picture of a map without smoothing: a pixel of the data stays a square. */
export function drawPicture(
  context: CanvasRenderingContext2D,
  { view, size }: MapScene,
  picture: { readonly bitmap: CanvasImageSource; readonly image: MapImage },
): void {
  const { image } = picture;
  const from = toScreen(view, size, at(image.left, image.top));
  const to = toScreen(view, size, at(image.right, image.bottom));
  context.imageSmoothingEnabled = false;
  context.drawImage(picture.bitmap, from.x, from.y, to.x - from.x, to.y - from.y);
}

/** What moves all the time and is drawn on a layer of its own, above everything else. */
export interface Pointers {
  /** Where the tip is. */
  readonly tip: SamplePoint | undefined;
  /** The place under the mouse in any map. */
  readonly hover: SamplePoint | undefined;
  /** The selected measured point. */
  readonly selected: Marker | undefined;
}

/** Draws everything that lies over the picture and does not follow the mouse, the tip or a click. */
export function drawOverlay(context: CanvasRenderingContext2D, scene: MapScene): void {
  const { view, size, overlay } = scene;
  const place = (point: SamplePoint): ScreenPoint => toScreen(view, size, point);
  if (overlay.scanLine !== undefined) drawScanLine(context, scene, overlay.scanLine);
  if (overlay.desk !== undefined) drawDesk(context, scene, overlay.desk);
  if (overlay.origin) drawOrigin(context, place(at(0, 0)));
  drawMarkers(context, place, overlay);
  if (overlay.next !== undefined) drawNext(context, scene, overlay.next);
  for (const pin of overlay.pins ?? []) drawPin(context, place(pin.at), pin.name);
  // Above the markers: a scale bar that cannot be read is none.
  if (overlay.scaleBar) drawScaleBar(context, scene);
}

/** Draws the ring of the selected point, tip and cross hairs. */
export function drawPointers(
  context: CanvasRenderingContext2D,
  { view, size, overlay }: MapScene,
  { tip, hover, selected }: Pointers,
): void {
  if (selected !== undefined) drawSelection(context, toScreen(view, size, selected.at), overlay.markerRadius);
  if (tip !== undefined) drawTip(context, toScreen(view, size, tip));
  if (hover !== undefined) drawCrossHairs(context, toScreen(view, size, hover), size);
}

function at(xMetres: number, yMetres: number): SamplePoint {
  return { xMetres, yMetres } as SamplePoint;
}

function drawNext(
  context: CanvasRenderingContext2D,
  { view, size, overlay }: MapScene,
  next: NonNullable<Overlay['next']>,
): void {
  const { x, y } = toScreen(view, size, next.at);
  const from = toScreen(view, size, at(next.patch.left, next.patch.top));
  const to = toScreen(view, size, at(next.patch.right, next.patch.bottom));
  context.beginPath();
  context.rect(from.x, from.y, to.x - from.x, to.y - from.y);
  strokeTwice(context, 1.5, [BLACK, WHITE]);
  for (const radius of [overlay.markerRadius + 1, overlay.markerRadius + 5]) {
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    strokeTwice(context, 1.5, [BLACK, WHITE]);
  }
}

function drawSelection(context: CanvasRenderingContext2D, { x, y }: ScreenPoint, markerRadius: number): void {
  context.beginPath();
  context.arc(x, y, markerRadius + 4.5, 0, 2 * Math.PI);
  context.lineWidth = 5;
  context.strokeStyle = WHITE;
  context.stroke();
  context.lineWidth = 3;
  context.strokeStyle = getComputedStyle(context.canvas).getPropertyValue('--selection');
  context.stroke();
}

/** A cross with an open middle, so that the place under the tip stays visible. */
function drawTip(context: CanvasRenderingContext2D, { x, y }: ScreenPoint): void {
  context.beginPath();
  for (const [dx, dy] of [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
  ] as const) {
    context.moveTo(x + dx * 4, y + dy * 4);
    context.lineTo(x + dx * 14, y + dy * 14);
  }
  strokeTwice(context, 2.5, [WHITE, TIP_COLOR]);
}

function drawCrossHairs(context: CanvasRenderingContext2D, { x, y }: ScreenPoint, size: Size): void {
  context.beginPath();
  context.moveTo(0, y);
  context.lineTo(size.width, y);
  context.moveTo(x, 0);
  context.lineTo(x, size.height);
  strokeTwice(context, 1, ['rgb(0 0 0 / 55%)', 'rgb(255 255 255 / 90%)']);
}

/** The origin of the coordinates with the directions in which x and y grow. */
function drawOrigin(context: CanvasRenderingContext2D, { x, y }: ScreenPoint): void {
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x + 20, y);
  context.lineTo(x + 16, y - 3);
  context.moveTo(x + 20, y);
  context.lineTo(x + 16, y + 3);
  context.moveTo(x, y);
  context.lineTo(x, y - 20);
  context.lineTo(x - 3, y - 16);
  context.moveTo(x, y - 20);
  context.lineTo(x + 3, y - 16);
  strokeTwice(context, 1.25, [BLACK, WHITE]);
  context.font = `600 12px ${fontOf(context)}`;
  context.lineWidth = 3;
  context.strokeStyle = BLACK;
  context.fillStyle = WHITE;
  for (const [word, dx, dy] of [
    ['x', 23, 4],
    ['y', -3, -24],
  ] as const) {
    context.strokeText(word, x + dx, y + dy);
    context.fillText(word, x + dx, y + dy);
  }
}

/** A small cross and its letter on a plate. */
function drawPin(context: CanvasRenderingContext2D, { x, y }: ScreenPoint, name: string): void {
  context.beginPath();
  context.moveTo(x - 5, y);
  context.lineTo(x + 5, y);
  context.moveTo(x, y - 5);
  context.lineTo(x, y + 5);
  strokeTwice(context, 1.5, [BLACK, WHITE]);
  context.font = `700 12px ${fontOf(context)}`;
  context.fillStyle = BLACK;
  context.fillRect(x + 5, y - 18, context.measureText(name).width + 6, 15);
  context.fillStyle = WHITE;
  context.fillText(name, x + 8, y - 6);
}

function drawScanLine(context: CanvasRenderingContext2D, { view, size }: MapScene, yMetres: number): void {
  const { y } = toScreen(view, size, at(0, yMetres));
  context.beginPath();
  context.moveTo(0, y);
  context.lineTo(size.width, y);
  strokeTwice(context, 2, [WHITE, TIP_COLOR]);
}

function drawScaleBar(context: CanvasRenderingContext2D, { view, size, raster }: MapScene): void {
  const metres = scaleBarMetres((Math.min(size.width, size.height) * 0.3) / view.pixelsPerMetre);
  if (metres === 0) return;
  const length = metres * view.pixelsPerMetre;
  const corner = toScreen(view, size, at(-raster.widthMetres / 2, -raster.heightMetres / 2));
  const left = Math.max(0, corner.x) + 8;
  const bottom = Math.min(size.height, corner.y) - 8;
  context.font = `600 13px ${fontOf(context)}`;
  const label = formatQuantity(metres, 'm', significantDigits(metres));
  const plate = Math.max(length, context.measureText(label).width) + 16;
  context.fillStyle = 'rgb(255 255 255 / 85%)';
  context.fillRect(left, bottom - 32, plate, 32);
  context.fillStyle = BLACK;
  context.fillRect(left + 8, bottom - 10, length, 4);
  context.fillText(label, left + 8, bottom - 15);
}

/** Digits that a round length needs with its prefix: "500 nm", "1 µm". */
function significantDigits(metres: number): number {
  const exponent = Math.floor(Math.log10(metres * 1.0001));
  return (((exponent % 3) + 3) % 3) + 1;
}

let fontFamily: string | undefined;

/** The font of the program, which is one for all maps. */
function fontOf(context: CanvasRenderingContext2D): string {
  return (fontFamily ??= getComputedStyle(context.canvas).fontFamily);
}
