/** The badge of an alarm: a filled shape with its number, so that neither colour nor shape stands alone. */
import type { ReactNode } from 'react';
import { text } from '../messages';

/** 1 a square, 2 a triangle, 3 a diamond. */
export function AlarmShape({ priority }: { readonly priority: 1 | 2 | 3 }): ReactNode {
  return (
    <svg
      className={`alarm__shape alarm__shape--p${priority}`}
      width="22"
      height="22"
      viewBox="0 0 22 22"
      role="img"
      aria-label={text.alarm.priority(priority)}
    >
      {priority === 1 ? <rect x="1.5" y="1.5" width="19" height="19" /> : undefined}
      {priority === 2 ? <path d="M11 1.5l10 18.5H1z" /> : undefined}
      {priority === 3 ? <path d="M11 1l10 10-10 10L1 11z" /> : undefined}
      <text x="11" y={priority === 2 ? 17.5 : 15.5}>
        {priority}
      </text>
    </svg>
  );
}
