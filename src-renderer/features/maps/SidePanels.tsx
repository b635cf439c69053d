/** Beside the maps: the profile along the line, and the values under the pointer. */
import { useMemo, type ReactNode } from 'react';
import { distanceMetres } from '../../../src-shared/geometry';
import type { MapSet } from '../../../src-shared/maps';
import type { Frame } from '../../../src-shared/scan';
import { formatNumber, formatQuantity } from '../../../src-shared/units';
import type { Chart, Curve } from '../../plot/figure';
import { Plot } from '../../plot/Plot';
import { PLOT_THEMES, type CurveColors } from '../../plot/theme';
import { text } from '../../messages';
import { useWindow } from '../../store/context';
import type { StageName } from '../../store/state';
import { useTheme } from '../../store/useTheme';
import { Empty, Panel } from '../../ui/Panel';
import { STAGES, pictureOf, profilesOf, sharesOf, valueAt, type Line } from './maps.model';

interface SideProps {
  readonly frame: Frame;
  readonly maps: MapSet | undefined;
}

const NANO = 1e9;

/** Colour and dash of each map's curve. */
function styleOf(stage: StageName, colors: CurveColors): Pick<Curve, 'color' | 'dash'> {
  const styles = {
    topography: { color: colors.ink, dash: 'solid' },
    novelty: { color: colors.blue, dash: 'solid' },
    uncertainty: { color: colors.vermilion, dash: 'dash' },
    acquisition: { color: colors.sky, dash: 'dot' },
    imageNovelty: { color: colors.purple, dash: 'dashdot' },
    combined: { color: colors.vermilion, dash: 'solid' },
  } as const;
  return styles[stage];
}

/** One plot with the values of all maps, each as a share of its own range. */
export function ProfilePanel({ frame, maps, line }: SideProps & { readonly line: Line | undefined }): ReactNode {
  const theme = PLOT_THEMES[useTheme()];
  const chart = useMemo(
    () => (line === undefined ? undefined : profileChart(frame, maps, line, theme.curves)),
    [frame, maps, line, theme],
  );
  return (
    <Panel title={text.mapsView.profileTitle} testId="profile" note={chart && text.mapsView.share}>
      {chart === undefined || line === undefined ? (
        <Empty>{text.mapsView.profileEmpty}</Empty>
      ) : (
        <>
          <ul className="legend">
            {chart.curves.map(({ id, name, color, dash }) => (
              <li key={id} className="legend__key">
                <svg width="24" height="8" viewBox="0 0 24 8" aria-hidden="true">
                  <path d="M0 4h24" stroke={color} strokeWidth="2" strokeDasharray={DASHES[dash]} />
                </svg>
                {name}
              </li>
            ))}
          </ul>
          <Plot
            chart={chart}
            colors={theme.chart}
            label={text.mapsView.profileLabel(formatQuantity(distanceMetres(...line), 'm', 3))}
          />
        </>
      )}
    </Panel>
  );
}

const DASHES = { solid: undefined, dash: '6 4', dot: '2 3', dashdot: '6 3 2 3' } as const;

function profileChart(frame: Frame, maps: MapSet | undefined, line: Line, colors: CurveColors): Chart {
  const curves = profilesOf(frame, maps, line).map(({ stage, distances, values }) => ({
    id: stage,
    name: text.maps.names[stage],
    x: distances.map((distance) => distance * NANO),
    y: sharesOf(values, pictureOf(frame, maps, stage)?.range),
    width: stage === 'topography' || stage === 'novelty' ? 2 : 1.5,
    hover: text.mapsView.hover,
    ...styleOf(stage, colors),
  }));
  return {
    curves,
    arrows: [],
    x: { title: text.mapsView.distance('nm') },
    y: { title: text.mapsView.share },
  };
}

/** Place and value of every map under the pointer. */
export function ValuesPanel({ frame, maps }: SideProps): ReactNode {
  const hover = useWindow((state) => state.hover);
  return (
    <Panel title={text.mapsView.values} note={text.mapsView.pointer} testId="map-values">
      {hover === undefined ? (
        <Empty>{text.mapsView.noPointer}</Empty>
      ) : (
        <dl className="values">
          {(['x', 'y'] as const).map((axis) => (
            <div key={axis} className="values__row">
              <dt>{text.mapsView[axis]}</dt>
              <dd>{formatQuantity(axis === 'x' ? hover.xMetres : hover.yMetres, 'm', 3)}</dd>
            </div>
          ))}
          {STAGES.map((stage) => {
            const value = valueAt(frame, maps, stage, hover);
            return (
              <div key={stage} className="values__row">
                <dt>{text.maps.names[stage]}</dt>
                <dd>
                  {Number.isNaN(value)
                    ? text.noData
                    : stage === 'topography'
                      ? formatQuantity(value, 'm', 3)
                      : formatNumber(value, 3)}
                </dd>
              </div>
            );
          })}
        </dl>
      )}
    </Panel>
  );
}
