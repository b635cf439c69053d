/**
 * Where the pixels of a patch lie for its decoder: on a grid from -1 to 1 that the transform latents turn and shift
 * (algorithm.md 8.3).
 */
import type { Reals } from '../tensor/kernels';
import type { TransformRule } from './shape';

/** A latent shift of 1 moves the grid by half of this unit, that is by 3.75 of 16 pixels. */
export const SHIFT_SCALE = 0.5;

/**
 * Coordinates of all pixels, side^2 x 2: rows from -1 to 1 along x, columns from 1 to -1 along y.
 */
export function pixelGrid(side: number): Float64Array {
  const grid = new Float64Array(2 * side * side);
  const along = (k: number) => (side === 1 ? 0 : -1 + (2 * k) / (side - 1));
  for (let i = 0; i < side; i++) for (let j = 0; j < side; j++) grid.set([along(i), -along(j)], 2 * (i * side + j));
  return grid;
}

/** Transformed places of some patches. */
export interface Placement {
  readonly rule: TransformRule;
  readonly grid: Float64Array;
  /** Which pixels, samples x pixels; all in their order where it is absent. */
  readonly chosen: Int32Array | undefined;
  readonly samples: number;
  readonly pixels: number;
}

/** The movement of one patch. */
function movement({ angle, shiftX, shiftY }: TransformRule, latents: Float64Array, from: number) {
  const turn = angle === undefined ? 0 : latents[from + angle]!;
  const shift = (index: number | undefined) => (index === undefined ? 0 : SHIFT_SCALE * latents[from + index]!);
  return { cos: Math.cos(turn), sin: Math.sin(turn), shiftX: shift(shiftX), shiftY: shift(shiftY) };
}

/**
 * Places of the pixels: the row vector (x, y) times [[cos, sin], [-sin, cos]], shifted.
 *
 * @param latents samples x width, transform latents first
 * @param places  receives samples x pixels x 2
 */
export function placePixels(
  { rule, grid, chosen, samples, pixels }: Placement,
  latents: Float64Array,
  width: number,
  places: Reals,
): void {
  for (let sample = 0; sample < samples; sample++) {
    const { cos, sin, shiftX, shiftY } = movement(rule, latents, sample * width);
    for (let k = 0; k < pixels; k++) {
      const at = sample * pixels + k;
      const pixel = chosen === undefined ? k : chosen[at]!;
      const [x, y] = [grid[2 * pixel]!, grid[2 * pixel + 1]!];
      places[2 * at] = x * cos - y * sin + shiftX;
      places[2 * at + 1] = x * sin + y * cos + shiftY;
    }
  }
}

/**
 * Adds the slopes by the transform latents, from the slopes by the places.
 *
 * @param slopes samples x width, transform latents first
 */
export function addTransformSlopes(
  { rule, samples, pixels }: Placement,
  { latents, width, places, placeSlopes }: PlacedSlopes,
  slopes: Float64Array,
): void {
  for (let sample = 0; sample < samples; sample++) {
    const from = sample * width;
    const { shiftX, shiftY } = movement(rule, latents, from);
    let [sumX, sumY, turn] = [0, 0, 0];
    for (let k = sample * pixels; k < (sample + 1) * pixels; k++) {
      const [byX, byY] = [placeSlopes[2 * k]!, placeSlopes[2 * k + 1]!];
      sumX += byX;
      sumY += byY;
      // Turning moves (x, y) towards (-y, x), about the place that the grid was shifted to.
      turn += byY * (places[2 * k]! - shiftX) - byX * (places[2 * k + 1]! - shiftY);
    }
    const add = (index: number | undefined, value: number) => {
      if (index !== undefined) slopes[from + index] = slopes[from + index]! + value;
    };
    add(rule.angle, turn);
    add(rule.shiftX, SHIFT_SCALE * sumX);
    add(rule.shiftY, SHIFT_SCALE * sumY);
  }
}

export interface PlacedSlopes {
  readonly latents: Float64Array;
  readonly width: number;
  readonly places: Reals;
  readonly placeSlopes: Reals;
}
