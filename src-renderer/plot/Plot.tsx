/** Draws charts. The only file that imports plotly.js: its core with the scatter trace, nothing that evaluates code or asks a server. */
import Plotly from 'plotly.js/lib/core';
import 'plotly.js/dist/plotly.css';
import { useEffect, useRef, type ReactNode } from 'react';
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

  useEffect(() => {
    const element = target.current;
    if (element === null || width < 40 || height < 40) return;
    const { data, layout } = figureOf(chart, colors, { width, height });
    void Plotly.react(element, data, layout, PLOT_CONFIG);
  }, [chart, colors, width, height]);

  useEffect(() => {
    const element = target.current;
    return () => {
      if (element !== null) Plotly.purge(element);
    };
  }, []);

  return (
    <div ref={attach} className="plot" role="img" aria-label={label}>
      <div ref={target} className="plot__target" onClick={() => reportClick(target.current, onClick)} />
    </div>
  );
}

/** plotly.js keeps what is under the pointer on the element; a click there is a click on that curve. */
function reportClick(element: HTMLDivElement | null, onClick: PlotProps['onClick']): void {
  const hovered = (element as (HTMLDivElement & { _hoverdata?: readonly HoverPoint[] }) | null)?._hoverdata?.[0];
  if (hovered?.data.uid !== undefined) onClick?.(hovered.data.uid, Number(hovered.x));
}

interface HoverPoint {
  readonly x: number | string;
  readonly data: { readonly uid?: string };
}
