/** Curves against each other: Figure 4b. */
import { useMemo, useState, type ReactNode } from 'react';
import type { SessionView } from '../../../src-shared/session/view';
import { text } from '../../messages';
import { Plot } from '../../plot/Plot';
import { PLOT_THEMES, type CurveColors } from '../../plot/theme';
import { useActions, useWindow } from '../../store/context';
import { useTheme } from '../../store/useTheme';
import { Segments } from '../../ui/fields';
import { Empty, Panel } from '../../ui/Panel';
import { compareCurves, ivChart, pointOfCurve, type IvComparison } from './ivCompare.model';

const AXES = [
  { value: 'lin', label: text.iv.linear },
  { value: 'log', label: text.iv.logarithmic },
] as const;

/** The panel with the curves of the shown session; `below` stands under them. */
export function IvCompare({ below }: { readonly below?: ReactNode }): ReactNode {
  const session = useWindow((state) => state.console?.session);
  const [axis, setAxis] = useState<'lin' | 'log'>('lin');
  const points = session?.points.length ?? 0;
  return (
    <Panel
      title={text.iv.title}
      testId="iv-compare"
      note={points === 0 ? undefined : text.iv.count(points)}
      tools={
        points === 0 ? undefined : <Segments label={text.iv.axis} value={axis} choices={AXES} onChange={setAxis} />
      }
    >
      {session === undefined || points === 0 ? (
        <Empty>{text.iv.empty}</Empty>
      ) : (
        <Curves session={session} log={axis === 'log'} />
      )}
      {below}
    </Panel>
  );
}

function Curves({ session, log }: { readonly session: SessionView; readonly log: boolean }): ReactNode {
  const { points, novelty } = session;
  const selected = useWindow((state) => state.selected);
  const actions = useActions();
  const theme = PLOT_THEMES[useTheme()];
  const comparison = useMemo(() => compareCurves(points, novelty, selected), [points, novelty, selected]);
  const chart = useMemo(() => ivChart(comparison, theme.curves, log), [comparison, theme, log]);
  const label = text.iv.label(comparison.averaged, comparison.novel.length, comparison.typical.length);
  return (
    <>
      <Legend comparison={comparison} colors={theme.curves} />
      <Plot
        chart={chart}
        colors={theme.chart}
        label={label}
        onClick={(curveId) => {
          const index = pointOfCurve(curveId);
          if (index !== undefined) actions.select(index);
        }}
      />
    </>
  );
}

function Legend({
  comparison,
  colors,
}: {
  readonly comparison: IvComparison;
  readonly colors: CurveColors;
}): ReactNode {
  const { novel, typical, last, selected, averaged } = comparison;
  return (
    <ul className="legend">
      <Key color={colors.ink} width={2.25} words={text.iv.meanOf(averaged)} />
      {novel.length === 0 ? undefined : (
        <>
          <Key color={colors.vermilion} width={1.5} words={text.iv.novel(novel.length)} />
          <Key color={colors.blue} width={1.5} dash="4 3" words={text.iv.typical(typical.length)} />
        </>
      )}
      {last === undefined ? undefined : <Key color={colors.sky} width={3.5} words={text.iv.last(last.index)} />}
      {selected === undefined ? undefined : (
        <Key color={colors.purple} width={3} dash="7 3 2 3" words={text.iv.selected(selected.index)} />
      )}
    </ul>
  );
}

interface KeyProps {
  readonly color: string;
  readonly width: number;
  readonly dash?: string;
  readonly words: string;
}

function Key({ color, width, dash, words }: KeyProps): ReactNode {
  return (
    <li className="legend__key">
      <svg width="22" height="8" viewBox="0 0 22 8" aria-hidden="true">
        <path d="M0 4h22" stroke={color} strokeWidth={width} strokeDasharray={dash} />
      </svg>
      {words}
    </li>
  );
}
