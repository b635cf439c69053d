/** Measured points that cannot be trained on, by reason. */
import type { ReactNode } from 'react';
import { EXCLUSIONS, type Exclusion } from '../../../src-shared/manifold';
import { text } from '../../messages';

/** One line for each reason; nothing where nothing is left out. */
export function Excluded({ excluded }: { readonly excluded: readonly Exclusion[] }): ReactNode {
  if (excluded.length === 0) return undefined;
  return (
    <div className="hint">
      <p>{text.manifold.excluded(excluded.length)}</p>
      <ul>
        {EXCLUSIONS.map((reason) => {
          const names = excluded.filter((entry) => entry.reason === reason).map(({ index }) => text.point.name(index));
          if (names.length === 0) return undefined;
          return (
            <li key={reason}>{text.manifold.exclusionLine(text.manifold.exclusions[reason], names.join(', '))}</li>
          );
        })}
      </ul>
    </div>
  );
}
