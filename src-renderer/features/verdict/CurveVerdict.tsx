/** What can be said against the selected curve: out of the training set, or back in, and what that did to the others. */
import type { ReactNode } from 'react';
import type { SessionView } from '../../../src-shared/session/view';
import { formatNumber } from '../../../src-shared/units';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';
import { canEdit } from '../../store/selectors';
import { shiftOf } from './verdict.model';

/** A line below the curves while a point is selected and a run goes on, or where the selected curve is rejected. */
export function CurveVerdict(): ReactNode {
  const session = useWindow((state) => state.console?.session);
  const selected = useWindow((state) => state.selected);
  const editable = useWindow(canEdit);
  if (session === undefined || selected === undefined || session.points[selected] === undefined) return undefined;
  const rejected = session.editState.rejected.find(({ index }) => index === selected);
  if (!editable && rejected === undefined) return undefined;
  return (
    <div
      className="verdict"
      role="group"
      aria-label={text.point.curve(text.point.name(selected))}
      data-testid="verdict"
    >
      {rejected === undefined ? (
        <Accused session={session} index={selected} />
      ) : (
        <Rejected again={rejected.again} index={selected} editable={editable} />
      )}
      <Shift session={session} />
    </div>
  );
}

function Accused({ session, index }: { readonly session: SessionView; readonly index: number }): ReactNode {
  const { desk } = useActions();
  return (
    <p className="verdict__line">
      <span>{text.verdict.selected(text.point.name(index), formatNumber(session.novelty[index], 3))}</span>
      <span className="verdict__reject">{text.verdict.reject}</span>
      {(['retry', 'never'] as const).map((again) => (
        <button
          key={again}
          type="button"
          className="button button--small"
          aria-label={`${text.verdict.reject} ${text.verdict[again]}`}
          onClick={() => void desk.reject({ index, again })}
        >
          {text.verdict[again]}
        </button>
      ))}
    </p>
  );
}

interface RejectedProps {
  readonly again: 'retry' | 'never';
  readonly index: number;
  readonly editable: boolean;
}

function Rejected({ again, index, editable }: RejectedProps): ReactNode {
  const { desk } = useActions();
  return (
    <p className="verdict__line">
      <span>
        <strong>{text.point.name(index)}</strong> {text.verdict.rejected(again)}
      </span>
      {editable ? (
        <button type="button" className="button button--small" onClick={() => void desk.restore(index)}>
          {text.verdict.restore}
        </button>
      ) : undefined}
    </p>
  );
}

/** Before and after of the newest judgement. */
function Shift({ session }: { readonly session: SessionView }): ReactNode {
  const shift = useWindow((state) => state.desk.shift);
  if (shift === undefined) return undefined;
  if (shift.before === session.novelty) return <p className="hint">{text.verdict.recomputing}</p>;
  const summary = shiftOf(shift.before, session.novelty, shift.index);
  if (summary === undefined) return undefined;
  const { before, after, most } = summary;
  const number = (value: number): string => formatNumber(value, 4);
  return (
    <p className="hint" role="status" data-testid="novelty-shift">
      {text.verdict.shift({ before: number(before), after: number(after) }, text.point.name(most.index), {
        before: number(most.from),
        after: number(most.to),
      })}
    </p>
  );
}
