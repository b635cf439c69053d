/** Draws charts. The only file that imports plotly.js: its core with the scatter trace, nothing that evaluates code or asks a server. */
import Plotly, { type PlotMouseEvent } from 'plotly.js/lib/core';
import 'plotly.js/dist/plotly.css';
import { useEffect, useEffectEvent, useRef, type ReactNode } from 'react';
import { useElementSize } from '../canvas/useElementSize';
import { PLOT_CONFIG, figureOf, type Chart, type ChartColors } from './figure';

export interface PlotProps {
  readonly chart: Chart;
  /** Colours of axes and grid; a new object means a new theme. */
  readonly colors: ChartColors;
  readonly label: string;
  /** The identity of the clicked curve and where on it. */
  readonly onClick?: ((curveId: string, x: number) => void) | undefined;
}

/** A chart that fills its parent. */
export function Plot({ chart, colors, label, onClick }: PlotProps): ReactNode {
  const { size, attach } = useElementSize<HTMLDivElement>();
  const target = useRef<HTMLDivElement>(null);
  const { width, height } = size;
  const onPlotClick = useEffectEvent((event: PlotMouseEvent) => {
    const point = event.points[0];
    const id = point === undefined ? undefined : chart.curves[point.curveNumber]?.id;
    if (point !== undefined && id !== undefined) onClick?.(id, Number(point.x));
  });

  useEffect(() => {
    const element = target.current;
    if (element === null || width < 40 || height < 40) return undefined;
    const { data, layout } = figureOf(chart, colors, { width, height });
    let drawn = true;
    void Plotly.react(element, data, layout, PLOT_CONFIG).then((graph) => {
      if (!drawn) return;
      graph.removeAllListeners('plotly_click');
      graph.on('plotly_click', (event) => onPlotClick(event));
    });
    return () => {
      drawn = false;
    };
  }, [chart, colors, width, height]);

  useEffect(() => {
    const element = target.current;
    return () => {
      if (element !== null) Plotly.purge(element);
    };
  }, []);

  return (
    <div ref={attach} className="plot" role="figure" aria-label={label}>
      <div ref={target} className="plot__target" />
    </div>
  );
}
