/** The line on top of every view: session, who decides, state, progress, and the way to stop. */
import type { ReactNode } from 'react';
import { useNow } from '../../clock';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';
import { isReplay } from '../../store/selectors';
import { useSessionFreshness } from '../../store/useFreshness';
import { Icon } from '../../ui/Icon';
import { AlarmCounts } from './AlarmCounts';
import { ModeControl } from './ModeControl';
import { etaClock, etaWords, sinceWords, stateWords, stepWords } from './header.model';

/** The header. The stop button is never disabled and never covered. */
export function Header(): ReactNode {
  const name = useWindow((state) => state.console?.session?.config.name);
  const simulated = useWindow((state) => state.console?.instrument.simulated === true);
  const sample = useWindow((state) => state.console?.session?.config.sample === true);
  const replay = useWindow(isReplay);
  return (
    <header className="header">
      <div className="header__session">
        <span className="header__name" title={name ?? text.header.noSession}>
          {name ?? text.header.noSession}
        </span>
        <span className="header__badges">
          {sample ? <span className="badge badge--outline">{text.archive.sampleBadge}</span> : undefined}
          {replay ? <span className="badge badge--outline badge--replay">{text.header.replay}</span> : undefined}
          <Age />
          {simulated ? <span className="badge badge--outline">{text.header.simulated}</span> : undefined}
        </span>
      </div>
      <ModeControl />
      <RunState />
      <AlarmCounts />
      <Stop />
    </header>
  );
}

/** The line on top of a window for one panel: what may not be missing in any window. */
export function PanelHeader({ name }: { readonly name: string }): ReactNode {
  return (
    <header className="header">
      <div className="header__session">
        <span className="header__name" title={name}>
          {name}
        </span>
        <Age />
      </div>
      <RunState />
      <AlarmCounts />
      <Stop />
    </header>
  );
}

function Stop(): ReactNode {
  const actions = useActions();
  return (
    <button type="button" className="stop" onClick={() => void actions.send('run.halt')}>
      <span>{text.header.halt}</span>
      <span aria-hidden="true">F12</span>
    </button>
  );
}

function RunState(): ReactNode {
  const run = useWindow((state) => state.console?.run);
  const now = useNow(500);
  if (run === undefined)
    return (
      <div className="header__run">
        <span className="state-chip" data-testid="state-chip" role="status">
          {text.header.connecting}
        </span>
      </div>
    );
  const { icon, word, detail, tone } = stateWords(run.state);
  const step = stepWords(run);
  return (
    <div className="header__run">
      <span className={`state-chip state-chip--${tone}`} data-testid="state-chip" title={detail}>
        <Icon name={icon} size={20} />
        <span className="state-chip__words">
          <span className="state-chip__word" role="status">
            {word}
          </span>
          {detail === undefined ? undefined : <span className="state-chip__detail">{detail}</span>}
        </span>
        {run.state.kind === 'idle' ? undefined : <span className="state-chip__since">{sinceWords(run, now)}</span>}
      </span>
      <Fact label={step.label} value={run.steps === 0 ? text.header.none : step.value} testId="step-counter" />
      <Fact label={text.header.eta} value={etaClock(run, now) ?? text.header.none} title={etaWords(run)} />
    </div>
  );
}

/** Says that what is on the screen is old, or that nothing comes any more. */
function Age(): ReactNode {
  const fresh = useSessionFreshness();
  if (fresh !== 'stale' && fresh !== 'disconnected') return undefined;
  return (
    <span className="badge badge--old" role="status" data-testid="age">
      {text.fresh.glyph} {text.fresh[fresh]}
    </span>
  );
}

interface FactProps {
  readonly label: string;
  readonly value: string;
  readonly testId?: string;
  readonly title?: string | undefined;
}

function Fact({ label, value, testId, title }: FactProps): ReactNode {
  return (
    <span className="fact" data-testid={testId} title={title}>
      <span className="fact__label">{label}</span> <span className="fact__value">{value}</span>
    </span>
  );
}
