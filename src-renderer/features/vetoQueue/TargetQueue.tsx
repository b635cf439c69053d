/** The places that people queued, in the order in which they will be measured. */
import type { ReactNode } from 'react';
import type { QueuedTarget } from '../../../src-shared/session/edits';
import type { SessionView } from '../../../src-shared/session/view';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';
import { placeWords } from '../../store/editWords';
import { rasterOf } from '../../store/nearestPoint';
import { canEdit } from '../../store/selectors';
import { Empty, Panel } from '../../ui/Panel';

/** The panel; rows are keyed by the id of the target. */
export function TargetQueue(): ReactNode {
  const session = useWindow((state) => state.console?.session);
  const editable = useWindow(canEdit);
  const actions = useActions();
  const queue = session?.editState.queue ?? [];
  return (
    <Panel
      title={text.queue.title}
      note={text.queue.note}
      testId="queue"
      tools={
        queue.length > 1 && editable ? (
          <button
            type="button"
            className="button button--small"
            onClick={() => void actions.send('queue.remove', { ids: queue.map(({ id }) => id) })}
          >
            {text.queue.clear}
          </button>
        ) : undefined
      }
    >
      {session === undefined || queue.length === 0 ? (
        <Empty>{text.queue.empty}</Empty>
      ) : (
        <ol className="queue" aria-label={text.queue.title}>
          {queue.map((target, i) => (
            <Row key={target.id} session={session} queue={queue} target={target} position={i} editable={editable} />
          ))}
        </ol>
      )}
    </Panel>
  );
}

interface RowProps {
  readonly session: SessionView;
  readonly queue: readonly QueuedTarget[];
  readonly target: QueuedTarget;
  readonly position: number;
  readonly editable: boolean;
}

function Row({ session, queue, target, position, editable }: RowProps): ReactNode {
  const actions = useActions();
  const place = placeWords(rasterOf(session), target.at);
  const move = (by: 1 | -1): void => {
    const ids = queue.map(({ id }) => id);
    ids.splice(position + by, 0, ...ids.splice(position, 1));
    void actions.send('queue.reorder', { ids });
  };
  const button = (action: string, disabled: boolean, onClick: () => void): ReactNode => (
    <button
      type="button"
      className="button button--small"
      aria-label={text.queue.named(action, place)}
      disabled={disabled || !editable}
      onClick={onClick}
    >
      {action}
    </button>
  );
  return (
    <li className="queue__row">
      <span className="queue__position">{text.queue.position(position + 1)}</span>
      <span className="place__words">
        <span className="place__where">{place}</span>
        <span className="place__state">{text.queue.purposes[target.purpose]}</span>
      </span>
      <span className="table__actions">
        {button(text.queue.up, position === 0, () => move(-1))}
        {button(text.queue.down, position === queue.length - 1, () => move(1))}
        {button(text.queue.remove, false, () => void actions.send('queue.remove', { ids: [target.id] }))}
      </span>
    </li>
  );
}
