/** Panels that share one place: a row of names, and the chosen one below. */
import { useId, useRef, type KeyboardEvent, type ReactNode } from 'react';

export interface TabsProps<T extends string> {
  /** What there is to choose from, for whom the row cannot be seen. */
  readonly label: string;
  readonly value: T;
  readonly choices: readonly { readonly value: T; readonly label: string }[];
  readonly onChange: (value: T) => void;
  /** The panel of `value`. */
  readonly children: ReactNode;
}

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** The tabs; with the keyboard the arrows go from one to the next. */
export function Tabs<T extends string>({ label, value, choices, onChange, children }: TabsProps<T>): ReactNode {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = choices.findIndex((choice) => choice.value === value);
    const by = STEPS[event.key];
    const ends: Readonly<Record<string, number>> = { Home: 0, End: choices.length - 1 };
    const to = by === undefined ? ends[event.key] : (at + by + choices.length) % choices.length;
    const choice = to === undefined ? undefined : choices[to];
    if (choice === undefined || to === undefined) return;
    event.preventDefault();
    // The same keys walk through the steps of the session elsewhere.
    event.stopPropagation();
    onChange(choice.value);
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[to]?.focus();
  };
  return (
    <div className="tabs">
      <div ref={list} className="tabs__list" role="tablist" aria-label={label} onKeyDown={onKeyDown}>
        {choices.map((choice) => (
          <button
            key={choice.value}
            type="button"
            role="tab"
            id={`${id}-${choice.value}`}
            aria-selected={choice.value === value}
            aria-controls={`${id}-panel`}
            className="tabs__tab"
            onClick={() => onChange(choice.value)}
          >
            {choice.label}
          </button>
        ))}
      </div>
      <div className="tabs__panel" role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${value}`}>
        {children}
      </div>
    </div>
  );
}
