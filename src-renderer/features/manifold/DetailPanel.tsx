/** What lies behind a cell, a gathered group or a point: Figures 6 d-g; the thresholds of labels; notes. */
import type { ReactNode } from 'react';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';
import { DETAIL_TABS } from '../../store/manifoldWindow';
import { Segments } from '../../ui/fields';
import { Empty, Panel } from '../../ui/Panel';
import { CellDetail } from './CellDetail';
import { GroupDetail } from './GroupDetail';
import type { Knowledge } from './manifold.model';
import { NotesTab } from './NotesTab';
import { PointDetail } from './PointDetail';
import { ThresholdEditor } from './ThresholdEditor';

const words = text.manifold.detail;
const TABS = DETAIL_TABS.map((value) => ({ value, label: words.tabs[value] }));

/** The right column. */
export function DetailPanel({ knowledge }: { readonly knowledge: Knowledge }): ReactNode {
  const actions = useActions();
  const tab = useWindow((state) => state.manifold.look.tab);
  const tools = (
    <Segments label={words.tab} value={tab} choices={TABS} onChange={(next) => actions.manifold.look({ tab: next })} />
  );
  return (
    <Panel title={words.title} tools={tools} className="detail" testId="manifold-detail">
      <div className="detail__scroll">
        {tab === 'cell' ? <Opened knowledge={knowledge} /> : undefined}
        {tab === 'thresholds' ? <ThresholdEditor /> : undefined}
        {tab === 'notes' ? <NotesTab knowledge={knowledge} /> : undefined}
      </div>
    </Panel>
  );
}

function Opened({ knowledge }: { readonly knowledge: Knowledge }): ReactNode {
  const opened = useWindow((state) => state.manifold.opened);
  const group = useWindow((state) => state.manifold.group);
  const selected = useWindow((state) => state.selected);
  const point = selected === undefined ? undefined : knowledge.session.points[selected];
  if (opened === undefined && group.length === 0 && point === undefined) return <Empty>{words.empty}</Empty>;
  return (
    <>
      {opened !== undefined ? <CellDetail knowledge={knowledge} opened={opened} /> : undefined}
      {opened === undefined && group.length > 0 ? <GroupDetail knowledge={knowledge} group={group} /> : undefined}
      {point === undefined ? undefined : (
        <PointDetail
          key={point.index}
          knowledge={knowledge}
          point={point}
          withChart={opened === undefined && group.length === 0}
        />
      )}
    </>
  );
}
