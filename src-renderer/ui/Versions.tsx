/** Which program this is: names beside values, and a remark where there is one. */
import type { ReactNode } from 'react';

export interface VersionsProps {
  readonly rows: readonly (readonly [name: string, value: string])[];
  readonly note: string | undefined;
}

/** The list. */
export function Versions({ rows, note }: VersionsProps): ReactNode {
  return (
    <>
      <dl className="values values--wide">
        {rows.map(([name, value]) => (
          <div key={name} className="values__row">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {note === undefined ? undefined : <p className="hint">{note}</p>}
    </>
  );
}
