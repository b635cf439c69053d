/** The words for the marks on the map. */
import { useMemo, type ReactNode } from 'react';
import { cssColorAt } from '../../../src-shared/colormaps';
import { text } from '../../messages';

export interface MarkerLegendProps {
  /** Of which moment the map is. */
  readonly note: string | undefined;
  readonly counts: {
    readonly measured: number;
    readonly seeds: number;
    readonly vetoed: number;
    readonly rejected: number;
    readonly bookmarked: number;
  };
  /** Points carry the colour of their step. */
  readonly byStep: boolean;
  readonly steps: number;
  /** Rules hatch a part of the map. */
  readonly ruled?: boolean;
  /** Buttons at the end of the line. */
  readonly tools?: ReactNode;
}

const SAMPLES = [0, 0.25, 0.5, 0.75, 1];

/** One line under the map: counts in words and what each shape means. */
export function MarkerLegend({ note, counts, byStep, steps, ruled, tools }: MarkerLegendProps): ReactNode {
  return (
    <ul className="legend legend--marks">
      {note === undefined ? undefined : (
        <li className="legend__key">
          <strong>{note}</strong>
        </li>
      )}
      <li className="legend__key">
        <strong>{text.maps.measured(counts.measured)}</strong>
      </li>
      {counts.measured === 0 ? undefined : <Shapes counts={counts} byStep={byStep} steps={steps} />}
      {ruled === true ? (
        <li className="legend__key">
          <Mark>
            <rect x="1" y="1" width="10" height="10" />
            <path d="M1 6l5 -5M1 11l10 -10M6 11l5 -5" />
          </Mark>
          {text.maps.ruled}
        </li>
      ) : undefined}
      {tools === undefined ? undefined : <li className="legend__key">{tools}</li>}
    </ul>
  );
}

function Shapes({ counts, byStep, steps }: Pick<MarkerLegendProps, 'counts' | 'byStep' | 'steps'>): ReactNode {
  const colors = useMemo(() => SAMPLES.map((share) => cssColorAt('viridis', share)), []);
  return (
    <>
      <li className="legend__key">
        <Mark>
          <rect x="2" y="2" width="8" height="8" />
        </Mark>
        {text.maps.seeds(counts.seeds)}
      </li>
      {byStep ? (
        <li className="legend__key">
          <svg width="58" height="12" viewBox="0 0 58 12" aria-hidden="true" className="mark">
            {colors.map((color, i) => (
              <circle key={color} cx={6 + i * 11.5} cy="6" r="4.5" style={{ fill: color }} />
            ))}
          </svg>
          {text.maps.byStep(steps)}
        </li>
      ) : (
        <li className="legend__key">
          <Mark>
            <circle cx="6" cy="6" r="4.5" />
          </Mark>
          {text.maps.model}
        </li>
      )}
      {counts.vetoed === 0 ? undefined : (
        <li className="legend__key">
          <Mark>
            <circle cx="6" cy="6" r="4.5" />
            <path d="M3 3l6 6M3 9l6-6" />
          </Mark>
          {text.maps.vetoed(counts.vetoed)}
        </li>
      )}
      {counts.rejected === 0 ? undefined : (
        <li className="legend__key">
          <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true" className="mark mark--hollow">
            <circle cx="6" cy="6" r="4.5" />
          </svg>
          {text.maps.rejected(counts.rejected)}
        </li>
      )}
      {counts.bookmarked === 0 ? undefined : (
        <li className="legend__key">
          <Mark>
            <path d="M3 1h6v10l-3 -3l-3 3z" />
          </Mark>
          {text.maps.bookmarked(counts.bookmarked)}
        </li>
      )}
    </>
  );
}

function Mark({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true" className="mark">
      {children}
    </svg>
  );
}
