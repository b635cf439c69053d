/** Start, pause, stop; the steps so far; where the time went. */
import type { ReactNode } from 'react';
import type { RunStatus } from '../../../src-shared/run';
import { formatDuration } from '../../../src-shared/units';
import { KeyHint } from '../../KeyHint';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';
import { isReplay } from '../../store/selectors';
import { Empty, Panel } from '../../ui/Panel';
import { StepStrip } from './StepStrip';
import { runCommands, timeWords } from './runStrip.model';

export interface RunStripProps {
  /** Shown while no run is going on. */
  readonly startForm: ReactNode;
  /** Below the steps: the way to look back at one. */
  readonly scrubber: ReactNode;
}

/** The panel below the large map. */
export function RunStrip({ startForm, scrubber }: RunStripProps): ReactNode {
  const run = useWindow((state) => state.console?.run);
  const session = useWindow((state) => state.console?.session);
  const replay = useWindow(isReplay);
  // While an earlier step is on the screen only STOP acts.
  const past = useWindow((state) => state.time.past !== undefined);
  if (run === undefined)
    return (
      <Panel title={text.run.title}>
        <Empty>{text.header.connecting}</Empty>
      </Panel>
    );
  const idle = run.state.kind === 'idle';
  return (
    <Panel
      title={idle && !past ? text.run.titleStart : text.run.title}
      note={replay ? undefined : <Times run={run} />}
      className="run"
    >
      {past ? <p className="hint">{text.scrub.off}</p> : idle ? startForm : <Buttons run={run} />}
      {session === undefined ? (
        <p className="hint">{text.run.empty}</p>
      ) : (
        <>
          <StepStrip session={session} key={replay ? 'replay' : 'live'} />
          {scrubber}
        </>
      )}
    </Panel>
  );
}

function Buttons({ run }: { readonly run: RunStatus }): ReactNode {
  const actions = useActions();
  const can = runCommands(run.state);
  return (
    <div className="run__buttons" role="group" aria-label={text.run.title}>
      {can.resume ? (
        <button type="button" className="button button--main" onClick={() => void actions.send('run.resume')}>
          {text.run.resume} <KeyHint of="pause" />
        </button>
      ) : (
        <button
          type="button"
          className="button"
          disabled={!can.pause}
          onClick={() => void actions.send('run.pause', { when: 'afterStep' })}
        >
          {text.run.pause} <KeyHint of="pause" />
        </button>
      )}
      <button
        type="button"
        className="button"
        disabled={!can.pauseNow}
        onClick={() => void actions.send('run.pause', { when: 'now' })}
      >
        {text.run.pauseNow}
      </button>
      <button type="button" className="button" disabled={!can.stop} onClick={() => void actions.send('run.stop')}>
        {text.run.stop} <KeyHint of="stop" />
      </button>
      <button type="button" className="button" disabled={!can.abort} onClick={() => void actions.send('run.abort')}>
        {text.run.abort}
      </button>
    </div>
  );
}

function Times({ run }: { readonly run: RunStatus }): ReactNode {
  if (run.measured === 0) return undefined;
  const spent = `${text.run.spent} ${timeWords(run.phaseSeconds)}`;
  const { etaSeconds, etaSplit, state } = run;
  if (etaSeconds === undefined || etaSplit === undefined || state.kind === 'idle') return spent;
  return (
    <span title={spent} data-testid="time-to-come">
      {text.run.toCome(formatDuration(etaSeconds))} {timeWords(etaSplit)}
    </span>
  );
}
