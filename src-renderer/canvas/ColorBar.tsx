/** The colours of a map and the values that they stand for. */
import { useEffect, useRef, type ReactNode } from 'react';
import { TABLE_SIZE, colorTable, type ColormapName } from '../../src-shared/colormaps';
import { rangeLabels } from './rangeLabels';
import type { ValueRange } from './range';

export interface ColorBarProps {
  readonly table: ColormapName;
  readonly range: ValueRange | undefined;
  /** SI unit that takes a prefix; empty for a pure number. */
  readonly unit: string;
  /** Said between the ends of a horizontal bar, before the unit. */
  readonly note?: string | undefined;
  /** What the numbers are. */
  readonly title: string;
  readonly orientation: 'vertical' | 'horizontal';
}

/** A bar with its lowest, middle and highest value, and the unit. */
export function ColorBar({ table, range, unit, note, title, orientation }: ColorBarProps): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    context?.putImageData(stripOf(table, orientation), 0, 0);
  }, [table, orientation]);
  const labels = rangeLabels(range, unit);
  const length = {
    width: orientation === 'horizontal' ? TABLE_SIZE : 1,
    height: orientation === 'vertical' ? TABLE_SIZE : 1,
  };
  return (
    <div className={`color-bar color-bar--${orientation}`} role="img" aria-label={`${title}: ${labels.sentence}`}>
      <canvas ref={canvas} className="color-bar__strip" {...length} />
      <div className="color-bar__labels" aria-hidden="true">
        <span>{labels.low}</span>
        <span className="color-bar__unit">
          {orientation === 'vertical' ? labels.middle : `${note ?? ''} ${labels.unit}`}
        </span>
        <span>{labels.high}</span>
      </div>
      {orientation === 'vertical' ? (
        <div className="color-bar__caption" aria-hidden="true">
          {labels.unit}
        </div>
      ) : undefined}
    </div>
  );
}

function stripOf(table: ColormapName, orientation: 'vertical' | 'horizontal'): ImageData {
  const colors = colorTable(table);
  const strip = orientation === 'horizontal' ? new ImageData(TABLE_SIZE, 1) : new ImageData(1, TABLE_SIZE);
  for (let i = 0; i < TABLE_SIZE; i++) {
    const entry = orientation === 'horizontal' ? i : TABLE_SIZE - 1 - i;
    strip.data.set([colors[entry * 3]!, colors[entry * 3 + 1]!, colors[entry * 3 + 2]!, 255], i * 4);
  }
  return strip;
}
