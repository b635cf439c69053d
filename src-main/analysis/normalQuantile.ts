/** The inverse of the normal distribution function. */
import { normalCumulative, normalDensity } from '../numerics/stats';

/** z with Phi(z) = p for 0 < p < 1, by Newton's method from the middle; |z| stays below 8. */
export function normalQuantile(p: number): number {
  let z = 0;
  for (let step = 0; step < 50; step++) {
    const change = (p - normalCumulative(z)) / normalDensity(z);
    // Far out the density is tiny: steps of at most 1 keep the iteration from running away.
    z = Math.max(-8, Math.min(8, z + Math.max(-1, Math.min(1, change))));
    if (Math.abs(change) < 1e-14) break;
  }
  return z;
}
