/** The second question before a rule that takes out much of what is left. */
import { useEffect, useRef, type ReactNode } from 'react';
import { text } from '../messages';

export interface ConfirmRuleProps {
  /** Candidates that could be proposed without the rule, and with it. */
  readonly before: number;
  readonly after: number;
  readonly onConfirm: () => void;
  readonly onBack: () => void;
}

/** Takes the keyboard to the way back, so that an Enter too many puts nothing in force. */
export function ConfirmRule({ before, after, onConfirm, onBack }: ConfirmRuleProps): ReactNode {
  const back = useRef<HTMLButtonElement>(null);
  useEffect(() => back.current?.focus(), []);
  return (
    <div className="confirm" role="alertdialog" aria-label={text.rule.title}>
      <p className="confirm__words">{text.rule.ask(text.rule.share(before - after, before))}</p>
      <div className="confirm__answers">
        <button ref={back} type="button" className="button button--small" onClick={onBack}>
          {text.rule.back}
        </button>
        <button type="button" className="button button--small" onClick={onConfirm}>
          {text.rule.confirm}
        </button>
      </div>
    </div>
  );
}
