/** Patches that are on their way to be measured: the image novelty counts them as seen, and can forget them again. */
import { addMeasuredPatch, markImageNovelty, restoreImageNovelty, type ImageNoveltyMark } from './novelty/imageNovelty';
import type { LearnerSession } from './session';

export interface PendingPatches {
  /** From now on these candidates, and no others, are expected to be measured. */
  expect(candidates: readonly number[]): void;
  /** Runs `observe`, told whether the image novelty has this patch already. Whatever else was expected is forgotten. */
  observing<T>(candidate: number, observe: (seen: boolean) => T): T;
}

export function createPendingPatches({ imageNovelty, set }: LearnerSession): PendingPatches {
  let expected: readonly number[] = [];
  let before: ImageNoveltyMark | undefined;

  function forget(): void {
    if (before !== undefined) restoreImageNovelty(imageNovelty, before);
    before = undefined;
    expected = [];
  }

  return {
    expect(candidates) {
      if (candidates.length === expected.length && candidates.every((candidate, i) => candidate === expected[i]))
        return;
      forget();
      if (candidates.length === 0) return;
      before = markImageNovelty(imageNovelty);
      for (const candidate of candidates) addMeasuredPatch(imageNovelty, set, candidate);
      expected = candidates;
    },
    observing(candidate, observe) {
      const seen = expected.length === 1 && expected[0] === candidate;
      if (!seen) forget();
      const result = observe(seen);
      before = undefined;
      expected = [];
      return result;
    },
  };
}
