/** One line that says whether a run may start, and the list behind it. */
import { useEffect, useId, useState, type ReactNode } from 'react';
import { useNow } from '../../clock';
import type { ExperimentConfig } from '../../../src-shared/experiment';
import type { PreflightRow } from '../../../src-shared/preflight';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';

const SHAPES = { ready: '\u2713', warning: '\u25b2', blocking: '\u25a0' } as const;
const EVERY_MILLIS = 5000;

/** Looks again every few seconds, and at once when the plan or the instrument changes. */
export function Preflight({ config }: { readonly config: ExperimentConfig | undefined }): ReactNode {
  const actions = useActions();
  const rows = useWindow((state) => state.preflight);
  const phase = useWindow((state) => state.console?.instrument.phase);
  const [shown, setShown] = useState(false);
  const id = useId();
  const tick = useNow(EVERY_MILLIS);
  const plan = config === undefined ? undefined : JSON.stringify(config);
  useEffect(() => {
    if (config !== undefined) void actions.preflight(config);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `plan` is the config by its value
  }, [actions, plan, phase, tick]);
  if (rows === undefined) return undefined;
  const level = worst(rows);
  return (
    <div className="preflight">
      <button
        type="button"
        className={`preflight__line preflight__line--${level}`}
        aria-expanded={shown}
        aria-controls={id}
        onClick={() => setShown(!shown)}
        data-testid="preflight"
      >
        <span aria-hidden="true">{SHAPES[level]}</span> {summary(rows)}
      </button>
      {shown ? (
        <ul className="preflight__rows" id={id} aria-label={text.preflight.title}>
          {rows.map((row) => (
            <li key={row.check} className={`preflight__row preflight__row--${row.level}`}>
              <span aria-hidden="true">{SHAPES[row.level]}</span>
              <strong>{text.preflight.checks[row.check]}</strong>
              <span>
                <span className="visually-hidden">{text.preflight.levels[row.level]}: </span>
                {row.message}
              </span>
            </li>
          ))}
        </ul>
      ) : undefined}
    </div>
  );
}

function worst(rows: readonly PreflightRow[]): PreflightRow['level'] {
  if (rows.some(({ level }) => level === 'blocking')) return 'blocking';
  return rows.some(({ level }) => level === 'warning') ? 'warning' : 'ready';
}

function summary(rows: readonly PreflightRow[]): string {
  const count = (wanted: PreflightRow['level']): number => rows.filter(({ level }) => level === wanted).length;
  const [blocking, warnings] = [count('blocking'), count('warning')];
  if (blocking > 0) return text.preflight.blocked(blocking);
  return warnings > 0 ? text.preflight.warned(warnings) : text.preflight.ready(rows.length);
}
