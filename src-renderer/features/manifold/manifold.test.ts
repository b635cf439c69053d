import { describe, expect, it } from 'vitest';
import { curvePlaces } from './drawTiles';
import { orderPoints } from './gallery.model';
import {
  boxRanges,
  cellEdges,
  colourScale,
  couplingOf,
  labelColor,
  labelOf,
  pairsOf,
  pointsInBox,
  tileOf,
} from './manifold.model';
import { gridOf, reportOf } from '../../store/testing/manifoldBuilders';
import { knowledgeOf } from './testing/builders';

describe('pairsOf', () => {
  it('puts the first shown component upwards and the second to the right', () => {
    const [first] = pairsOf(knowledgeOf(), 'step', 'light');

    expect(first).toMatchObject({ index: 0, image: { x: 0.5, y: 0.5 }, spectrum: { y: 0.5 } });
    expect(first?.spectrum.x).toBeCloseTo(0.6, 6);
  });

  it('turns the plane with the axes', () => {
    const [, second] = pairsOf(knowledgeOf({ axes: [1, 0] }), 'step', 'light');

    expect(second?.image).toEqual({ x: 0.5, y: -0.5 });
  });

  it('marks what nothing is concluded about, only where coupling is shown', () => {
    const doubtful = (colour: 'features' | 'latent' | 'step') =>
      pairsOf(knowledgeOf(), colour, 'light').filter((pair) => pair.doubtful);

    expect(doubtful('features').map((pair) => pair.index)).toEqual([1]);
    expect(doubtful('step')).toEqual([]);
    expect(doubtful('latent')).toEqual([]);
  });

  it('gives the label of a person before the one of the program', () => {
    const colors = pairsOf(knowledgeOf(), 'label', 'dark').map((pair) => pair.color);

    expect(colors).toEqual((['club', 'heart', 'diamond', 'other'] as const).map((label) => labelColor(label, 'dark')));
    expect(labelOf(reportOf().points[3])).toBe('other');
    expect(labelOf(undefined)).toBeUndefined();
  });
});

describe('colourScale', () => {
  it('spans the numbers of the trained points', () => {
    expect(colourScale('novelty', knowledgeOf())).toMatchObject({ range: { low: 0.1, high: 0.4 } });
    expect(colourScale('step', knowledgeOf())?.valueOf(3)).toBe(3);
  });

  it('centres coupling on 0 and has no value where too little is known', () => {
    const scale = colourScale('features', knowledgeOf());

    expect(scale).toMatchObject({ table: 'diverging', range: { low: -1, high: 1 } });
    expect(scale?.valueOf(0)).toBe(1);
    expect(scale?.valueOf(2)).toBeUndefined();
  });

  it('has a map only for the spaces of the coupling', () => {
    const { coupling } = knowledgeOf();

    expect(couplingOf(coupling, 'features')?.space).toBe('features');
    expect(couplingOf(coupling, 'step')).toBeUndefined();
  });
});

describe('parts of the plane', () => {
  it('takes the borders of cells half-way between their middles', () => {
    expect(cellEdges([1, 0, -1])).toEqual([1.5, 0.5, -0.5, -1.5]);
    expect(cellEdges([2])).toEqual([2, 2]);
  });

  it('covers a box of cells out to their borders, lowest value first', () => {
    expect(boxRanges(gridOf(), { rowFrom: 0, rowTo: 1, colFrom: 2, colTo: 2 })).toEqual({
      row: [-0.5, 1.5],
      col: [0.5, 1.5],
    });
  });

  it('finds the cell of a place and none outside', () => {
    expect(tileOf(gridOf(), [1, -1, 0])).toBe(0);
    expect(tileOf(gridOf(), [-0.9, 0.9, 0])).toBe(8);
    expect(tileOf(gridOf(), [0, 3, 0])).toBeUndefined();
  });

  it('gathers the points whose patch lies in a part', () => {
    const { embedding } = knowledgeOf();

    expect(pointsInBox(embedding, { row: [0, 1], col: [-1, 1] }, [0, 1])).toEqual([0, 1]);
    expect(pointsInBox(embedding, { row: [0, 1], col: [-1, 1] }, [1, 0])).toEqual([0, 2]);
  });
});

describe('curvePlaces', () => {
  it('leaves points out, but never the ends and the turning point', () => {
    const volts = Float64Array.from({ length: 251 }, (_, i) => (i <= 125 ? i : 250 - i) * 0.012);
    const places = curvePlaces(volts, 30);
    const indices = places.map(({ index }) => index);

    expect(places.length).toBeLessThan(40);
    expect(indices).toEqual(expect.arrayContaining([0, 125, 250]));
    expect(places.find(({ index }) => index === 125)?.fraction).toBe(1);
  });
});

describe('orderPoints', () => {
  const { session } = knowledgeOf();

  it('stands in the order asked for', () => {
    expect(orderPoints(session, undefined, 'step')).toEqual([0, 1, 2, 3]);
    expect(orderPoints(session, undefined, 'novelty')).toEqual([0, 2, 3, 1]);
    expect(orderPoints(session, reportOf(), 'label')).toEqual([0, 1, 2, 3]);
  });

  it('shuffles the same way every time and loses none', () => {
    const many = { points: Array.from({ length: 50 }, (_, index) => ({ ...session.points[0]!, index })) };
    const shuffled = orderPoints({ ...many, novelty: session.novelty }, undefined, 'shuffled');

    expect(shuffled).toEqual(orderPoints({ ...many, novelty: session.novelty }, undefined, 'shuffled'));
    expect(shuffled).not.toEqual(many.points.map((point) => point.index));
    expect([...shuffled].sort((a, b) => a - b)).toEqual(many.points.map((point) => point.index));
  });
});
