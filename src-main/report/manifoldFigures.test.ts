import { describe, expect, it } from 'vitest';
import { DEFAULT_MANIFOLD_SETTINGS, type CouplingMap, type ManifoldTerms } from '../../src-shared/manifold';
import type { SessionView } from '../../src-shared/session/view';
import { manifoldPanels, type ReportManifold } from './manifoldFigures';
import { reportHtml } from './reportHtml';
import { summarizeSession } from './summary';
import { exampleSession } from './testing/exampleSession';
import { readMarkup } from './testing/wellFormed';

const CELLS = 10;
const SIDE = 8;

/** A manifold with known numbers on an example session: every other cell has no data near. */
function manifoldOf(view: SessionView, latent = 2): ReportManifold {
  const points = view.points.map(({ index }) => index);
  const { volts } = view.points[0]!;
  const numbers = (count: number): Float32Array => Float32Array.from({ length: count }, (_, k) => Math.sin(k + 1));
  const terms: ManifoldTerms = { total: 365, image: 177, spectrum: 174, divergence: 1, similarity: 0.8 };
  const coupling: CouplingMap = {
    space: 'features',
    points: points.map((index) => ({
      index,
      coupling: 0.5,
      p: 0.01,
      q: 0.02,
      neighbours: 12,
      curveFromStructure: 0.5,
      structureFromCurve: 0.3,
      verdict: index % 3 === 0 ? 'noConclusion' : 'coupled',
    })),
    bandwidth: 6,
    permutations: 500,
    falseDiscoveryRate: 0.25,
    leastCoupling: 0.5,
    counts: { coupled: 9, noConclusion: 4, tooFew: 0 },
  };
  return {
    summary: {
      settings: { ...DEFAULT_MANIFOLD_SETTINGS, latent },
      points,
      excluded: [{ index: 99, reason: 'missingCurveValues' }],
      flatPatches: 0,
      patchSize: SIDE,
      curvePoints: volts.length,
      spectrumRange: { min: 0, max: 2e-9 },
      epochsDone: 12,
      cancelled: true,
      terms: { first: terms, last: { ...terms, total: 287 } },
      seconds: 3,
      secondsPerEpoch: 0.2,
      profile: 'full network',
      layout: 'v1',
      computedOn: { backend: 'wasm', device: 'wasm, 2 threads', reason: 'Compiled kernels on the processor.' },
    },
    embedding: {
      trainedAt: view.startedAt,
      latent,
      points,
      image: numbers(points.length * latent),
      spectrum: numbers(points.length * latent).reverse(),
      mismatch: Float32Array.from(points, () => 0.25),
      patchSize: SIDE,
      patches: numbers(points.length * SIDE ** 2).map(Math.abs),
      volts,
      history: numbers(12),
    },
    grid: {
      axes: [0, 1],
      size: CELLS,
      rowValues: Float64Array.from({ length: CELLS }, (_, k) => 1.6 - 0.3 * k),
      colValues: Float64Array.from({ length: CELLS }, (_, k) => -1.6 + 0.3 * k),
      base: new Float64Array(latent),
      patchSize: SIDE,
      patches: numbers(CELLS ** 2 * SIDE ** 2).map(Math.abs),
      volts,
      curves: numbers(CELLS ** 2 * volts.length).map((value) => value * 1e-9),
      counts: new Uint16Array(CELLS ** 2),
      distances: new Float32Array(CELLS ** 2),
      supportDistance: 0.4,
      supported: Uint8Array.from({ length: CELLS ** 2 }, (_, k) => k % 2),
      labels: Array.from({ length: CELLS ** 2 }, () => ({ label: 'club', confidence: 1, decidedBy: 'nullShare' })),
    },
    coupling: { features: coupling, latent: { ...coupling, space: 'latent' } },
  };
}

describe('the report of a session with a Dual-VAE', () => {
  const view = exampleSession(5, 8);
  const manifold = manifoldOf(view);
  const drawn = (letter: string) => {
    const panel = manifoldPanels(view, manifold).find((entry) => entry.letter === letter);
    return { caption: panel!.caption, found: panel!.drawings.flatMap((picture) => readMarkup(picture)) };
  };

  it('is well-formed and shows every panel, and none of them without one', () => {
    const page = reportHtml(view, summarizeSession(view), manifold);
    const figures = readMarkup(page).flatMap(({ name, attributes }) => (name === 'figure' ? [attributes['id']] : []));
    expect(figures.slice(-6)).toEqual(['5d', '5e', '5b', '5c', '6a', '6b'].map((letter) => `figure-${letter}`));
    expect(page).toContain('12 epochs (cancelled) on 13 points');
    expect(reportHtml(view, summarizeSession(view))).not.toContain('figure-6a');
  });

  it('joins each patch with its curve', () => {
    const { found } = drawn('5d');
    const lines = found.filter(({ attributes }) => attributes['class'] === 'pair');
    expect(lines).toHaveLength(13);
    expect(found.filter(({ name }) => name === 'circle')).toHaveLength(13);
  });

  it('draws all cells and dims those without data near', () => {
    for (const [letter, tile] of [
      ['6a', 'image'],
      ['6b', 'path'],
    ] as const) {
      const { found, caption } = drawn(letter);
      expect(found.filter(({ name }) => name === tile)).toHaveLength(100);
      expect(found.filter(({ attributes }) => attributes['opacity'] === '0.3')).toHaveLength(50);
      expect(caption).toContain('50 of 100');
    }
  });

  it('crosses out the places without conclusion', () => {
    const crosses = drawn('5e').found.filter(({ attributes }) => attributes['class'] === 'veto-cross');
    // One of them is in the legend.
    expect(crosses).toHaveLength(1 + view.points.filter(({ index }) => index % 3 === 0).length);
  });

  it('says that only two of more latents are drawn', () => {
    const [scatter] = manifoldPanels(view, manifoldOf(view, 3));
    expect(scatter!.caption).toContain('Two of 3 latents');
  });
});
