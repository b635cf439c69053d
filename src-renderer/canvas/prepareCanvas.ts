/** The size and scale of a canvas before it is drawn. */
import type { ElementSize } from './useElementSize';

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
