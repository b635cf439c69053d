/** The answers to a proposal, one key for each. */
import { useState, type ReactNode } from 'react';
import { KeyHint } from '../../KeyHint';
import { text } from '../../messages';
import { NumberField } from '../../ui/NumberField';

export interface AnswersProps {
  readonly open: boolean;
  readonly choosing: boolean;
  /** Whether places can be queued now. */
  readonly editable: boolean;
  readonly words: string;
  readonly onApprove: () => void;
  readonly onVeto: () => void;
  readonly onDefer: () => void;
  readonly onElsewhere: () => void;
  readonly onBatch: (count: number) => void;
  readonly onSeeds: (count: number) => void;
}

const MOST_BATCH = 20;
const MOST_SEEDS = 50;

/** Two rows: what is answered to this place, and what brings in several. */
export function Answers(props: AnswersProps): ReactNode {
  const { open, choosing, editable, words, onApprove, onVeto, onDefer, onElsewhere } = props;
  return (
    <div className="card__answers">
      <button type="button" className="button button--main" disabled={!open} onClick={onApprove}>
        {text.next.approve} <KeyHint of="approve" />
      </button>
      <button type="button" className="button" disabled={!open} aria-expanded={choosing && open} onClick={onVeto}>
        {text.next.veto} <KeyHint of="veto" />
      </button>
      <button type="button" className="button" disabled={!open} onClick={onDefer}>
        {text.next.defer} <KeyHint of="defer" />
      </button>
      <button type="button" className="button" disabled={!editable} onClick={onElsewhere}>
        {text.next.elsewhere} <KeyHint of="elsewhere" />
      </button>
      <Several
        label={text.next.batchCount}
        initial={5}
        min={2}
        max={MOST_BATCH}
        disabled={!open}
        action={text.next.batch}
        onGo={props.onBatch}
      />
      <Several
        label={text.next.seedCount}
        initial={5}
        min={1}
        max={MOST_SEEDS}
        disabled={!editable}
        action={text.next.addSeeds}
        onGo={props.onSeeds}
      />
      <span className="card__state">{words}</span>
    </div>
  );
}

interface SeveralProps {
  readonly label: string;
  readonly initial: number;
  readonly min: number;
  readonly max: number;
  readonly disabled: boolean;
  readonly action: (count: number) => string;
  readonly onGo: (count: number) => void;
}

/** A count and the button that acts on so many. */
function Several({ label, initial, min, max, disabled, action, onGo }: SeveralProps): ReactNode {
  const [count, setCount] = useState<number | undefined>(initial);
  const [kept, setKept] = useState(initial);
  return (
    <span className="several">
      <NumberField
        label={label}
        labelHidden
        value={kept}
        min={min}
        max={max}
        whole
        unit=""
        digits={1}
        disabled={disabled}
        onEdit={setCount}
        onCommit={setKept}
      />
      <button
        type="button"
        className="button"
        disabled={disabled || count === undefined}
        onClick={() => count !== undefined && onGo(count)}
      >
        {action(count ?? kept)}
      </button>
    </span>
  );
}
