/** All sessions on disk; each can be opened and looked at again. */
import { useEffect, useState, type ReactNode } from 'react';
import type { SessionSummary } from '../../../src-shared/session/summary';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';
import { formatQuantity } from '../../../src-shared/units';
import { Empty, Panel } from '../../ui/Panel';
import { Looked } from './Looked';
import { found, ticked } from './sessions.model';

/** The list, read anew each time the view is opened. */
export function Sessions(): ReactNode {
  const sessions = useWindow((state) => state.sessions);
  const folder = useWindow((state) => state.console?.sessionsFolder);
  const actions = useActions();
  const [search, setSearch] = useState('');
  const [ids, setIds] = useState<readonly string[]>([]);
  useEffect(() => void actions.listSessions(), [actions]);
  const chosen = ids.flatMap((id) => sessions?.find((session) => session.id === id) ?? []);
  return (
    <main className="sessions">
      <Panel
        title={text.sessions.title}
        note={folder}
        tools={
          <>
            <input
              type="search"
              className="field__input"
              aria-label={text.library.search}
              placeholder={text.library.search}
              value={search}
              onChange={(event) => setSearch(event.target.value)}
            />
            <OpenButtons />
            <button type="button" className="button button--small" onClick={() => void actions.listSessions()}>
              {text.sessions.refresh}
            </button>
          </>
        }
      >
        <List sessions={sessions} search={search} ids={ids} onTick={(id) => setIds((before) => ticked(before, id))} />
      </Panel>
      <Looked chosen={chosen} />
    </main>
  );
}

/** Sessions that are not in the list yet. */
function OpenButtons(): ReactNode {
  const { archive } = useActions();
  return (
    <>
      <button
        type="button"
        className="button button--small"
        title={text.archive.sampleNote}
        onClick={() => void archive.openSample('manifold')}
      >
        {text.archive.sample}
      </button>
      <button type="button" className="button button--small" onClick={() => void archive.unpack()}>
        {text.archive.unpack}
      </button>
    </>
  );
}

interface ListProps {
  readonly sessions: readonly SessionSummary[] | undefined;
  readonly search: string;
  readonly ids: readonly string[];
  readonly onTick: (id: string) => void;
}

function List({ sessions, search, ids, onTick }: ListProps): ReactNode {
  const actions = useActions();
  if (sessions === undefined) return <Empty>{text.sessions.loading}</Empty>;
  if (sessions.length === 0)
    return <Empty next={{ words: text.begin.live, act: () => actions.show('live') }}>{text.sessions.empty}</Empty>;
  const shown = found(sessions, search);
  if (shown.length === 0) return <Empty>{text.library.noneFound}</Empty>;
  return (
    <div className="table-scroll" tabIndex={0} role="group" aria-label={text.sessions.title}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">{text.library.tick}</span>
            </th>
            <th scope="col">{text.sessions.name}</th>
            <th scope="col">{text.sessions.started}</th>
            <th scope="col" className="table__number">
              {text.sessions.curves}
            </th>
            <th scope="col" className="table__number">
              {text.library.size}
            </th>
            <th scope="col">{text.sessions.state}</th>
            <th scope="col">
              <span className="visually-hidden">{text.sessions.open}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((session) => (
            <Row key={session.id} session={session} chosen={ids.includes(session.id)} onTick={onTick} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  readonly session: SessionSummary;
  readonly chosen: boolean;
  readonly onTick: (id: string) => void;
}

function Row({ session, chosen, onTick }: RowProps): ReactNode {
  const actions = useActions();
  const shown = useWindow((state) => state.console?.session?.id === session.id);
  const unreadable = session.state === 'unreadable';
  return (
    <tr aria-current={shown ? 'true' : undefined}>
      <td>
        <input
          type="checkbox"
          checked={chosen}
          disabled={unreadable}
          aria-label={text.library.tickNamed(session.name, session.id)}
          onChange={() => onTick(session.id)}
        />
      </td>
      <td>
        <span className="table__main">
          {session.name}{' '}
          {session.sample === true ? (
            <span className="badge badge--outline" title={text.archive.sampleNote}>
              {text.archive.sampleBadge}
            </span>
          ) : undefined}
        </span>
        <span className="table__second">{session.id}</span>
        {session.tags?.length ? <span className="table__second">{session.tags.join(', ')}</span> : undefined}
      </td>
      <td>{session.startedAt === '' ? text.header.none : `${session.startedAt.slice(0, 16).replace('T', ' ')} UTC`}</td>
      <td className="table__number">{text.sessions.progress(session.measured, session.planned)}</td>
      <td className="table__number">{formatQuantity(session.bytes, 'B', 2)}</td>
      <td>
        {text.sessions.states[session.state]}
        {session.problem === undefined ? undefined : <span className="table__second">{session.problem}</span>}
      </td>
      <td>
        <button
          type="button"
          className="button button--small"
          disabled={unreadable}
          aria-label={text.sessions.openNamed(session.name)}
          onClick={() => void actions.openSession(session.id)}
        >
          {text.sessions.open}
        </button>
        <button
          type="button"
          className="button button--small"
          disabled={unreadable}
          aria-label={text.archive.packNamed(session.name)}
          onClick={() => void actions.archive.pack(session.id)}
        >
          {text.archive.pack}
        </button>
        <button
          type="button"
          className="button button--small"
          disabled={unreadable}
          aria-label={text.archive.exportNamed(session.name)}
          onClick={() => void actions.archive.export(session.id)}
        >
          {text.archive.export}
        </button>
      </td>
    </tr>
  );
}
