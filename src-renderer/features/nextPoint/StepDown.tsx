/** Why the program asks more than it was told to. */
import type { ReactNode } from 'react';
import { text } from '../../messages';
import { useWindow } from '../../store/context';
import { liveRunState } from '../../store/selectors';

/** The reason of the newest step-down; nothing once a person has set the mode. */
export function StepDown(): ReactNode {
  const stepDown = useWindow((state) => state.console?.session?.stepDown);
  const mode = useWindow((state) => state.console?.session?.decision.mode);
  const live = useWindow((state) => liveRunState(state)?.kind !== 'idle' && liveRunState(state) !== undefined);
  if (stepDown === undefined || mode === undefined || !live) return undefined;
  return (
    <p className="step-down" role="status" data-testid="step-down">
      {text.mode.stepDown(text.mode[mode], stepDown.reason)}
    </p>
  );
}
