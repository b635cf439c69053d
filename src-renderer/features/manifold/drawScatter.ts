/** Draws the latent plane: coupling behind, pairs of marks joined by thin lines, axes, and what is selected. CSS pixels. */
import type { ScreenPoint, Size } from '../../canvas/viewport';
import { formatNumber } from '../../../src-shared/units';
import type { GroundColors } from './canvasTools';
import { axisTicks, latentToScreen, screenToLatent, type LatentPoint, type LatentView } from './scatter.model';

/** A measured point: the place of its patch and of its curve. */
export interface Pair {
  readonly index: number;
  readonly image: LatentPoint;
  readonly spectrum: LatentPoint;
  /** Colour of both marks. */
  readonly color: string;
  /** True where a cross goes over the pair: nothing is concluded there. */
  readonly doubtful: boolean;
}

export interface ScatterScene {
  readonly view: LatentView;
  readonly size: Size;
  readonly colors: GroundColors;
  /** Names of the coordinates that grow to the right and upwards. */
  readonly names: { readonly right: string; readonly up: string };
}

/** What lies over the marks. */
export interface ScatterMarks {
  readonly selected: Pair | undefined;
  readonly hover: Pair | undefined;
  readonly group: readonly Pair[];
  /** The opened cell. */
  readonly cell: LatentPoint | undefined;
  readonly bookmarks: readonly LatentPoint[];
  /** The refined part of the plane: two opposite corners. */
  readonly region: readonly [LatentPoint, LatentPoint] | undefined;
  readonly lasso: readonly ScreenPoint[];
}

const RADIUS = 4;
const FONT = '12px Inter, "Segoe UI", system-ui, "Noto Sans", "DejaVu Sans", sans-serif';

/** Draws ground, axes with their values, lines and marks. */
export function drawPairs(context: CanvasRenderingContext2D, scene: ScatterScene, pairs: readonly Pair[]): void {
  const { size, colors } = scene;
  context.fillStyle = colors.field;
  context.fillRect(0, 0, size.width, size.height);
  drawAxes(context, scene);
  hatchDoubtful(context, scene, pairs);
  const place = (at: LatentPoint): ScreenPoint => latentToScreen(scene.view, size, at);
  context.beginPath();
  for (const { image, spectrum } of pairs) {
    const [from, to] = [place(image), place(spectrum)];
    context.moveTo(from.x, from.y);
    context.lineTo(to.x, to.y);
  }
  context.lineWidth = 0.75;
  context.strokeStyle = colors.line;
  context.stroke();
  for (const pair of pairs) {
    drawMark(context, place(pair.spectrum), { shape: 'triangle', color: pair.color, ring: colors.text });
    drawMark(context, place(pair.image), { shape: 'circle', color: pair.color, ring: colors.text });
    if (pair.doubtful) drawCross(context, place(pair.image), colors.text);
  }
}

/** Draws everything that changes with the pointer or the selection. */
export function drawScatterMarks(context: CanvasRenderingContext2D, scene: ScatterScene, marks: ScatterMarks): void {
  const { size, colors } = scene;
  const place = (at: LatentPoint): ScreenPoint => latentToScreen(scene.view, size, at);
  if (marks.region !== undefined) drawRegion(context, marks.region.map(place), colors);
  for (const pair of marks.group) drawRing(context, place(pair.image), [colors.text, RADIUS + 2.5, 1]);
  for (const at of marks.bookmarks) drawFlag(context, place(at), colors);
  if (marks.cell !== undefined) drawCell(context, place(marks.cell), colors);
  for (const pair of [marks.selected, marks.hover]) {
    if (pair === undefined) continue;
    const [image, spectrum] = [place(pair.image), place(pair.spectrum)];
    context.beginPath();
    context.moveTo(image.x, image.y);
    context.lineTo(spectrum.x, spectrum.y);
    context.lineWidth = 2;
    context.strokeStyle = colors.selection;
    context.stroke();
    for (const at of [image, spectrum]) drawRing(context, at, [colors.selection, RADIUS + 3, 2.5]);
  }
  drawLasso(context, marks.lasso, colors);
}

/** Side of the squares of which the area of no conclusion is made, and how far it reaches about a patch; pixels. */
const HATCH = 6;
const HATCH_REACH = 26;

/** Hatches where the nearest patch is one about which nothing is concluded. */
function hatchDoubtful(
  context: CanvasRenderingContext2D,
  { view, size, colors }: ScatterScene,
  pairs: readonly Pair[],
): void {
  if (!pairs.some((pair) => pair.doubtful)) return;
  const places = pairs.map((pair) => ({ ...latentToScreen(view, size, pair.image), doubtful: pair.doubtful }));
  context.beginPath();
  for (let y = 0; y < size.height; y += HATCH)
    for (let x = 0; x < size.width; x += HATCH) {
      let nearest: (typeof places)[number] | undefined;
      let shortest = HATCH_REACH;
      for (const place of places) {
        const distance = Math.hypot(place.x - x - HATCH / 2, place.y - y - HATCH / 2);
        if (distance >= shortest) continue;
        shortest = distance;
        nearest = place;
      }
      if (nearest?.doubtful !== true) continue;
      context.moveTo(x, y + HATCH);
      context.lineTo(x + HATCH, y);
    }
  context.lineWidth = 1;
  context.strokeStyle = colors.line;
  context.stroke();
}

function drawAxes(context: CanvasRenderingContext2D, { view, size, colors, names }: ScatterScene): void {
  const low = screenToLatent(view, size, { x: 0, y: size.height });
  const high = screenToLatent(view, size, { x: size.width, y: 0 });
  context.font = FONT;
  context.fillStyle = colors.second;
  context.strokeStyle = colors.hairline;
  context.lineWidth = 1;
  context.textAlign = 'center';
  context.textBaseline = 'bottom';
  for (const x of axisTicks(low.x, high.x, size.width / 70)) {
    const at = Math.round(latentToScreen(view, size, { x, y: 0 }).x) + 0.5;
    line(context, [at, 0, at, size.height]);
    if (at > 24 && at < size.width - 50) write(context, formatNumber(x, 2), [at, size.height - 2, colors.field]);
  }
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  for (const y of axisTicks(low.y, high.y, size.height / 50)) {
    const at = Math.round(latentToScreen(view, size, { x: 0, y }).y) + 0.5;
    line(context, [0, at, size.width, at]);
    if (at > 30 && at < size.height - 24) write(context, formatNumber(y, 2), [4, at - 9, colors.field]);
  }
  context.fillStyle = colors.text;
  write(context, `\u2191 ${names.up}`, [5, 10, colors.field]);
  context.textAlign = 'right';
  write(context, `${names.right} \u2192`, [size.width - 5, size.height - 9, colors.field]);
  context.strokeStyle = colors.line;
  context.strokeRect(0.5, 0.5, size.width - 1, size.height - 1);
}

/** A word with a rim in the colour of the ground, so that no line runs through it. */
function write(
  context: CanvasRenderingContext2D,
  word: string,
  [x, y, ground]: readonly [number, number, string],
): void {
  const { strokeStyle, lineWidth } = context;
  context.lineWidth = 4;
  context.lineJoin = 'round';
  context.strokeStyle = ground;
  context.strokeText(word, x, y);
  context.fillText(word, x, y);
  context.strokeStyle = strokeStyle;
  context.lineWidth = lineWidth;
}

function line(context: CanvasRenderingContext2D, [x0, y0, x1, y1]: readonly [number, number, number, number]): void {
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  context.stroke();
}

function drawMark(
  context: CanvasRenderingContext2D,
  { x, y }: ScreenPoint,
  { shape, color, ring }: { readonly shape: 'circle' | 'triangle'; readonly color: string; readonly ring: string },
): void {
  context.beginPath();
  if (shape === 'circle') context.arc(x, y, RADIUS, 0, 2 * Math.PI);
  else {
    context.moveTo(x, y - RADIUS - 1);
    context.lineTo(x + RADIUS + 0.5, y + RADIUS - 0.5);
    context.lineTo(x - RADIUS - 0.5, y + RADIUS - 0.5);
    context.closePath();
  }
  context.fillStyle = color;
  context.fill();
  context.lineWidth = 1;
  context.strokeStyle = ring;
  context.stroke();
}

function drawCross(context: CanvasRenderingContext2D, { x, y }: ScreenPoint, color: string): void {
  context.strokeStyle = color;
  context.lineWidth = 1.5;
  line(context, [x - RADIUS - 2, y - RADIUS - 2, x + RADIUS + 2, y + RADIUS + 2]);
  line(context, [x - RADIUS - 2, y + RADIUS + 2, x + RADIUS + 2, y - RADIUS - 2]);
}

function drawRing(
  context: CanvasRenderingContext2D,
  { x, y }: ScreenPoint,
  [color, radius, width]: readonly [string, number, number],
): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.lineWidth = width;
  context.strokeStyle = color;
  context.stroke();
}

/** A square with a hole: the opened cell is a place, not a measurement. */
function drawCell(context: CanvasRenderingContext2D, { x, y }: ScreenPoint, colors: GroundColors): void {
  context.lineWidth = 5;
  context.strokeStyle = colors.field;
  context.strokeRect(x - 7, y - 7, 14, 14);
  context.lineWidth = 2.5;
  context.strokeStyle = colors.selection;
  context.strokeRect(x - 7, y - 7, 14, 14);
}

function drawFlag(context: CanvasRenderingContext2D, { x, y }: ScreenPoint, colors: GroundColors): void {
  context.beginPath();
  context.moveTo(x - 4, y - 6);
  context.lineTo(x + 4, y - 6);
  context.lineTo(x + 4, y + 6);
  context.lineTo(x, y + 2);
  context.lineTo(x - 4, y + 6);
  context.closePath();
  context.fillStyle = colors.text;
  context.fill();
  context.lineWidth = 1.25;
  context.strokeStyle = colors.field;
  context.stroke();
}

function drawRegion(context: CanvasRenderingContext2D, corners: readonly ScreenPoint[], colors: GroundColors): void {
  const [a, b] = corners;
  if (a === undefined || b === undefined) return;
  context.setLineDash([5, 3]);
  context.lineWidth = 1.5;
  context.strokeStyle = colors.selection;
  context.strokeRect(Math.min(a.x, b.x), Math.min(a.y, b.y), Math.abs(a.x - b.x), Math.abs(a.y - b.y));
  context.setLineDash([]);
}

function drawLasso(context: CanvasRenderingContext2D, outline: readonly ScreenPoint[], colors: GroundColors): void {
  if (outline.length < 2) return;
  context.beginPath();
  outline.forEach(({ x, y }, i) => (i === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
  context.closePath();
  context.globalAlpha = 0.15;
  context.fillStyle = colors.selection;
  context.fill();
  context.globalAlpha = 1;
  context.lineWidth = 1.5;
  context.strokeStyle = colors.selection;
  context.stroke();
}
