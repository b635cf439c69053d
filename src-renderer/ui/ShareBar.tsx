/** How much each of two sides pulled. */
import type { ReactNode } from 'react';

interface Side {
  readonly words: string;
  /** The two sides add up to 100. */
  readonly percent: number;
}

export interface ShareBarProps {
  readonly title: string;
  readonly left: Side;
  readonly right: Side;
}

/** A bar in two parts, plain and hatched, with the percentages in words. */
export function ShareBar({ title, left, right }: ShareBarProps): ReactNode {
  return (
    <div
      className="share"
      role="img"
      aria-label={`${title} ${left.words} ${left.percent} %, ${right.words} ${right.percent} %`}
    >
      <div className="share__words" aria-hidden="true">
        <span>
          {left.words} {left.percent} %
        </span>
        <span>
          {right.words} {right.percent} %
        </span>
      </div>
      <svg className="share__bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
        <rect className="share__left" width={left.percent} height="8" />
        <rect className="share__right" x={left.percent} width={right.percent} height="8" />
      </svg>
    </div>
  );
}
