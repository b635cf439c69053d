/** What a grain boundary looks like in the height map: a groove, symmetric or with one sharp and one smooth side. */
import type { Random } from '../../numerics/random';
import { deriveRandom, uniform, uniformBetween } from '../../numerics/random';

/** Share of boundaries with a sharp edge on one side and a smooth, deeper slope on the other. */
const ASYMMETRIC_SHARE = 0.22;

/** The properties of the boundary between two grains, whichever of them one looks from. */
export interface Boundary {
  readonly asymmetric: boolean;
  /** The grain on whose side an asymmetric boundary is sharp. */
  readonly sharpGrain: number;
  /** Depth of the groove, nanometres. */
  readonly groove: number;
}

/** Gives the boundary of a pair of grains: the same one in either order, and whatever was asked before. */
export function boundaryLookup(random: Random): (grain: number, neighbour: number) => Boundary {
  const known = new Map<string, Boundary>();
  return (grain, neighbour) => {
    const low = Math.min(grain, neighbour);
    const high = Math.max(grain, neighbour);
    const pair = `${low}/${high}`;
    const found = known.get(pair);
    if (found) return found;
    const draw = deriveRandom(random, pair);
    const boundary = {
      groove: uniformBetween(draw, 8, 20),
      asymmetric: uniform(draw) < ASYMMETRIC_SHARE,
      sharpGrain: uniform(draw) < 0.5 ? low : high,
    };
    known.set(pair, boundary);
    return boundary;
  };
}

/** Height that a boundary adds at a distance of `pixels` from it, seen from `grain`; nanometres, 0 far away. */
export function boundaryProfile(boundary: Boundary, grain: number, pixels: number): number {
  const { groove } = boundary;
  if (!boundary.asymmetric) return -groove * Math.exp(-((pixels / 1.6) ** 2));
  if (boundary.sharpGrain === grain)
    return (7 - 0.25 * groove * Math.exp(-((pixels / 0.7) ** 2))) * Math.exp(-pixels / 6);
  return -1.9 * groove * Math.exp(-((pixels / 4) ** 2));
}
