/** From a chart in the words of the features to what plotly.js draws. Pure. */
import type { Annotation, Config, Data, Layout, LayoutAxis, Shape } from 'plotly.js';

/** A line of a chart. */
export interface Curve {
  /** Stays the same from drawing to drawing; comes back with a click. */
  readonly id: string;
  readonly name: string;
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  readonly color: string;
  readonly width: number;
  readonly dash: 'solid' | 'dash' | 'dot' | 'dashdot';
  /** What is said at a point of it, in the template language of plotly.js: %{x} and %{y} with their units. */
  readonly hover: string;
  /** The right axis instead of the left one. */
  readonly right?: boolean | undefined;
}

/** An arrow on a curve: which way it was measured. */
export interface Arrow {
  readonly from: readonly [x: number, y: number];
  readonly to: readonly [x: number, y: number];
  readonly color: string;
}

/** Symbols in a row near the lower edge. */
export interface EdgeMarks {
  readonly x: readonly number[];
  readonly name: string;
  readonly color: string;
  /** A cross unless told. */
  readonly symbol?: 'x-thin' | 'triangle-up' | 'square-open' | 'circle-open';
}

/** A named stretch of the x axis, shaded behind the curves. */
export interface Band {
  readonly from: number;
  readonly to: number;
  readonly name: string;
  readonly shaded: boolean;
}

export interface Axis {
  readonly title: string;
  readonly log?: boolean | undefined;
  readonly color?: string | undefined;
  readonly range?: readonly [number, number] | undefined;
}

export interface Chart {
  readonly curves: readonly Curve[];
  readonly arrows: readonly Arrow[];
  readonly marks?: readonly EdgeMarks[] | undefined;
  readonly bands?: readonly Band[] | undefined;
  readonly x: Axis;
  readonly y: Axis;
  readonly right?: Axis | undefined;
}

/** Size of a chart, CSS pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Colours of everything that is not data. */
export interface ChartColors {
  readonly text: string;
  readonly line: string;
  readonly grid: string;
  readonly paper: string;
}

/** What a chart in the window takes. */
export interface PlotProps {
  readonly chart: Chart;
  /** Colours of axes and grid; a new object means a new theme. */
  readonly colors: ChartColors;
  readonly label: string;
  /** The identity of the clicked curve and where on it. */
  readonly onClick?: ((curveId: string, x: number) => void) | undefined;
}

/** No service, no logo, no "Share chart": a measurement never leaves the program by a click on a plot. */
export const PLOT_CONFIG: Partial<Config> = {
  responsive: false,
  displaylogo: false,
  showSendToCloud: false,
  plotlyServerURL: '',
  scrollZoom: false,
  doubleClick: 'reset',
  modeBarButtons: [['zoom2d', 'pan2d', 'resetScale2d']],
};

/** Data and layout of a chart. */
export function figureOf(
  chart: Chart,
  colors: ChartColors,
  size: Size,
): { readonly data: Data[]; readonly layout: Partial<Layout> } {
  return {
    data: [...chart.curves.map(lineTrace), ...(chart.marks ?? []).flatMap(markTraces)],
    layout: layoutOf(chart, colors, size),
  };
}

function lineTrace(curve: Curve): Data {
  return {
    type: 'scatter',
    // One point makes no line.
    mode: curve.x.length < 2 ? 'markers' : 'lines',
    uid: curve.id,
    name: curve.name,
    x: Array.from(curve.x),
    y: Array.from(curve.y),
    line: { color: curve.color, width: curve.width, dash: curve.dash },
    yaxis: curve.right === true ? 'y2' : 'y',
    hovertemplate: curve.hover,
    hoverlabel: { namelength: -1 },
  };
}

function markTraces(marks: EdgeMarks, row: number): Data[] {
  if (marks.x.length === 0) return [];
  return [
    {
      type: 'scatter',
      mode: 'markers',
      name: marks.name,
      x: [...marks.x],
      // Kinds stand above each other, so that none hides another.
      y: marks.x.map(() => 0.03 + 0.06 * row),
      yaxis: 'y3',
      marker: { symbol: marks.symbol ?? 'x-thin', size: 8, color: marks.color, line: { width: 2, color: marks.color } },
      hovertemplate: '%{x}',
    },
  ];
}

function layoutOf(chart: Chart, colors: ChartColors, size: Size): Partial<Layout> {
  // A title that would be cut is left out; the legend above the chart says the same.
  const titled = (axis: Axis): Axis => (size.height < LOWEST_WITH_TITLES ? { ...axis, title: '' } : axis);
  const layout: Partial<Layout> = {
    ...size,
    autosize: false,
    margin: { l: 56, r: chart.right === undefined ? 12 : 56, t: 8, b: 40 },
    paper_bgcolor: 'rgba(0,0,0,0)',
    plot_bgcolor: colors.paper,
    font: { family: FONT, size: 12, color: colors.text },
    showlegend: false,
    hovermode: 'closest',
    dragmode: 'zoom',
    uirevision: 'keep',
    xaxis: axisOf(chart.x, colors, ticksFor(size.width)),
    yaxis: axisOf(titled(chart.y), colors, ticksFor(size.height)),
    annotations: [
      ...chart.arrows.map((arrow) => arrowOf(arrow, chart.y.log === true)),
      ...(chart.bands ?? []).map(bandName),
    ],
    shapes: (chart.bands ?? []).map((band) => bandShape(band, colors)),
  };
  if (chart.right !== undefined)
    layout['yaxis2'] = {
      ...axisOf(titled(chart.right), colors, ticksFor(size.height)),
      overlaying: 'y',
      side: 'right',
      showgrid: false,
      tickmode: 'auto',
    };
  if (chart.marks !== undefined)
    layout['yaxis3'] = { overlaying: 'y', range: [0, 1], fixedrange: true, visible: false, tickmode: 'auto' };
  return layout;
}

const LOWEST_WITH_TITLES = 115;
const FONT = 'Inter, "Segoe UI", system-ui, "Noto Sans", "DejaVu Sans", sans-serif';

/** As many tick labels as a side of the chart has room for. */
function ticksFor(pixels: number): number {
  return Math.min(7, Math.max(3, Math.round(pixels / 40)));
}

function axisOf(axis: Axis, colors: ChartColors, nticks: number): Partial<LayoutAxis> {
  const color = axis.color ?? colors.text;
  return {
    title: { text: axis.title, standoff: 6, font: { size: 12, color } },
    type: axis.log === true ? 'log' : 'linear',
    tickfont: { color, size: 12 },
    nticks,
    gridcolor: colors.grid,
    linecolor: colors.line,
    zerolinecolor: colors.line,
    zerolinewidth: 1,
    showline: true,
    mirror: true,
    ticks: 'outside',
    ticklen: 4,
    tickcolor: colors.line,
    exponentformat: 'power',
    ...(axis.range === undefined ? { autorange: true } : { range: [...axis.range] }),
  };
}

/** An arrow head at `to`; on a logarithmic axis plotly.js wants the exponent. */
function arrowOf({ from, to, color }: Arrow, log: boolean): Partial<Annotation> {
  const y = (value: number): number => (log ? Math.log10(value) : value);
  return {
    x: to[0],
    y: y(to[1]),
    ax: from[0],
    ay: y(from[1]),
    xref: 'x',
    yref: 'y',
    axref: 'x',
    ayref: 'y',
    text: '',
    showarrow: true,
    arrowhead: 2,
    arrowsize: 1.4,
    arrowwidth: 1.6,
    arrowcolor: color,
  };
}

function bandShape({ from, to, shaded }: Band, colors: ChartColors): Partial<Shape> {
  return {
    type: 'rect',
    xref: 'x',
    yref: 'paper',
    x0: from,
    x1: to,
    y0: 0,
    y1: 1,
    layer: 'below',
    fillcolor: shaded ? colors.grid : 'rgba(0,0,0,0)',
    line: { width: 0 },
  };
}

function bandName({ from, to, name }: Band): Partial<Annotation> {
  return { x: (from + to) / 2, y: 1, xref: 'x', yref: 'paper', yanchor: 'top', text: name, showarrow: false };
}
