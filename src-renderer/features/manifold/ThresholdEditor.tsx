/** The numbers behind the automatic labels, with what they do to the labels of this session while they are edited. */
import { useEffect, type ReactNode } from 'react';
import {
  CURVE_LABELS,
  DEFAULT_THRESHOLDS,
  type AnalysisReport,
  type LabelThresholds,
} from '../../../src-shared/analysis';
import { formatQuantity } from '../../../src-shared/units';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';
import { NumberField } from '../../ui/NumberField';
import type { NumberBounds } from '../../ui/numberField.model';

const words = text.manifold.thresholds;
const NAMES = Object.keys(DEFAULT_THRESHOLDS) as (keyof LabelThresholds)[];

/** Volts reach as far as any sweep, shares from 0 to 1; a jump may be many times the conductance. */
function boundsOf(name: keyof LabelThresholds): NumberBounds {
  const unit = words.units[name];
  if (unit === 'V') return { min: -20, max: 20, whole: false, unit };
  return { min: 0, max: name === 'diamondStepShare' ? 100 : 1, whole: false, unit };
}

/** The tab; what is typed is tried at once and saved on demand. Leaving it shows the saved labels again. */
export function ThresholdEditor(): ReactNode {
  const actions = useActions();
  const saved = useWindow((state) => state.manifold.report);
  const trial = useWindow((state) => state.manifold.trial);
  useEffect(() => () => void actions.manifold.tryThresholds(undefined), [actions]);
  if (saved === undefined) return <p className="hint">{words.loading}</p>;
  const shown = trial?.thresholds ?? saved.thresholds;
  const attempt = (thresholds: LabelThresholds): void => void actions.manifold.tryThresholds(thresholds);
  const change = (name: keyof LabelThresholds, value: number | undefined): void => {
    if (value !== undefined && value !== shown[name]) attempt({ ...shown, [name]: value });
  };
  return (
    <section className="thresholds" aria-label={words.title}>
      <p className="hint">{words.about}</p>
      <div className="thresholds__fields">
        {NAMES.map((name) => (
          <NumberField
            key={name}
            label={words.names[name]}
            value={shown[name]}
            {...boundsOf(name)}
            digits={6}
            onEdit={(value) => change(name, value)}
            onCommit={(value) => change(name, value)}
          />
        ))}
      </div>
      <p className="hint">{words.reference(formatQuantity(saved.referenceAmperes, 'A', 3))}</p>
      <Counts saved={saved} trial={trial?.report} />
      <div className="train__row">
        <button
          type="button"
          className="button button--main"
          disabled={trial === undefined}
          onClick={() => void actions.manifold.saveThresholds(shown)}
        >
          {words.save}
        </button>
        <button
          type="button"
          className="button"
          disabled={trial === undefined}
          onClick={() => void actions.manifold.tryThresholds(undefined)}
        >
          {words.revert}
        </button>
        <button type="button" className="button" onClick={() => attempt(DEFAULT_THRESHOLDS)}>
          {words.defaults}
        </button>
      </div>
    </section>
  );
}

interface CountsProps {
  readonly saved: AnalysisReport;
  readonly trial: AnalysisReport | undefined;
}

/** Labels as saved and as they would be, human ones first, and how many change. */
function Counts({ saved, trial }: CountsProps): ReactNode {
  const changed = saved.points.filter(
    ({ automatic }, i) => trial !== undefined && trial.points[i]?.automatic?.label !== automatic?.label,
  ).length;
  const human = saved.points.filter((point) => point.human !== undefined).length;
  return (
    <>
      <table className="table thresholds__table" data-testid="threshold-counts">
        <thead>
          <tr>
            <th scope="col">{words.label}</th>
            <th scope="col" className="table__number">
              {words.before}
            </th>
            <th scope="col" className="table__number">
              {words.after}
            </th>
          </tr>
        </thead>
        <tbody>
          {CURVE_LABELS.map((label) => (
            <tr key={label}>
              <td>{text.manifold.detail.labels[label]}</td>
              <td className="table__number">{saved.counts[label]}</td>
              <td className="table__number">{(trial ?? saved).counts[label]}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="hint" role="status">
        {words.changed(changed)} {words.human(human)}
      </p>
    </>
  );
}
