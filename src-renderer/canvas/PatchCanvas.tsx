/** A small picture of a patch of the frame, enlarged without smoothing. */
import { useEffect, useRef, type CSSProperties, type ReactNode } from 'react';
import { paintValues } from './colorImage';
import { fullRange, type ValueRange } from './range';

export interface PatchCanvasProps {
  /** Row-major, `size` x `size`, metres. */
  readonly heights: Float32Array;
  readonly size: number;
  readonly label: string;
  /** Side on the screen, CSS pixels. */
  readonly side: number;
  /** Heights at the ends of the colour table; the patch's own range unless told. */
  readonly range?: ValueRange | undefined;
}

/** Draws one patch with a mark on the probed pixel. */
export function PatchCanvas({ heights, size, label, side, range }: PatchCanvasProps): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    const shown = range ?? fullRange(heights);
    if (!context || shown === undefined) return;
    context.putImageData(new ImageData(paintValues(heights, 'cividis', shown), size, size), 0, 0);
  }, [heights, size, range]);
  return (
    <span className="patch" style={{ '--side': `${side}px` } as CSSProperties}>
      <canvas ref={canvas} className="patch__picture" width={size} height={size} role="img" aria-label={label} />
      <svg className="patch__mark" viewBox={`0 0 ${size} ${size}`} aria-hidden="true">
        <rect x={size / 2} y={size / 2} width="1" height="1" />
      </svg>
    </span>
  );
}
