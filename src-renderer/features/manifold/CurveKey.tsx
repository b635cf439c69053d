/** The colours of curves by label, and what the edges of their tiles stand for. */
import type { ReactNode } from 'react';
import { CURVE_LABELS } from '../../../src-shared/analysis';
import { formatQuantity } from '../../../src-shared/units';
import type { ValueRange } from '../../canvas/range';
import { text } from '../../messages';
import { useTheme } from '../../store/useTheme';
import { labelColor } from './manifold.model';

/** One line of colours with their labels. */
export function CurveKey(): ReactNode {
  const theme = useTheme();
  return (
    <div className="legend">
      {CURVE_LABELS.map((label) => (
        <span key={label} className="legend__key">
          <svg width="14" height="8" aria-hidden="true">
            <path d="M0 4H14" stroke={labelColor(label, theme)} strokeWidth="2" />
          </svg>
          <strong>{text.manifold.detail.letters[label]}</strong> {text.manifold.detail.labels[label]}
        </span>
      ))}
    </div>
  );
}

/** Bias (volts) and current (amperes) at the edges of a tile, in words. */
export function tileWords(volts: ArrayLike<number>, range: ValueRange): string {
  const inVolts = (value: number): string => formatQuantity(value, 'V', 2);
  const inAmperes = (value: number): string => formatQuantity(value, 'A', 2);
  return text.manifold.grids.curveAxes(
    inVolts(Math.min(...Array.from(volts))),
    inVolts(Math.max(...Array.from(volts))),
    inAmperes(range.low),
    inAmperes(range.high),
  );
}
