/** The loss during training as a chart. */
import { text } from '../../messages';
import type { Chart } from '../../plot/figure';

/** Loss against epoch. `history` is thinned evenly; its last value belongs to `epoch`. */
export function lossChart(history: readonly number[], epoch: number, color: string): Chart {
  const last = Math.max(1, history.length - 1);
  return {
    curves: [
      {
        id: 'loss',
        name: text.manifold.training.loss,
        x: history.map((_, i) => 1 + ((epoch - 1) * i) / last),
        y: history,
        color,
        width: 1.5,
        dash: 'solid',
        hover: text.manifold.training.hover,
      },
    ],
    arrows: [],
    x: { title: text.manifold.training.epochAxis },
    y: { title: `${text.manifold.training.loss} (${text.manifold.training.unit})` },
  };
}
