/** Who decides about a proposal; can be changed at any time. */
import type { ReactNode } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { DecisionSettings } from '../../../src-shared/experiment';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';
import { decisionInForce, isActive, isReplay } from '../../store/selectors';
import { ChoiceField, Segments } from '../../ui/fields';
import { NumberField } from '../../ui/NumberField';

const MODES = (['manual', 'auto', 'autonomous', 'observe'] as const).map((value) => ({ value, label: text.mode[value] }));
const NO_ANSWERS = (['go', 'hold', 'next'] as const).map((value) => ({ value, label: text.mode.noAnswer[value] }));

/** Manual, automatic with a countdown, or autonomous. Without a run it says how the next one starts. */
export function ModeControl(): ReactNode {
  const decision = useWindow(useShallow(decisionInForce));
  const settings = useWindow((state) => state.console?.settings);
  const active = useWindow((state) => state.console !== undefined && isActive(state.console.run.state));
  const replay = useWindow(isReplay);
  const actions = useActions();
  if (decision === undefined || settings === undefined) return undefined;
  const running = active && !replay;
  const change = (next: DecisionSettings): void => {
    if (running) void actions.send('mode.set', next);
    else
      void actions.send('settings.change', { ...settings, mode: next.mode, countdownSeconds: next.countdownSeconds });
  };
  return (
    <div className="mode" role="group" aria-label={text.mode.title}>
      <Segments
        label={text.mode.title}
        value={decision.mode}
        choices={MODES}
        onChange={(mode) => change({ ...decision, mode })}
      />
      {decision.mode === 'auto' ? (
        <NumberField
          label={text.mode.countdown}
          labelHidden
          value={decision.countdownSeconds}
          min={1}
          max={120}
          whole={false}
          unit="s"
          digits={3}
          onCommit={(countdownSeconds) => change({ ...decision, countdownSeconds })}
        />
      ) : undefined}
      {decision.mode === 'auto' && running ? (
        <ChoiceField
          label={text.mode.noAnswerTitle}
          labelHidden
          value={decision.noAnswer}
          choices={NO_ANSWERS}
          onChange={(noAnswer) => change({ ...decision, noAnswer })}
        />
      ) : undefined}
    </div>
  );
}
