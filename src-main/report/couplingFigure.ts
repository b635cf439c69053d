/** Where structure says something about the curve, and where nothing can be concluded. */
import type { CouplingMap, CouplingReport } from '../../src-shared/manifold';
import type { SessionView } from '../../src-shared/session/view';
import { levelHeights } from '../learning/levelling';
import { drawing, type Figure } from './figure';
import { figurePoint, frameBox, framePicture, scaleBar } from './frameImage';
import { mapImage, valueRange } from './mapImage';
import { crossPath } from './markers';
import { element, text, type Markup } from './markup';
import type { Box } from './plotAxes';

const WIDTH = 560;
const SIDE = 440;

/** The measured places on the topography: filled where coupled, crossed out where no conclusion can be drawn. */
export function couplingFigure(view: SessionView, { features, latent }: CouplingReport): Figure {
  const panel = { letter: '5e', title: 'Coupling of structure and curve', span: 'half' } as const;
  const { frame } = view;
  const heights = frame === undefined ? undefined : levelHeights(frame);
  const range = heights === undefined ? undefined : valueRange(heights, 0.01, 0.99);
  if (frame === undefined || heights === undefined || range === undefined)
    return { ...panel, drawings: [], caption: 'No survey frame was recorded in this session.' };
  const box = frameBox(frame, 40, 8, SIDE);
  const area = { firstRow: 0, firstCol: 0, rows: frame.rows, cols: frame.cols };
  const marks = features.points.map(({ index, verdict }) => {
    const { x, y } = figurePoint(frame, box, view.points[index]!.at);
    return verdict === 'noConclusion' ? noConclusion(x, y) : coupled(x, y, verdict === 'coupled');
  });
  const picture = drawing(
    WIDTH,
    box.top + box.height + 66,
    'Measured places by whether structure predicts the curve there',
    framePicture(frame, box, mapImage(heights, frame.cols, 'cividis', range), area),
    ...marks,
    scaleBar(frame, box),
    ...legend(box),
  );
  return { ...panel, drawings: [picture], caption: caption(features, latent) };
}

function coupled(x: number, y: number, sure: boolean): Markup {
  return element('circle', { class: sure ? 'coupled' : 'too-few', cx: x, cy: y, r: 4 });
}

function noConclusion(x: number, y: number): Markup {
  const d = crossPath(x, y, 4.5);
  return element('g', {}, element('path', { class: 'veto-halo', d }), element('path', { class: 'veto-cross', d }));
}

function legend(frame: Box): Markup[] {
  const top = frame.top + frame.height + 52;
  const word = (left: number, name: string): Markup => element('text', { x: left + 12, y: top + 4 }, text(name));
  return [
    coupled(frame.left + 5, top, true),
    word(frame.left + 5, 'coupled'),
    noConclusion(frame.left + 95, top),
    word(frame.left + 95, 'no conclusion'),
    coupled(frame.left + 215, top, false),
    word(frame.left + 215, 'too few neighbours'),
  ];
}

function caption(features: CouplingMap, latent: CouplingMap | undefined): string {
  const { coupled: sure, noConclusion: none, tooFew } = features.counts;
  const percent = Math.round(100 * features.falseDiscoveryRate);
  const words = [
    `From rotation-invariant features of the patches, without the Dual-VAE: ${sure} places coupled, ${none} without conclusion, ${tooFew} with too few neighbours (${features.permutations} shuffles, false discovery rate ${percent} %, coupling above ${features.leastCoupling.toFixed(2)}).`,
  ];
  if (latent !== undefined)
    words.push(
      `In the latent space (${Math.round(100 * latent.falseDiscoveryRate)} %): ${latent.counts.coupled} coupled, ${latent.counts.noConclusion} without conclusion, ${latent.counts.tooFew} with too few neighbours.`,
    );
  return words.join(' ');
}
