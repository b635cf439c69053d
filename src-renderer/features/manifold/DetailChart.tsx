/** Decoded and measured curves over the bias bands. */
import { useMemo, type ReactNode } from 'react';
import { DEFAULT_THRESHOLDS } from '../../../src-shared/analysis';
import { text } from '../../messages';
import { Plot } from '../../plot/Plot';
import { PLOT_THEMES } from '../../plot/theme';
import { useActions, useWindow } from '../../store/context';
import { shownReport } from '../../store/manifoldWindow';
import { useTheme } from '../../store/useTheme';
import { detailChart, pointOfCurve, type DetailCurves } from './detail.model';

/** The chart; a click on a measured curve selects its point. */
export function DetailChart({ decoded, around, selected, decodedName }: DetailCurves): ReactNode {
  const actions = useActions();
  const thresholds = useWindow((state) => shownReport(state.manifold)?.thresholds ?? DEFAULT_THRESHOLDS);
  const theme = PLOT_THEMES[useTheme()];
  const chart = useMemo(
    () =>
      detailChart({ decoded, around, selected, decodedName }, { ...theme.curves, thin: theme.chart.line }, thresholds),
    [decoded, around, selected, decodedName, theme, thresholds],
  );
  const words = text.manifold.detail;
  const names = chart.curves.filter(({ width }) => width > 1);
  return (
    <div className="detail__chart">
      <Plot
        chart={chart}
        colors={theme.chart}
        label={words.plotLabel}
        onClick={(curveId) => {
          const index = pointOfCurve(curveId);
          if (index !== undefined) actions.select(index);
        }}
      />
      <div className="legend">
        {names.map((curve) => (
          <span key={curve.id} className="legend__key">
            <svg width="22" height="8" aria-hidden="true">
              <path
                d="M0 4H22"
                stroke={curve.color}
                strokeWidth={curve.width}
                strokeDasharray={curve.dash === 'solid' ? undefined : '6 2 2 2'}
              />
            </svg>
            {curve.name}
          </span>
        ))}
        {around.length === 0 ? undefined : (
          <span className="legend__key">
            <svg width="22" height="8" aria-hidden="true">
              <path d="M0 4H22" stroke={theme.chart.line} strokeWidth="1" />
            </svg>
            {words.measuredAround}
          </span>
        )}
      </div>
    </div>
  );
}
