/** A small current-voltage curve without axes, for comparison at a glance. */
import type { ReactNode } from 'react';
import { sparkPath, type SparkBounds } from './sparkline.model';

export interface SparklineProps {
  readonly volts: Float64Array;
  readonly amperes: Float64Array;
  /** Currents at the lower and upper edge, amperes: the same for all curves that stand side by side. */
  readonly amperesBounds: SparkBounds;
  readonly label: string;
  readonly width: number;
  readonly height: number;
}

/** One curve; its bias range fills the width. */
export function Sparkline({ volts, amperes, amperesBounds, label, width, height }: SparklineProps): ReactNode {
  const bias = { low: Math.min(...volts), high: Math.max(...volts) };
  return (
    <svg
      className="sparkline"
      width={width}
      height={height}
      viewBox={`-1 -1 ${width + 2} ${height + 2}`}
      role="img"
      aria-label={label}
    >
      <path d={sparkPath(volts, amperes, { width, height, x: bias, y: amperesBounds })} />
    </svg>
  );
}
