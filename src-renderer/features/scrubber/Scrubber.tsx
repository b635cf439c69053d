/** A slider over the steps that were measured: drawn back, every panel shows the session as it was then. */
import type { ReactNode } from 'react';
import { lastPastStep } from '../../../src-shared/session/past';
import { KeyHint } from '../../KeyHint';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';

/** The slider with its buttons; nothing before the first step is measured. */
export function Scrubber(): ReactNode {
  const last = useWindow((state) => (state.console?.session === undefined ? 0 : lastPastStep(state.console.session)));
  const step = useWindow((state) => state.time.past?.step);
  const ended = useWindow((state) => state.console?.replay === true || state.console?.run.state.kind === 'idle');
  const { time } = useActions();
  if (last === 0) return undefined;
  const newest = ended ? text.scrub.newest : text.scrub.live;
  const words = step === undefined ? newest : text.scrub.value(step, last);
  return (
    <div className="scrub" role="group" aria-label={text.scrub.title} data-testid="scrubber">
      <button
        type="button"
        className="button button--small"
        aria-label={text.scrub.back}
        disabled={step === 1}
        onClick={() => void time.by(-1)}
      >
        {'\u25c0'}
      </button>
      <input
        className="scrub__slider"
        type="range"
        min={1}
        max={last + 1}
        value={step ?? last + 1}
        aria-label={text.scrub.slider}
        aria-valuetext={words}
        onChange={(event) => void time.goTo(Number(event.target.value))}
      />
      <button
        type="button"
        className="button button--small"
        aria-label={text.scrub.forth}
        disabled={step === undefined}
        onClick={() => void time.by(1)}
      >
        {'\u25b6'}
      </button>
      <output className="scrub__words">{words}</output>
      <button type="button" className="button button--small" disabled={step === undefined} onClick={time.live}>
        {ended ? text.scrub.returnNewest : text.scrub.return} <KeyHint of="live" />
      </button>
    </div>
  );
}
