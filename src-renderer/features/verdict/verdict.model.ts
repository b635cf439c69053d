/** What taking a curve out of the training set does to the novelty of the others. Pure. */

export interface ShiftSummary {
  /** Means over the curves that have a novelty both times. */
  readonly before: number;
  readonly after: number;
  /** The curve whose novelty changed most, and how. */
  readonly most: { readonly index: number; readonly from: number; readonly to: number };
}

/** Compares the novelty before and after; the judged curve itself is left out. Undefined where nothing can be compared. */
export function shiftOf(before: Float64Array, after: Float64Array, judged: number): ShiftSummary | undefined {
  let sumBefore = 0;
  let sumAfter = 0;
  let count = 0;
  let most: ShiftSummary['most'] | undefined;
  for (let i = 0; i < Math.min(before.length, after.length); i++) {
    const from = before[i]!;
    const to = after[i]!;
    if (i === judged || !Number.isFinite(from) || !Number.isFinite(to)) continue;
    sumBefore += from;
    sumAfter += to;
    count++;
    if (most === undefined || Math.abs(to - from) > Math.abs(most.to - most.from)) most = { index: i, from, to };
  }
  return most === undefined ? undefined : { before: sumBefore / count, after: sumAfter / count, most };
}
