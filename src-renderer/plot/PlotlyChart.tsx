/** Draws charts. The only file that imports plotly.js: its core with the scatter trace, nothing that evaluates code or asks a server. */
import Plotly, { type PlotMouseEvent } from 'plotly.js/lib/core';
import 'plotly.js/dist/plotly.css';
import { useEffect, useEffectEvent, useRef, useState, type ReactNode } from 'react';
import { useElementSize } from '../canvas/useElementSize';
import { createPace } from './pace';
import { PLOT_CONFIG, figureOf, type PlotProps, type Size } from './figure';

/** A chart that fills its parent. */
export function PlotlyChart({ chart, colors, label, onClick }: PlotProps): ReactNode {
  const { size, attach } = useElementSize<HTMLDivElement>();
  const target = useRef<HTMLDivElement>(null);
  const { width, height } = size;
  const onPlotClick = useEffectEvent((event: PlotMouseEvent) => {
    const point = event.points[0];
    const id = point === undefined ? undefined : chart.curves[point.curveNumber]?.id;
    if (point !== undefined && id !== undefined) onClick?.(id, Number(point.x));
  });

  const [pace] = useState(() => createPace());
  const shape = useRef<Pick<PlotProps, 'colors'> & Size>(undefined);
  useEffect(() => {
    const element = target.current;
    if (element === null || width < 40 || height < 40) return undefined;
    const draw = (): void => {
      const { data, layout } = figureOf(chart, colors, { width, height });
      void Plotly.react(element, data, layout, PLOT_CONFIG).then((graph) => {
        // The chart may be gone by now, and everything that plotly.js had put on it.
        if (target.current !== element) return;
        graph.removeAllListeners('plotly_click');
        graph.on('plotly_click', (event) => onPlotClick(event));
      });
    };
    // A chart of the wrong size or colours is a fault that everybody sees.
    const fits = shape.current?.colors === colors && shape.current.width === width && shape.current.height === height;
    shape.current = { colors, width, height };
    return pace(draw, !fits);
  }, [pace, chart, colors, width, height]);

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
