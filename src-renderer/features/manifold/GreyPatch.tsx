/** A decoded patch: grey, so that it is not taken for a measured one, with a mark on the probed pixel. */
import { useEffect, useRef, type CSSProperties, type ReactNode } from 'react';
import { patchAtlas } from './drawTiles';

export interface GreyPatchProps {
  /** Row-major, `size` x `size`, 0 to 1. */
  readonly values: Float32Array;
  readonly size: number;
  readonly side: number;
  readonly label: string;
}

/** Draws one patch enlarged without smoothing. */
export function GreyPatch({ values, size, side, label }: GreyPatchProps): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const tiles = { kind: 'patches', values, size, range: undefined, table: 'grey' } as const;
    canvas.current?.getContext('2d')?.putImageData(patchAtlas(tiles, 1), 0, 0);
  }, [values, size]);
  return (
    <span className="patch" style={{ '--side': `${side}px` } as CSSProperties}>
      <canvas ref={canvas} className="patch__picture" width={size} height={size} role="img" aria-label={label} />
      <svg className="patch__mark patch__mark--twice" viewBox={`0 0 ${size} ${size}`} aria-hidden="true">
        <rect className="patch__mark-under" x={size / 2} y={size / 2} width="1" height="1" />
        <rect x={size / 2} y={size / 2} width="1" height="1" />
      </svg>
    </span>
  );
}
