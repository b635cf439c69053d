/** Why not: one key or click for each reason. */
import type { ReactNode } from 'react';
import { VETO_REASONS, type VetoReason } from '../../../src-shared/proposal';
import { text } from '../../messages';

export interface VetoReasonsProps {
  readonly onChoose: (reason: VetoReason) => void;
  readonly onCancel: () => void;
}

/** The nine reasons as buttons with their keys. */
export function VetoReasons({ onChoose, onCancel }: VetoReasonsProps): ReactNode {
  return (
    <div className="reasons" role="group" aria-label={text.veto.title}>
      <p className="reasons__title">
        {text.veto.title}
        <button type="button" className="button button--small" onClick={onCancel}>
          {text.veto.cancel} <kbd aria-hidden="true">Esc</kbd>
        </button>
      </p>
      <div className="reasons__grid">
        {VETO_REASONS.map((reason, i) => (
          <button key={reason} type="button" className="button reasons__choice" onClick={() => onChoose(reason)}>
            <kbd aria-hidden="true">{i + 1}</kbd> {text.veto.reasons[reason]}
          </button>
        ))}
      </div>
    </div>
  );
}
