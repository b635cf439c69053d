/** A small curve as an SVG path. */

export interface SparkBounds {
  readonly low: number;
  readonly high: number;
}

/** A curve as SVG path data in a box of `width` x `height`; empty where there is nothing to draw. Both ends of the box are used. */
export function sparkPath(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  box: { readonly width: number; readonly height: number; readonly x: SparkBounds; readonly y: SparkBounds },
): string {
  const count = Math.min(x.length, y.length);
  const parts: string[] = [];
  for (let i = 0; i < count; i++) {
    const left = scaled(x[i]!, box.x) * box.width;
    const top = (1 - scaled(y[i]!, box.y)) * box.height;
    if (!Number.isFinite(left) || !Number.isFinite(top)) continue;
    parts.push(`${parts.length === 0 ? 'M' : 'L'}${left.toFixed(1)} ${top.toFixed(1)}`);
  }
  return parts.length < 2 ? '' : parts.join('');
}

function scaled(value: number, { low, high }: SparkBounds): number {
  return high > low ? (value - low) / (high - low) : 0.5;
}
