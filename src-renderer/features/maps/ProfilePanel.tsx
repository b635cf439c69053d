/** Beside the maps: the values of all of them along the line. */
import { useMemo, type ReactNode } from 'react';
import { distanceMetres } from '../../../src-shared/geometry';
import type { Frame } from '../../../src-shared/scan';
import { formatQuantity } from '../../../src-shared/units';
import type { Chart, Curve } from '../../plot/figure';
import { Plot } from '../../plot/Plot';
import { PLOT_THEMES, type CurveColors } from '../../plot/theme';
import { text } from '../../messages';
import { useTheme } from '../../store/useTheme';
import { Empty, Panel } from '../../ui/Panel';
import { pictureOf } from '../../canvas/mapPicture';
import { profilesOf, sharesOf, type Line, type Source } from './maps.model';

interface ProfileProps {
  readonly frame: Frame;
  readonly sources: readonly Source[];
  readonly line: Line | undefined;
}

const NANO = 1e9;

/** Colour and dash of each map's curve. */
function styleOf({ id, stage }: Source, colors: CurveColors): Pick<Curve, 'color' | 'dash'> {
  // Of two steps of the same map the second is dashed.
  if (id === 'A') return { color: colors.blue, dash: 'solid' };
  if (id === 'B') return { color: colors.vermilion, dash: 'dash' };
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
export function ProfilePanel({ frame, sources, line }: ProfileProps): ReactNode {
  const theme = PLOT_THEMES[useTheme()];
  const chart = useMemo(
    () => (line === undefined ? undefined : profileChart(frame, sources, line, theme.curves)),
    [frame, sources, line, theme],
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

function profileChart(frame: Frame, sources: readonly Source[], line: Line, colors: CurveColors): Chart {
  const curves = profilesOf(frame, sources, line).map(({ source, distances, values }) => ({
    id: source.id,
    name: source.name,
    x: distances.map((distance) => distance * NANO),
    y: sharesOf(values, pictureOf(frame, source.maps, source.stage)?.range),
    width: source.stage === 'topography' || source.stage === 'novelty' ? 2 : 1.5,
    hover: text.mapsView.hover,
    ...styleOf(source, colors),
  }));
  return {
    curves,
    arrows: [],
    x: { title: text.mapsView.distance('nm') },
    y: { title: text.mapsView.share },
  };
}
