/** How much of the time for an answer is left. The timer itself runs in the main process. */
import type { ReactNode } from 'react';

export interface CountdownRingProps {
  readonly remainingSeconds: number;
  readonly totalSeconds: number;
  /** What silence means. */
  readonly caption: string;
  readonly label: string;
  /** The countdown stands still; the ring shows for how long at most. */
  readonly held?: boolean;
}

const RADIUS = 32;
const LENGTH = 2 * Math.PI * RADIUS;

/** A ring that empties, the whole seconds left in it, and what silence means below. */
export function CountdownRing({ remainingSeconds, totalSeconds, caption, label, held }: CountdownRingProps): ReactNode {
  const share = totalSeconds > 0 ? Math.min(1, Math.max(0, remainingSeconds / totalSeconds)) : 0;
  return (
    <div className="countdown" data-held={held === true} role="timer" aria-label={label}>
      <svg className="countdown__ring" viewBox="-38 -38 76 76" aria-hidden="true">
        <circle r={RADIUS} className="countdown__track" />
        <circle
          r={RADIUS}
          className="countdown__rest"
          strokeDasharray={`${LENGTH * share} ${LENGTH}`}
          transform="rotate(-90)"
        />
      </svg>
      <span className="countdown__seconds" aria-hidden="true">
        {Math.ceil(Math.max(0, remainingSeconds))}
      </span>
      <span className="countdown__caption">{caption}</span>
    </div>
  );
}
