/** A chart, drawn by plotly.js, which is two thirds of the window's code and is loaded apart from the rest. */
import { Suspense, lazy, type ReactNode } from 'react';
import type { PlotProps } from './figure';

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
