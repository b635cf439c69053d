/** The time left to answer. */
import type { ReactNode } from 'react';
import type { Proposal } from '../../../src-shared/proposal';
import { useNow } from '../../clock';
import { text } from '../../messages';
import { useWindow } from '../../store/context';
import { useReducedMotion } from '../../store/useTheme';
import { CountdownRing } from '../../ui/CountdownRing';
import { countdownOf } from './nextPoint.model';

/** The ring of a proposal; nothing where silence never counts. */
export function AnswerTime({ proposal }: { readonly proposal: Proposal }): ReactNode {
  const running = useWindow((state) => state.console?.run.countdown);
  const countdown = countdownOf(running, proposal);
  const now = useNow(useReducedMotion() ? 1000 : 100);
  if (countdown === undefined) return undefined;
  const remaining = Math.max(0, (countdown.endsAt - now) / 1000);
  const silence = text.next.silence[countdown.noAnswer];
  if (countdown.frozenUntil !== undefined) {
    const held = Math.max(0, (countdown.frozenUntil - now) / 1000);
    return (
      <CountdownRing
        remainingSeconds={held}
        totalSeconds={60}
        caption={text.next.held(silence)}
        label={text.next.heldLabel(Math.ceil(held), silence)}
        held
      />
    );
  }
  return (
    <CountdownRing
      remainingSeconds={remaining}
      totalSeconds={countdown.totalSeconds}
      caption={silence}
      label={text.next.countdown(Math.ceil(remaining), silence)}
    />
  );
}
