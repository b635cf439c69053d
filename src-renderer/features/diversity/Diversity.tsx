/** The panel with the diversity of what was measured. */
import { useMemo, type ReactNode } from 'react';
import { isStagnant, STAGNANT_CURVES } from '../../../src-shared/session/stagnation';
import type { SessionView } from '../../../src-shared/session/view';
import { formatNumber } from '../../../src-shared/units';
import { text } from '../../messages';
import { Plot } from '../../plot/Plot';
import { PLOT_THEMES } from '../../plot/theme';
import { useActions, useWindow } from '../../store/context';
import { useTheme } from '../../store/useTheme';
import { Empty, Panel } from '../../ui/Panel';
import { diversityChart, diversitySeries, newestDiversity } from './diversity.model';
import { UpkeepTrend } from './UpkeepTrend';

/** Diversity against step, or what will come. */
export function Diversity(): ReactNode {
  const session = useWindow((state) => state.console?.session);
  return (
    <Panel
      title={text.diversity.title}
      testId="diversity"
      note={session?.diversity.length ? text.diversity.note : undefined}
    >
      {session === undefined || session.diversity.length === 0 ? (
        <Empty>{text.diversity.empty}</Empty>
      ) : (
        <Lines session={session} />
      )}
    </Panel>
  );
}

function Lines({ session }: { readonly session: SessionView }): ReactNode {
  const { diversity, vetoes, edits, points, config } = session;
  const actions = useActions();
  const theme = PLOT_THEMES[useTheme()];
  const series = useMemo(() => diversitySeries({ diversity, vetoes, edits }), [diversity, vetoes, edits]);
  const chart = useMemo(() => diversityChart(series, config.steps, theme.curves), [series, config.steps, theme]);
  const newest = newestDiversity(series);
  const label =
    newest === undefined
      ? text.diversity.title
      : text.diversity.label(newest.step, formatNumber(newest.structural), formatNumber(newest.spectral));
  return (
    <>
      <ul className="legend">
        <li className="legend__key">
          <Line color={theme.curves.ink} /> {text.diversity.structural} {formatNumber(newest?.structural)}
        </li>
        <li className="legend__key">
          <Line color={theme.curves.vermilion} dash="6 4" /> {text.diversity.spectral} {formatNumber(newest?.spectral)}
        </li>
        {vetoes.length === 0 ? undefined : (
          <li className="legend__key">
            <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
              <path d="M1 1l8 8M1 9l8-8" stroke={theme.curves.ink} strokeWidth="2" />
            </svg>
            {text.diversity.vetoes(vetoes.length)}
          </li>
        )}
        <EditKey count={series.steeringSteps.length} path="M5 1l4 8H1z" filled words={text.diversity.steerings} />
        <EditKey count={series.regionSteps.length} path="M1 1h8v8H1z" words={text.diversity.regions} />
        <EditKey
          count={series.rejectionSteps.length}
          path="M5 1a4 4 0 1 0 0 8a4 4 0 1 0 0-8"
          words={text.diversity.rejections}
        />
        {isStagnant(diversity) ? (
          <li className="legend__key">{text.diversity.stagnant(STAGNANT_CURVES)}</li>
        ) : undefined}
        <UpkeepTrend session={session} />
      </ul>
      <Plot
        chart={chart}
        colors={theme.chart}
        label={label}
        onClick={(_curve, step) => actions.select(points.findLast((point) => point.step === Math.round(step))?.index)}
      />
    </>
  );
}

interface EditKeyProps {
  readonly count: number;
  readonly path: string;
  readonly filled?: boolean;
  readonly words: (count: number) => string;
}

/** One kind of mark on the step axis; nothing where there is none. */
function EditKey({ count, path, filled, words }: EditKeyProps): ReactNode {
  if (count === 0) return undefined;
  return (
    <li className="legend__key">
      <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
        <path d={path} stroke="currentcolor" strokeWidth="1.5" fill={filled === true ? 'currentcolor' : 'none'} />
      </svg>
      {words(count)}
    </li>
  );
}

function Line({ color, dash }: { readonly color: string; readonly dash?: string }): ReactNode {
  return (
    <svg width="24" height="8" viewBox="0 0 24 8" aria-hidden="true">
      <path d="M0 4h24" stroke={color} strokeWidth="2" strokeDasharray={dash} />
    </svg>
  );
}
