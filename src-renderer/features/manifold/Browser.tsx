/** Scatter and sample, grids, and detail side by side, with the model they belong to above. */
import { useState, type ReactNode } from 'react';
import { Group, Panel as Split, Separator } from 'react-resizable-panels';
import type { ManifoldState } from '../../../src-shared/manifold';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';
import { Empty, Panel } from '../../ui/Panel';
import { DetailPanel } from './DetailPanel';
import { GridsPanel } from './GridsPanel';
import { LatentPanel } from './LatentPanel';
import { ModelBar } from './ModelBar';
import { SamplePanel } from './SamplePanel';
import { useKnowledge } from './useKnowledge';

/** Widths of the first two columns in a usual and in a wide window; the third takes the rest. */
const COLUMNS = { usual: [404 / 1384, 484 / 1384], wide: [540 / 1864, 600 / 1864] } as const;
const WIDE_FROM = 1600;

/** The view of a trained manifold. */
export function Browser({ state }: { readonly state: ManifoldState }): ReactNode {
  const knowledge = useKnowledge();
  const [columns] = useState(() => COLUMNS[window.innerWidth < WIDE_FROM ? 'usual' : 'wide']);
  const percent = (share: number): string => `${(share * 100).toFixed(2)}%`;
  return (
    <main className="manifold">
      <ModelBar state={state} />
      <Trouble />
      {knowledge === undefined ? (
        <Panel title={text.manifold.title}>
          <Empty>{text.manifold.loading}</Empty>
        </Panel>
      ) : (
        <Group orientation="horizontal" id="manifold-columns" className="manifold__columns">
          <Split defaultSize={percent(columns[0])} minSize={300} id="manifold-latent">
            <Group orientation="vertical" id="manifold-latent-rows">
              <Split minSize={240} id="manifold-scatter">
                <LatentPanel knowledge={knowledge} />
              </Split>
              <Separator className="split split--row" />
              <Split defaultSize="44%" minSize={170} id="manifold-sample">
                <SamplePanel knowledge={knowledge} />
              </Split>
            </Group>
          </Split>
          <Separator className="split split--column" />
          <Split defaultSize={percent(columns[1])} minSize={340} id="manifold-grids">
            <GridsPanel knowledge={knowledge} />
          </Split>
          <Separator className="split split--column" />
          <Split minSize={340} id="manifold-detail">
            <DetailPanel knowledge={knowledge} />
          </Split>
        </Group>
      )}
    </main>
  );
}

/** Why the newest request was not answered, where there is such a reason. */
function Trouble(): ReactNode {
  const actions = useActions();
  const problem = useWindow((state) => state.manifold.problem?.error);
  const trainedAt = useWindow((state) => state.console?.session?.manifold?.trainedAt);
  if (problem === undefined) return undefined;
  return (
    <div className="manifold-trouble" role="alert">
      <span>
        <strong>{problem.message}</strong> {problem.hint}
      </span>
      {trainedAt === undefined ? undefined : (
        <button type="button" className="button button--small" onClick={() => void actions.manifold.load(trainedAt)}>
          {text.manifold.retry}
        </button>
      )}
    </div>
  );
}
