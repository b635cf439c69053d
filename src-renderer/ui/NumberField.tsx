/** A field for a number: dot or comma, the unit beside it, and what is wrong right below it. */
import { useId, useState, type ReactNode } from 'react';
import { readNumber, writeNumber, type NumberBounds } from './numberField.model';

export interface NumberFieldProps extends NumberBounds {
  readonly label: string;
  readonly value: number;
  /** Called with each new number, on Enter and when the field is left. */
  readonly onCommit: (value: number) => void;
  /** Called while typing: the number, or undefined while the text is not one. */
  readonly onEdit?: ((value: number | undefined) => void) | undefined;
  readonly disabled?: boolean | undefined;
  readonly labelHidden?: boolean | undefined;
  /** Digits that the field is wide. */
  readonly digits?: number | undefined;
}

/** A labelled number field. What is typed stays until it is taken; a number from outside replaces it. */
export function NumberField(props: NumberFieldProps): ReactNode {
  const { label, value, unit, onCommit, onEdit, disabled, labelHidden, digits } = props;
  const id = useId();
  const [typed, setTyped] = useState<string | undefined>(undefined);
  const shown = typed ?? writeNumber(value);
  const parsed = typed === undefined ? undefined : readNumber(typed, props);
  const message = parsed?.ok === false ? parsed.message : undefined;

  const edit = (next: string): void => {
    setTyped(next);
    const now = readNumber(next, props);
    onEdit?.(now.ok ? now.value : undefined);
  };
  const commit = (): void => {
    if (parsed?.ok !== true) return;
    setTyped(undefined);
    if (parsed.value !== value) onCommit(parsed.value);
  };
  return (
    <div className="field">
      <label className={labelHidden === true ? 'visually-hidden' : 'field__label'} htmlFor={id}>
        {label}
      </label>
      <span className="field__line">
        <input
          id={id}
          className="field__input field__input--number"
          inputMode="decimal"
          autoComplete="off"
          style={{ width: `${(digits ?? 6) + 2.5}ch` }}
          value={shown}
          disabled={disabled}
          aria-invalid={message !== undefined}
          aria-describedby={message === undefined ? undefined : `${id}-message`}
          onChange={(event) => edit(event.target.value)}
          onBlur={commit}
          onKeyDown={(event) => {
            if (event.key === 'Enter') commit();
          }}
        />
        {unit === '' ? undefined : <span className="field__unit">{unit}</span>}
      </span>
      {message === undefined ? undefined : (
        <span className="field__message" id={`${id}-message`} role="alert">
          {message}
        </span>
      )}
    </div>
  );
}
