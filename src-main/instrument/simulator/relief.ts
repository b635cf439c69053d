/** Heights of the film, grain by grain and boundary by boundary. */
import type { Random } from '../../numerics/random';
import { standardNormal, uniformBetween } from '../../numerics/random';
import type { Boundary } from './boundary';
import { boundaryProfile } from './boundary';
import type { Grains, Surroundings } from './grains';

/** Depth of the pit where three grains meet, nanometres. */
const JUNCTION_PIT = 10;
/** Width of a triple junction, pixels. */
const JUNCTION_WIDTH = 2.2;

/** The shape of the top of each grain. */
export interface GrainTops {
  /** Height of the grain among the others, nanometres. */
  readonly base: Float64Array;
  /** Height of the dome over its rim, nanometres. */
  readonly dome: Float64Array;
  /** Slopes along rows and columns, nanometres per pixel. */
  readonly slopeDown: Float64Array;
  readonly slopeRight: Float64Array;
}

/** Draws the top of each grain. */
export function drawGrainTops(random: Random, count: number): GrainTops {
  const tops = {
    base: new Float64Array(count),
    dome: new Float64Array(count),
    slopeDown: new Float64Array(count),
    slopeRight: new Float64Array(count),
  };
  for (let i = 0; i < count; i++) {
    tops.base[i] = 7 * standardNormal(random);
    tops.dome[i] = uniformBetween(random, 8, 22);
    tops.slopeDown[i] = 0.35 * standardNormal(random);
    tops.slopeRight[i] = 0.35 * standardNormal(random);
  }
  return tops;
}

/** Height of the bare top of a grain at a place, nanometres. */
export function topHeight(grains: Grains, tops: GrainTops, grain: number, at: { row: number; col: number }): number {
  const down = at.row - grains.row[grain]!;
  const right = at.col - grains.col[grain]!;
  const rho = Math.min(Math.hypot(down, right) / grains.radius, 1.6);
  const dome = tops.dome[grain]! * (1 - 0.5 * rho ** 2);
  return tops.base[grain]! + dome + tops.slopeDown[grain]! * down + tops.slopeRight[grain]! * right;
}

/** How much a place is a triple junction, 0 to 1, from its distances to the two nearest boundaries in pixels. */
export function junctionness(nearest: number, second: number): number {
  return Math.exp(-(nearest ** 2 + second ** 2) / (2 * JUNCTION_WIDTH ** 2));
}

/**
 * Height that all boundaries nearby and the junction add at a place, nanometres.
 *
 * The profiles of the boundaries are averaged with the weights 1/distance^3, so that each holds alone at its own
 * boundary and no step runs through a grain where two of them are equally far.
 */
export function grooveHeight(
  around: Surroundings,
  lookup: (grain: number, neighbour: number) => Boundary,
  junction: number,
): number {
  let sum = 0;
  let total = 0;
  for (const [i, neighbour] of around.neighbours.entries()) {
    const distance = around.distances[i]!;
    const weight = (distance + 0.25) ** -3;
    sum += weight * boundaryProfile(lookup(around.grain, neighbour), around.grain, distance);
    total += weight;
  }
  return (total > 0 ? sum / total : 0) - JUNCTION_PIT * junction;
}
