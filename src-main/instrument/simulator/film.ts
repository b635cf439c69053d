/**
 * A made-up polycrystalline perovskite film: heights and, hidden behind them, what a current-voltage sweep would find at
 * each place. Everything follows from one seed. Phenomenological: the shapes of the published classes, not a device model.
 */
import type { Raster } from '../../../src-shared/geometry';
import type { Random } from '../../numerics/random';
import { createRandom, deriveRandom } from '../../numerics/random';
import type { Boundary } from './boundary';
import { boundaryLookup } from './boundary';
import { classMixture, CLASS_COUNT, mixHidden } from './classes';
import { blur, gaussianField } from './gaussianField';
import type { Grains } from './grains';
import { lookAround, sitesAround, sowGrains } from './grains';
import type { GrainTops } from './relief';
import { drawGrainTops, grooveHeight, junctionness, topHeight } from './relief';

/** Side of a pixel of the film, metres: 128 pixels are 2 µm. */
const FILM_PIXEL_METRES = 2e-6 / 128;
/** Share of grains whose electrical behaviour is mixed by something that no height map shows. */
const HIDDEN_SHARE = 0.2;

/** The film as arrays over its pixels, row-major from the top left one. */
export interface Film extends Raster {
  /** Heights without noise, metres. */
  readonly heightsMetres: Float32Array;
  /** Share of each class of curve at each pixel, adding up to 1: pixels x 4 in the order of `CURVE_CLASSES`. */
  readonly weights: Float32Array;
  /** Logarithm of the local conductance in units of its spread: mean 0, variance 1. */
  readonly conductance: Float32Array;
  /** Distance to the nearest grain boundary, pixels. */
  readonly boundaryPixels: Float32Array;
  /** How much a pixel is a triple junction, 0 to 1. */
  readonly junction: Float32Array;
  /** 1 where the nearest boundary is asymmetric. */
  readonly asymmetric: Uint8Array;
  /** 1 where the grain has the hidden variable. */
  readonly hidden: Uint8Array;
}

/** Side of the squares in which the surface is worked out. */
const TILE_PIXELS = 16;

/** What is the same for the whole film while its pixels are worked out. */
interface Recipe {
  readonly side: number;
  readonly grains: Grains;
  readonly tops: GrainTops;
  readonly boundary: (grain: number, neighbour: number) => Boundary;
}

/** The film of a seed: `pixels` on a side at {@link FILM_PIXEL_METRES}. Throws RangeError unless 32 <= pixels <= 1024. */
export function createFilm(pixels: number, seed: number): Film {
  if (!Number.isInteger(pixels) || pixels < 32 || pixels > 1024)
    throw new RangeError(`pixels: expected an integer from 32 to 1024, given ${pixels}`);
  const root = deriveRandom(createRandom(seed), 'film');
  const grains = sowGrains(deriveRandom(root, 'grains'), pixels);
  const recipe = {
    side: pixels,
    grains,
    tops: drawGrainTops(deriveRandom(root, 'tops'), grains.count),
    boundary: boundaryLookup(deriveRandom(root, 'boundaries')),
  };
  const surface = formSurface(recipe);
  const hiddenGrains = lowestGrains(surface.grain, recipe.tops.base);
  const hidden = Uint8Array.from(surface.grain, (grain) => hiddenGrains[grain]!);
  return {
    rows: pixels,
    cols: pixels,
    widthMetres: pixels * FILM_PIXEL_METRES,
    heightMetres: pixels * FILM_PIXEL_METRES,
    heightsMetres: Float32Array.from(blur(surface.nanometres, pixels, 0.7), (height) => height * 1e-9),
    weights: weighClasses(surface, hidden, deriveRandom(root, 'hidden')),
    conductance: Float32Array.from(gaussianField(deriveRandom(root, 'conductance'), pixels, 3)),
    boundaryPixels: surface.boundaryPixels,
    junction: surface.junction,
    asymmetric: surface.asymmetric,
    hidden,
  };
}

interface Surface {
  readonly side: number;
  readonly nanometres: Float64Array;
  readonly grain: Int32Array;
  readonly boundaryPixels: Float32Array;
  readonly junction: Float32Array;
  readonly asymmetric: Uint8Array;
}

function formSurface(recipe: Recipe): Surface {
  const { side } = recipe;
  const surface = {
    side,
    nanometres: new Float64Array(side * side),
    grain: new Int32Array(side * side),
    boundaryPixels: new Float32Array(side * side),
    junction: new Float32Array(side * side),
    asymmetric: new Uint8Array(side * side),
  };
  for (let top = 0; top < side; top += TILE_PIXELS)
    for (let left = 0; left < side; left += TILE_PIXELS) formTile(recipe, surface, { top, left });
  return surface;
}

/** Fills one square of the surface, for which only a few sites matter. */
function formTile(recipe: Recipe, surface: Surface, { top, left }: { top: number; left: number }): void {
  const { side, grains, tops, boundary } = recipe;
  const middle = (TILE_PIXELS - 1) / 2;
  const sites = sitesAround(grains, { row: top + middle, col: left + middle, side: TILE_PIXELS });
  for (let row = top; row < Math.min(top + TILE_PIXELS, side); row++)
    for (let col = left; col < Math.min(left + TILE_PIXELS, side); col++) {
      const at = row * side + col;
      const around = lookAround(grains, { row, col }, sites);
      const [nearest, second] = around.distances as [number, number];
      const junction = junctionness(nearest, second);
      surface.grain[at] = around.grain;
      surface.boundaryPixels[at] = nearest;
      surface.junction[at] = junction;
      surface.asymmetric[at] = boundary(around.grain, around.neighbours[0]!).asymmetric ? 1 : 0;
      surface.nanometres[at] =
        topHeight(grains, tops, around.grain, { row, col }) + grooveHeight(around, boundary, junction);
    }
}

/**
 * Marks the lowest fifth of the grains in the film, by the base height of the grain.
 *
 * The hidden variable is tied to a structural type, and low grains are that type: the zone of weak coupling then lies
 * together in a latent space of patches, while its share of the area stays near 20 % (the smallest grains would cover
 * only 8 %). What the variable does inside these grains has nothing to do with height.
 */
function lowestGrains(grainOfPixel: Int32Array, base: Float64Array): Uint8Array {
  const inFilm = [...new Set(grainOfPixel)].sort((a, b) => base[a]! - base[b]! || a - b);
  const marked = new Uint8Array(base.length);
  for (const grain of inFilm.slice(0, Math.round(HIDDEN_SHARE * inFilm.length))) marked[grain] = 1;
  return marked;
}

function weighClasses(surface: Surface, hidden: Uint8Array, random: Random): Float32Array {
  const pixels = surface.side ** 2;
  const fields = Array.from({ length: CLASS_COUNT }, (_, k) =>
    gaussianField(deriveRandom(random, `class/${k}`), surface.side, 1.5),
  );
  const weights = new Float32Array(pixels * CLASS_COUNT);
  for (let at = 0; at < pixels; at++) {
    const visible = classMixture({
      boundaryPixels: surface.boundaryPixels[at]!,
      junction: surface.junction[at]!,
      asymmetric: surface.asymmetric[at] === 1,
    });
    const logits = fields.map((field) => field[at]!);
    weights.set(mixHidden(visible, hidden[at] === 1 ? logits : undefined), at * CLASS_COUNT);
  }
  return weights;
}
