/** Draws the marks of measured and vetoed places. Lengths are CSS pixels; the context is scaled to the screen. */
import { cssColorAt } from '../../src-shared/colormaps';
import type { SamplePoint } from '../../src-shared/geometry';
import type { Marker } from './markers';
import { strokeTwice } from './strokeTwice';
import type { ScreenPoint } from './viewport';

/** How all markers of a map look. */
export interface MarkerLook {
  readonly markers: readonly Marker[];
  readonly markerRadius: number;
  /** White points with a dark ring, or coloured by step. */
  readonly markerFill: 'white' | 'step';
}

const BLACK = '#000';
const WHITE = '#fff';
/** Room about a mark for its rings. */
const ROOM = 3;
/** Width and height of the ribbon of a bookmark. */
const RIBBON = { width: 6, height: 9 };

/** A mark in its own pixels, and how far its middle lies from its corner. */
interface Stamp {
  readonly picture: HTMLCanvasElement;
  readonly half: number;
}

/** One for each look; a few radii times the entries of a colour table. */
const stamps = new Map<string, Stamp>();

/**
 * Draws all markers in their order. Each look is drawn once and then copied, to whole pixels of the screen: drawing five
 * hundred circles on every map took longer than everything else of a step.
 */
export function drawMarkers(
  context: CanvasRenderingContext2D,
  place: (at: SamplePoint) => ScreenPoint,
  { markers, markerRadius, markerFill }: MarkerLook,
): void {
  const ratio = context.getTransform().a;
  for (const { kind, at, progress, bookmarked } of markers) {
    const fill = kind === 'measured' && markerFill === 'step' ? cssColorAt('viridis', progress) : WHITE;
    const look = { kind, fill, radius: markerRadius + (kind === 'vetoed' ? 1 : 0), byStep: fill !== WHITE, bookmarked };
    const { picture, half } = stampOf(look, ratio);
    const { x, y } = place(at);
    const corner = (middle: number): number => Math.round(middle * ratio) / ratio - half;
    context.drawImage(picture, corner(x), corner(y), 2 * half, 2 * half);
  }
}

interface Look {
  readonly kind: Marker['kind'];
  readonly fill: string;
  readonly radius: number;
  readonly byStep: boolean;
  readonly bookmarked: boolean;
}

function stampOf(look: Look, ratio: number): Stamp {
  const key = `${look.kind} ${look.fill} ${look.radius} ${look.bookmarked} ${ratio}`;
  const known = stamps.get(key);
  if (known !== undefined) return known;
  const room = look.bookmarked ? RIBBON.height : ROOM;
  const pixels = Math.ceil((look.radius + room) * ratio);
  const picture = document.createElement('canvas');
  [picture.width, picture.height] = [2 * pixels, 2 * pixels];
  const context = picture.getContext('2d');
  if (context !== null) {
    context.setTransform(ratio, 0, 0, ratio, pixels, pixels);
    drawMarker(context, look);
    if (look.bookmarked) drawRibbon(context, look.radius);
  }
  const stamp = { picture, half: pixels / ratio };
  stamps.set(key, stamp);
  return stamp;
}

/** Draws a mark about the origin. */
function drawMarker(context: CanvasRenderingContext2D, { kind, fill, radius: r, byStep }: Look): void {
  context.beginPath();
  if (kind === 'seed') context.rect(-r, -r, 2 * r, 2 * r);
  else context.arc(0, 0, r, 0, 2 * Math.PI);
  // A curve that is not in the training set: a ring with nothing in it.
  if (kind === 'rejected') return strokeTwice(context, 1.5, [BLACK, WHITE]);
  context.fillStyle = fill;
  context.fill();
  if (byStep) return strokeTwice(context, 1.25, [BLACK, WHITE]);
  context.lineWidth = 1.25;
  context.strokeStyle = BLACK;
  context.stroke();
  if (kind !== 'vetoed') return;
  const d = r * Math.SQRT1_2;
  context.beginPath();
  context.moveTo(-d, -d);
  context.lineTo(d, d);
  context.moveTo(-d, d);
  context.lineTo(d, -d);
  context.stroke();
}

/** A ribbon at the upper right of a mark. */
function drawRibbon(context: CanvasRenderingContext2D, radius: number): void {
  const { width, height } = RIBBON;
  const left = radius * Math.SQRT1_2;
  const top = -radius - height + 1;
  context.beginPath();
  context.moveTo(left, top);
  context.lineTo(left + width, top);
  context.lineTo(left + width, top + height);
  context.lineTo(left + width / 2, top + height - 3);
  context.lineTo(left, top + height);
  context.closePath();
  context.fillStyle = WHITE;
  context.fill();
  context.lineWidth = 1.25;
  context.strokeStyle = BLACK;
  context.stroke();
}
