/** In which order measured points stand in the gallery. */
import { CURVE_LABELS, type AnalysisReport } from '../../../src-shared/analysis';
import type { SessionView } from '../../../src-shared/session/view';
import { labelOf } from './manifold.model';

export const GALLERY_ORDERS = ['step', 'novelty', 'label', 'shuffled'] as const;
export type GalleryOrder = (typeof GALLERY_ORDERS)[number];

/** Indices of all measured points: as measured, most novel first, by label, or shuffled the same way every time. */
export function orderPoints(
  session: Pick<SessionView, 'points' | 'novelty'>,
  report: AnalysisReport | undefined,
  order: GalleryOrder,
): readonly number[] {
  const indices = session.points.map((point) => point.index);
  const sorted = (key: (index: number) => number): readonly number[] =>
    [...indices].sort((a, b) => key(a) - key(b) || a - b);
  switch (order) {
    case 'step':
      return indices;
    case 'novelty':
      return sorted((index) => -(session.novelty[index] ?? 0));
    case 'label':
      return sorted((index) => {
        const label = labelOf(report?.points[index]);
        return label === undefined ? CURVE_LABELS.length : CURVE_LABELS.indexOf(label);
      });
    case 'shuffled':
      return sorted(scattered);
  }
}

/** An integer hash (xorshift-multiply) of the index with seed 1: a fixed order without a visible pattern. */
function scattered(index: number): number {
  let x = Math.imul(index + 1, 0x9e3779b1);
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}
