/** Who decides about a proposal; can be changed at any time. */
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { DecisionSettings } from '../../../src-shared/experiment';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';
import { decisionInForce, isActive, isReplay } from '../../store/selectors';
import { ChoiceField, Segments } from '../../ui/fields';
import { NumberField } from '../../ui/NumberField';
import { answerWords } from './header.model';

const MODES = (['manual', 'auto', 'autonomous', 'observe'] as const).map((value) => ({
  value,
  label: text.mode[value],
}));
const NO_ANSWERS = (['go', 'hold', 'next'] as const).map((value) => ({ value, label: text.mode.noAnswer[value] }));
const ASKS = (['always', 'unsure'] as const).map((value) => ({ value, label: text.mode.asks[value] }));

/** Manual, automatic with a countdown, autonomous, or observe. Without a run it says how the next one starts. */
export function ModeControl(): ReactNode {
  const decision = useWindow(useShallow(decisionInForce));
  const settings = useWindow((state) => state.console?.settings);
  const active = useWindow((state) => state.console !== undefined && isActive(state.console.run.state));
  const replay = useWindow(isReplay);
  const actions = useActions();
  if (decision === undefined || settings === undefined) return undefined;
  const change = (next: DecisionSettings): void => {
    if (active && !replay) void actions.send('mode.set', next);
    else void actions.send('settings.change', next);
  };
  return (
    <div className="mode" role="group" aria-label={text.mode.title}>
      <Segments
        label={text.mode.title}
        value={decision.mode}
        choices={MODES}
        onChange={(mode) => change({ ...decision, mode })}
      />
      <AnswerSettings decision={decision} onChange={change} />
    </div>
  );
}

interface AnswerSettingsProps {
  readonly decision: DecisionSettings;
  readonly onChange: (next: DecisionSettings) => void;
}

/** The time for an answer, what silence means and when to ask: a line that opens. */
function AnswerSettings({ decision, onChange }: AnswerSettingsProps): ReactNode {
  const [shown, setShown] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!shown) return undefined;
    const outside = (event: PointerEvent): void => {
      if (event.target instanceof Node && box.current?.contains(event.target) !== true) setShown(false);
    };
    window.addEventListener('pointerdown', outside);
    return () => window.removeEventListener('pointerdown', outside);
  }, [shown]);
  return (
    <div
      ref={box}
      className="mode__settings"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !shown) return;
        event.stopPropagation();
        setShown(false);
        box.current?.querySelector('button')?.focus();
      }}
    >
      <button
        type="button"
        className="button mode__open"
        aria-expanded={shown}
        aria-label={`${text.mode.settings}: ${answerWords(decision)}`}
        onClick={() => setShown(!shown)}
      >
        {answerWords(decision)} {'\u25be'}
      </button>
      {shown ? (
        <div className="mode__popover" role="group" aria-label={text.mode.settings}>
          <NumberField
            label={text.mode.countdown}
            value={decision.countdownSeconds}
            min={1}
            max={120}
            whole={false}
            unit="s"
            digits={3}
            onCommit={(countdownSeconds) => onChange({ ...decision, countdownSeconds })}
          />
          <ChoiceField
            label={text.mode.noAnswerTitle}
            value={decision.noAnswer}
            choices={NO_ANSWERS}
            onChange={(noAnswer) => onChange({ ...decision, noAnswer })}
          />
          <ChoiceField
            label={text.mode.ask}
            value={decision.ask ?? 'always'}
            choices={ASKS}
            onChange={(ask) => onChange({ ...decision, ask })}
          />
          <p className="hint">{text.mode.askNote}</p>
        </div>
      ) : undefined}
    </div>
  );
}
