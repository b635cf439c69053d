/** Where the card of the tour stands: beside what it speaks of, inside the window, and never over the header with STOP. */

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Surroundings {
  readonly window: { readonly width: number; readonly height: number };
  /** Where the header ends; pixels from the top. */
  readonly headerBottom: number;
}

/** Between the card, what it points at, and the edges. */
const GAP = 12;

/**
 * The left upper corner of a card: right of the target, else left of it, else below, else above; in the middle where it
 * fits nowhere or points at nothing. All in CSS pixels.
 */
export function placeCard(
  target: Box | undefined,
  card: { readonly width: number; readonly height: number },
  { window, headerBottom }: Surroundings,
): { readonly left: number; readonly top: number } {
  const highest = headerBottom + GAP;
  const fit = (at: { left: number; top: number }) => ({
    left: Math.max(GAP, Math.min(at.left, window.width - GAP - card.width)),
    top: Math.max(highest, Math.min(at.top, window.height - GAP - card.height)),
  });
  const middle = fit({ left: (window.width - card.width) / 2, top: (window.height - card.height) / 2 });
  if (target === undefined) return middle;
  const right = target.left + target.width + GAP;
  const left = target.left - GAP - card.width;
  const below = target.top + target.height + GAP;
  const above = target.top - GAP - card.height;
  if (below <= headerBottom + 3 * GAP && below + card.height + GAP <= window.height)
    return fit({ left: target.left + (target.width - card.width) / 2, top: below });
  if (right + card.width + GAP <= window.width) return fit({ left: right, top: target.top });
  if (left >= GAP) return fit({ left, top: target.top });
  if (below + card.height + GAP <= window.height) return fit({ left: target.left, top: below });
  if (above >= highest) return fit({ left: target.left, top: above });
  return middle;
}
