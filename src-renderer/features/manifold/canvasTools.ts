/** What every canvas of the manifold view needs. */
import type { ElementSize } from '../../canvas/useElementSize';

/** Colours of the theme that a canvas has to ask for. */
export interface GroundColors {
  readonly field: string;
  readonly panel: string;
  readonly hairline: string;
  readonly line: string;
  readonly text: string;
  readonly second: string;
  readonly selection: string;
}

/** The colours of the theme in force where the canvas stands. */
export function groundColors(canvas: HTMLCanvasElement): GroundColors {
  const style = getComputedStyle(canvas);
  const color = (name: string): string => style.getPropertyValue(name).trim();
  return {
    field: color('--field'),
    panel: color('--panel'),
    hairline: color('--hairline'),
    line: color('--line'),
    text: color('--text'),
    second: color('--second'),
    selection: color('--selection'),
  };
}

/** An empty canvas of the element's size, scaled so that one unit is one CSS pixel; undefined before the first layout. */
export function prepareCanvas(
  canvas: HTMLCanvasElement | null,
  size: ElementSize,
): CanvasRenderingContext2D | undefined {
  const context = canvas?.getContext('2d');
  if (!canvas || !context || size.width === 0 || size.height === 0) return undefined;
  const width = Math.round(size.width * size.deviceRatio);
  const height = Math.round(size.height * size.deviceRatio);
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  context.setTransform(size.deviceRatio, 0, 0, size.deviceRatio, 0, 0);
  context.clearRect(0, 0, size.width, size.height);
  return context;
}
