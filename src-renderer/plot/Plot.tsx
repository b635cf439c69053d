/** A chart, drawn by plotly.js, which is two thirds of the window's code and is loaded apart from the rest. */
import { Suspense, lazy, type ReactNode } from 'react';
import type { Chart, ChartColors } from './figure';

export interface PlotProps {
  readonly chart: Chart;
  /** Colours of axes and grid; a new object means a new theme. */
  readonly colors: ChartColors;
  readonly label: string;
  /** The identity of the clicked curve and where on it. */
  readonly onClick?: ((curveId: string, x: number) => void) | undefined;
}

const loadChart = () => import('./PlotlyChart');
const PlotlyChart = lazy(async () => ({ default: (await loadChart()).PlotlyChart }));

/** Loads what charts need before the first one is shown. */
export function preloadPlot(): void {
  void loadChart();
}

/** A chart that fills its parent. */
export function Plot(props: PlotProps): ReactNode {
  return (
    <Suspense fallback={<div className="plot" role="figure" aria-label={props.label} />}>
      <PlotlyChart {...props} />
    </Suspense>
  );
}
