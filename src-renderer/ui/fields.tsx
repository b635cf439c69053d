/** Fields for words and choices. */
import { useId, type ReactNode } from 'react';

export interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly maxLength: number;
  readonly onChange: (value: string) => void;
  readonly message?: string | undefined;
}

/** A labelled line of text. */
export function TextField({ label, value, maxLength, onChange, message }: TextFieldProps): ReactNode {
  const id = useId();
  return (
    <div className="field field--wide">
      <label className="field__label" htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        className="field__input"
        value={value}
        maxLength={maxLength}
        autoComplete="off"
        aria-invalid={message !== undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      {message === undefined ? undefined : (
        <span className="field__message" role="alert">
          {message}
        </span>
      )}
    </div>
  );
}

export interface ChoiceFieldProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly choices: readonly { readonly value: T; readonly label: string }[];
  readonly onChange: (value: T) => void;
  readonly disabled?: boolean | undefined;
  readonly labelHidden?: boolean | undefined;
  /** Writes the label before a row of buttons; it is there for a reader of the screen anyway. */
  readonly labelShown?: boolean | undefined;
}

/** A labelled list to choose one from. */
export function ChoiceField<T extends string>(props: ChoiceFieldProps<T>): ReactNode {
  const { label, value, choices, onChange, disabled, labelHidden } = props;
  const id = useId();
  return (
    <div className="field">
      <label className={labelHidden === true ? 'visually-hidden' : 'field__label'} htmlFor={id}>
        {label}
      </label>
      <select
        id={id}
        className="field__input"
        value={value}
        disabled={disabled}
        onChange={(event) => {
          const chosen = choices.find((choice) => choice.value === event.target.value);
          if (chosen !== undefined) onChange(chosen.value);
        }}
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    </div>
  );
}

/** A row of buttons of which one is pressed; a radio group to assistive technology. */
export function Segments<T extends string>(props: ChoiceFieldProps<T>): ReactNode {
  const { label, value, choices, onChange, disabled, labelShown } = props;
  const row = (
    <div className="segments" role="radiogroup" aria-label={label}>
      {choices.map((choice) => (
        <button
          key={choice.value}
          type="button"
          role="radio"
          aria-checked={choice.value === value}
          className="segments__choice"
          disabled={disabled}
          onClick={() => onChange(choice.value)}
        >
          {choice.label}
        </button>
      ))}
    </div>
  );
  if (labelShown !== true) return row;
  return (
    <div className="notices__row">
      <span aria-hidden="true">{label}</span>
      {row}
    </div>
  );
}
