/** A path drawn twice, light under dark, so that it shows on every colour of a map. */
export function strokeTwice(
  context: CanvasRenderingContext2D,
  width: number,
  [under, over]: readonly [string, string],
): void {
  context.lineWidth = width + 2;
  context.strokeStyle = under;
  context.stroke();
  context.lineWidth = width;
  context.strokeStyle = over;
  context.stroke();
}
