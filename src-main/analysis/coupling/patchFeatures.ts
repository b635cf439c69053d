/** What a patch looks like whichever way it is turned: rings, their harmonics, and the relief at the probed pixel. */

const RINGS = 6;
/** Orders of the angular harmonics of a ring whose strength is taken: a slope is 1, a groove 2, a junction 3. */
const HARMONICS = [1, 2, 3];

/**
 * How much each ring counts, from the probed pixel outwards, and the two features of the centre. The curve is taken at the
 * centre, and a boundary two pixels away says more about it than one at the rim of the patch.
 */
const RING_WEIGHTS = [1.6, 1.3, 1, 0.7, 0.4, 0.3];
const CENTRE_WEIGHT = 2.5;

/** Weights of the features, in their order, for distances between standardised ones. */
export const FEATURE_WEIGHTS: readonly number[] = [
  ...RING_WEIGHTS.flatMap((weight) => new Array<number>(2 + HARMONICS.length).fill(weight)),
  CENTRE_WEIGHT,
  CENTRE_WEIGHT,
];

/**
 * Rotation-invariant features of a patch: of each ring about the probed pixel the mean, the standard deviation and the
 * amplitudes of its harmonics; then the size of the gradient and the Laplacian at the centre.
 *
 * @param patch size^2 heights, row-major; the probed pixel is [size/2, size/2]
 */
export function patchFeatures(patch: ArrayLike<number>, size: number): Float64Array {
  const rings = ringsOf(patch, size);
  const features = rings.flatMap((ring) => {
    const mean = ring.reduce((sum, { height }) => sum + height, 0) / ring.length;
    const variance = ring.reduce((sum, { height }) => sum + (height - mean) ** 2, 0) / ring.length;
    return [mean, Math.sqrt(variance), ...HARMONICS.map((order) => amplitude(ring, order, mean))];
  });
  return Float64Array.from([...features, ...centre(patch, size)]);
}

interface RingPixel {
  readonly height: number;
  readonly angle: number;
}

/** The pixels of the largest disc about the probed pixel, in rings of equal width. */
function ringsOf(patch: ArrayLike<number>, size: number): RingPixel[][] {
  const middle = size / 2;
  const radius = middle - 0.5;
  const rings = Array.from({ length: RINGS }, (): RingPixel[] => []);
  for (let row = 0; row < size; row++)
    for (let col = 0; col < size; col++) {
      const [up, right] = [middle - row, col - middle];
      const ring = Math.floor((Math.hypot(up, right) / radius) * RINGS);
      if (ring < RINGS) rings[ring]!.push({ height: patch[row * size + col]!, angle: Math.atan2(up, right) });
    }
  return rings;
}

function amplitude(ring: readonly RingPixel[], order: number, mean: number): number {
  let re = 0;
  let im = 0;
  for (const { height, angle } of ring) {
    re += (height - mean) * Math.cos(order * angle);
    im += (height - mean) * Math.sin(order * angle);
  }
  return Math.hypot(re, im) / ring.length;
}

/** Size of the gradient (Sobel) and Laplacian (five points) at the probed pixel, heights per pixel. */
function centre(patch: ArrayLike<number>, size: number): [number, number] {
  const middle = size / 2;
  const at = (down: number, right: number): number => patch[(middle + down) * size + middle + right]!;
  const sobel = (across: (a: number, b: number) => number): number =>
    (across(-1, 1) + 2 * across(0, 1) + across(1, 1) - across(-1, -1) - 2 * across(0, -1) - across(1, -1)) / 8;
  const gradient = Math.hypot(
    sobel((a, b) => at(a, b)),
    sobel((a, b) => at(b, a)),
  );
  return [gradient, at(-1, 0) + at(1, 0) + at(0, -1) + at(0, 1) - 4 * at(0, 0)];
}
