/** The views: which features stand where. */
import type { ReactNode } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import { Diversity } from './features/diversity';
import { IvCompare } from './features/ivCompare';
import { ManifoldView } from './features/manifold';
import { ModelMaps } from './features/modelMaps';
import { NextPoint } from './features/nextPoint';
import { RunStrip } from './features/runStrip';
import { Sessions } from './features/sessions';
import { SettingsView } from './features/settings';
import { StartForm } from './features/startForm';
import { Topography } from './features/topography';
import type { ViewName } from './store/state';

/** The view of a name. */
export function View({ name }: { readonly name: ViewName }): ReactNode {
  switch (name) {
    case 'live':
      return <Live />;
    case 'manifold':
      return <ManifoldView />;
    case 'sessions':
      return <Sessions />;
    case 'settings':
      return <SettingsView />;
  }
}

/** Everything about the session on one screen: the large map and the run, the next point and the curves, the model's maps. */
function Live(): ReactNode {
  return (
    <main className="live">
      <Group orientation="horizontal" id="live-columns">
        <Panel defaultSize="41%" minSize={420} id="live-map">
          <Group orientation="vertical" id="live-map-rows">
            <Panel minSize={260} id="live-stage">
              <Topography />
            </Panel>
            <Separator className="split split--row" />
            <Panel defaultSize={196} minSize={150} groupResizeBehavior="preserve-pixel-size" id="live-run">
              <RunStrip startForm={<StartForm />} />
            </Panel>
          </Group>
        </Panel>
        <Separator className="split split--column" />
        <Panel defaultSize="30%" minSize={340} id="live-curves">
          <Group orientation="vertical" id="live-curve-rows">
            <Panel defaultSize={262} minSize={240} groupResizeBehavior="preserve-pixel-size" id="live-next">
              <NextPoint />
            </Panel>
            <Separator className="split split--row" />
            <Panel defaultSize="35%" minSize={160} id="live-iv">
              <IvCompare />
            </Panel>
            <Separator className="split split--row" />
            <Panel minSize={130} id="live-diversity">
              <Diversity />
            </Panel>
          </Group>
        </Panel>
        <Separator className="split split--column" />
        <Panel minSize={320} id="live-model">
          <ModelMaps />
        </Panel>
      </Group>
    </main>
  );
}
