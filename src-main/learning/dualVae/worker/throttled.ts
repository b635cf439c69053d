/** How often a training tells of itself. */
import type { VaeProgress } from '../ports';

const PROGRESS_SECONDS = 0.1;

/** Passes progress on at most ten times a second, the last epoch always. */
export function throttled(tell: (progress: VaeProgress) => void, monotonicSeconds: () => number) {
  let next = -Infinity;
  return (progress: VaeProgress): void => {
    const now = monotonicSeconds();
    if (now < next && progress.epoch < progress.epochs) return;
    next = now + PROGRESS_SECONDS;
    tell(progress);
  };
}
