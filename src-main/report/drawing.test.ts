import { describe, expect, it } from 'vitest';
import { pixelToSample } from '../../src-shared/geometry';
import type { ProposalReason } from '../../src-shared/proposal';
import { curvesFigure } from './curvesFigure';
import { diversityFigure } from './diversityFigure';
import { figurePoint, frameBox } from './frameImage';
import { coveredArea, modelMapFigure } from './modelMapFigure';
import { axisOver, linePath, plotX, plotY } from './plotAxes';
import type { Plot } from './plotAxes';
import { EXAMPLE_GRID, exampleSession } from './testing/exampleSession';
import { readMarkup } from './testing/wellFormed';
import { topographyFigure } from './topographyFigure';

const PLOT: Plot = {
  box: { left: 10, top: 20, width: 100, height: 50 },
  x: { low: 0, high: 2, title: 'x' },
  y: { low: -1, high: 1, title: 'y' },
};

describe('plots', () => {
  it('put low values at the left and at the bottom', () => {
    expect([plotX(PLOT, 0), plotX(PLOT, 2)]).toEqual([10, 110]);
    expect([plotY(PLOT, -1), plotY(PLOT, 1)]).toEqual([70, 20]);
  });

  it('break a line at what is not finite and keep a lone point', () => {
    const path = linePath(PLOT, [0, 1, 1, 2, 2], [0, 0, Number.NaN, 1, Number.POSITIVE_INFINITY]);
    expect(path).toBe('M10 45L10 45L60 45M110 20L110 20');
    expect(linePath(PLOT, [0], [Number.NaN])).toBe('');
  });

  it('never have an empty axis', () => {
    expect(axisOver([Number.NaN], 'x')).toEqual({ low: 0, high: 1, title: 'x' });
    for (const value of [0, -3, 1e-12]) {
      const { low, high } = axisOver([value, value], 'x');
      expect(low < value && value < high).toBe(true);
    }
  });
});

describe('frames', () => {
  const raster = { rows: 4, cols: 8, widthMetres: 2e-6, heightMetres: 1e-6 };

  it('keep the proportions of the sample', () => {
    expect(frameBox(raster, 0, 0, 100)).toEqual({ left: 0, top: 0, width: 100, height: 50 });
    expect(frameBox({ ...raster, widthMetres: 1e-6, heightMetres: 4e-6 }, 0, 0, 100)).toMatchObject({
      width: 25,
      height: 100,
    });
  });

  it('show a place where the geometry of the instrument has it: x right, y up', () => {
    const box = frameBox(raster, 0, 0, 100);
    for (const at of [
      { row: 0, col: 0 },
      { row: 3, col: 7 },
      { row: 1, col: 6 },
    ]) {
      const { x, y } = figurePoint(raster, box, at);
      const { xMetres, yMetres } = pixelToSample(raster, at);
      expect(x).toBeCloseTo((xMetres / 2e-6 + 0.5) * 100, 9);
      expect(y).toBeCloseTo((0.5 - yMetres / 1e-6) * 50, 9);
    }
  });

  it('lay every candidate over its own pixel', () => {
    expect(coveredArea(EXAMPLE_GRID)).toEqual({ firstRow: 4, firstCol: 4, rows: 24, cols: 24 });
    const sparse = coveredArea({ rows: 5, cols: 6, originRow: 8, originCol: 8, stride: 3 });
    // The middle of cell (i, j) is the centre of pixel 8 + 3 i, 8 + 3 j.
    expect(sparse.firstRow + 0.5 * 3).toBe(8.5);
    expect(sparse.firstCol + 4.5 * 3).toBe(20.5);
    expect(sparse).toMatchObject({ rows: 15, cols: 18 });
  });
});

describe('topographyFigure', () => {
  it('draws seeds as squares, steps as circles and vetoes as crosses', () => {
    const view = exampleSession(3, 5);
    const vetoes = [
      { id: 'v', scope: 'point', candidate: 5, at: { row: 9, col: 9 }, reason: 'scan artefact', step: 2 } as const,
    ];
    const elements = readMarkup(topographyFigure({ ...view, vetoes }).drawings.join(''));
    const titles = elements.filter(({ name }) => name === 'title');
    expect(titles).toHaveLength(9);
    // One more of each in the legend; frames and bars are rectangles of a class of their own.
    expect(
      elements.filter(({ name, attributes }) => name === 'rect' && attributes['class'] === undefined),
    ).toHaveLength(4);
    expect(elements.filter(({ name }) => name === 'circle')).toHaveLength(6);
    expect(elements.filter(({ attributes }) => attributes['class'] === 'veto-cross')).toHaveLength(1);
  });

  it('says so where the survey is missing or incomplete', () => {
    const view = exampleSession();
    expect(topographyFigure({ ...view, frame: undefined })).toMatchObject({ drawings: [] });
    const partial = {
      ...view.frame!,
      heightsMetres: view.frame!.heightsMetres.map((h, i) => (i < 320 ? Number.NaN : h)),
    };
    expect(topographyFigure({ ...view, frame: partial }).caption).toContain('Grey: not scanned.');
    const nothing = { ...view.frame!, heightsMetres: new Float32Array(1024).fill(Number.NaN) };
    expect(topographyFigure({ ...view, frame: nothing }).drawings).toHaveLength(0);
  });
});

describe('curvesFigure', () => {
  it('draws the mean, five most and five least novel curves', () => {
    const svg = curvesFigure(exampleSession(10, 10)).drawings.join('');
    readMarkup(svg);
    expect(svg.match(/<title>/g)).toHaveLength(10);
    expect(svg).toContain('mean curve (20)');
    // Novelty is 0.1 + 0.01 index.
    expect(svg).toContain('most novel (5), novelty 0.250 to 0.290');
    expect(svg).toContain('least novel (5), novelty 0.100 to 0.140');
    expect(svg).toContain('current (nA)');
  });
});

describe('diversityFigure', () => {
  it('starts at the seeds and marks each step that saw a veto once', () => {
    const view = exampleSession(3, 5);
    const veto = { id: 'v', scope: 'point', candidate: 5, at: { row: 9, col: 9 }, reason: 'other', step: 2 } as const;
    const { drawings } = diversityFigure({
      ...view,
      vetoes: [veto, { ...veto, id: 'w' }, { ...veto, id: 'x', step: 4 }],
    });
    expect(drawings).toHaveLength(2);
    for (const svg of drawings) {
      // Six dots: step 0 to 5. Two crosses and one in the legend.
      expect(readMarkup(svg).filter(({ attributes }) => attributes['class'] === 'dot')).toHaveLength(6);
      expect(svg.match(/class="veto-key"/g)).toHaveLength(3);
      expect(svg).toContain('step 2: 2 vetoes');
    }
  });
});

describe('modelMapFigure', () => {
  it('says which layers the policy does not have', () => {
    const view = exampleSession(3, 5, { policy: 'random' });
    const { imageNovelty } = view.maps!.layers;
    const random = { ...view, maps: { ...view.maps!, layers: { imageNovelty: imageNovelty! } } };
    expect(modelMapFigure(random, 'novelty')).toMatchObject({ letter: 'd', drawings: [] });
    expect(modelMapFigure(random, 'novelty').caption).toContain('The policy random does not compute');
    expect(modelMapFigure(random, 'imageNovelty').drawings).toHaveLength(1);
  });

  it('does not call a map what a fallback made of it', () => {
    const view = exampleSession(3, 5);
    const captions = (reason: ProposalReason): string[] => {
      const proposals = view.proposals.map((entry) => ({ ...entry, proposal: { ...entry.proposal, reason } }));
      return (['acquisition', 'combined'] as const).map((kind) => modelMapFigure({ ...view, proposals }, kind).caption);
    };
    const [plainAcquisition, plainCombined] = captions('combined');
    const [collapsed, sameCombined] = captions('uncertainty-fallback');
    const [sameAcquisition, flat] = captions('image-novelty-fallback');
    expect([sameAcquisition, sameCombined]).toEqual([plainAcquisition, plainCombined]);
    expect(collapsed).toContain('the map shows the uncertainty');
    expect(flat).toContain('the image novelty chose the next place');
  });

  it('gives the range and a sentence for a map without a number', () => {
    const view = exampleSession(3, 5);
    expect(modelMapFigure(view, 'combined').caption).toContain('Range \u22121.00 to 1.00.');
    const nan = new Float32Array(576).fill(Number.NaN);
    const empty = { ...view, maps: { ...view.maps!, layers: { combined: nan, novelty: new Float32Array(5) } } };
    expect(modelMapFigure(empty, 'combined').drawings).toHaveLength(0);
    expect(modelMapFigure(empty, 'novelty').drawings).toHaveLength(0);
  });
});
