import { describe, expect, it } from 'vitest';
import { PLOT_CONFIG, figureOf, type Chart } from './figure';

const colors = { text: '#111', line: '#222', grid: '#333', paper: '#fff' };
const size = { width: 400, height: 300 };
const chart: Chart = {
  curves: [
    { id: 'a', name: 'mean', x: [0, 1], y: [1, 10], color: '#000', width: 2, dash: 'solid', hover: '%{y} nA' },
    {
      id: 'b',
      name: 'other',
      x: [0, 1],
      y: [2, 20],
      color: '#00f',
      width: 1,
      dash: 'dash',
      hover: '%{y} nA',
      right: true,
    },
  ],
  arrows: [{ from: [0, 1], to: [1, 10], color: '#000' }],
  x: { title: 'Bias (V)' },
  y: { title: 'Current (nA)', log: true },
  right: { title: 'Other' },
};

describe('figureOf', () => {
  it('draws each curve as a line of its own and keeps its identity', () => {
    const { data } = figureOf(chart, colors, size);

    expect(data).toHaveLength(2);
    expect(data[0]).toMatchObject({ type: 'scatter', uid: 'a', x: [0, 1], y: [1, 10], yaxis: 'y' });
    expect(data[1]).toMatchObject({ uid: 'b', yaxis: 'y2', line: { dash: 'dash', color: '#00f', width: 1 } });
  });

  it('shows a curve of one point as a point', () => {
    const curves = [{ ...chart.curves[0]!, x: [0], y: [1] }, chart.curves[1]!];
    const { data } = figureOf({ ...chart, curves }, colors, size);

    expect(data.map((trace) => 'mode' in trace && trace.mode)).toEqual(['markers', 'lines']);
  });

  it('puts arrows on the exponent of a logarithmic axis', () => {
    const { layout } = figureOf(chart, colors, size);

    expect(layout.annotations).toMatchObject([{ ax: 0, ay: 0, x: 1, y: 1 }]);
    expect(layout.yaxis).toMatchObject({ type: 'log', title: { text: 'Current (nA)' } });
  });

  it('reaches no server and offers to send nothing', () => {
    expect(PLOT_CONFIG).toMatchObject({ showSendToCloud: false, plotlyServerURL: '', displaylogo: false });
    expect(PLOT_CONFIG.modeBarButtons).toEqual([['zoom2d', 'pan2d', 'resetScale2d']]);
  });
});
