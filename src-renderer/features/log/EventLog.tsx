/** Every record of the session, newest last; only the rows in sight are drawn. */
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { lastPastStep } from '../../../src-shared/session/past';
import { useElementSize } from '../../canvas/useElementSize';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';
import { Segments } from '../../ui/fields';
import { Empty, Panel } from '../../ui/Panel';
import { createLog, lineOf, sliceOf, type LogIndex, type LogRow } from './log.model';
import type { Who } from './logWords';

const ROW_HEIGHT = 24;
const WHOS = (['all', 'operator', 'engine', 'instrument'] as const).map((value) => ({
  value,
  label: text.log.whos[value],
}));

/** The panel with filter, search and rows. */
export function EventLog(): ReactNode {
  const actions = useActions();
  const { time } = useActions();
  const id = useWindow((state) => state.console?.session?.id);
  const newest = useWindow((state) => state.console?.session?.lastSeq);
  const records = useWindow((state) => state.time.records);
  const [who, setWho] = useState<Who | 'all'>('all');
  const [search, setSearch] = useState('');
  useEffect(() => {
    if (newest !== undefined) void time.loadRecords();
  }, [time, id, newest]);
  const [log] = useState(createLog);
  const index = useMemo(() => log(records, who, search), [log, records, who, search]);
  const rows = index.shown;
  return (
    <Panel
      title={text.log.title}
      testId="event-log"
      note={id === undefined ? undefined : text.log.count(rows.length, index.rows.length)}
      tools={
        <div className="log__tools">
          <Segments label={text.log.who} value={who} choices={WHOS} onChange={setWho} />
          <input
            className="field__input"
            type="search"
            placeholder={text.log.search}
            aria-label={text.log.search}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
        </div>
      }
    >
      {id === undefined ? (
        <Empty next={{ words: text.begin.live, act: () => actions.show('live') }}>{text.log.empty}</Empty>
      ) : rows.length === 0 ? (
        <Empty>{text.log.none}</Empty>
      ) : (
        <Rows index={index} />
      )}
    </Panel>
  );
}

function Rows({ index }: { readonly index: LogIndex }): ReactNode {
  const rows = index.shown;
  const { size, attach, element } = useElementSize<HTMLDivElement>();
  const [top, setTop] = useState(0);
  const following = useRef(true);
  const { from, to } = sliceOf(rows.length, ROW_HEIGHT, top, size.height);
  useEffect(() => {
    // New records come into sight as long as nobody has scrolled away from the end.
    if (following.current) element.current?.scrollTo({ top: rows.length * ROW_HEIGHT });
  }, [element, rows.length, size.height]);
  const onScroll = (): void => {
    const box = element.current;
    if (box === null) return;
    following.current = box.scrollTop + box.clientHeight >= box.scrollHeight - ROW_HEIGHT;
    setTop(box.scrollTop);
  };
  const { time, step, who, what } = text.log.columns;
  return (
    <div className="log" role="table" aria-label={text.log.title} aria-rowcount={rows.length + 1}>
      <div className="log__row log__row--head" role="row" aria-rowindex={1}>
        {[time, step, who, what].map((name) => (
          <span key={name} role="columnheader">
            {name}
          </span>
        ))}
      </div>
      <div ref={attach} className="log__rows" role="rowgroup" tabIndex={0} onScroll={onScroll}>
        <div className="log__height" style={{ height: rows.length * ROW_HEIGHT }} role="presentation">
          {rows.slice(from, to).map((row, i) => (
            <Row key={row.record.seq} row={row} place={from + i} />
          ))}
        </div>
      </div>
    </div>
  );
}

function Row({ row, place }: { readonly row: LogRow; readonly place: number }): ReactNode {
  const { record, step, who } = row;
  const actions = useActions();
  const reachable = useWindow(
    ({ console: known }) => step > 0 && known?.session !== undefined && step <= lastPastStep(known.session),
  );
  const jump = (): void => {
    actions.show('live');
    if (record.body.kind === 'curve.recorded') actions.select(record.body.index);
    void actions.time.goTo(step);
  };
  return (
    <div className="log__row" role="row" aria-rowindex={place + 2} style={{ top: place * ROW_HEIGHT }}>
      <span role="cell">{record.at.slice(11, 23)}</span>
      <span role="cell">
        {reachable ? (
          <button type="button" className="log__jump" aria-label={text.log.jump(step)} onClick={jump}>
            {step}
          </button>
        ) : (
          step
        )}
      </span>
      <span role="cell">{text.log.whos[who]}</span>
      <span role="cell" className="log__what" title={lineOf(record)}>
        {lineOf(record)}
      </span>
    </div>
  );
}
