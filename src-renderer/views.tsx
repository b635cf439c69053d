/** The views: which features stand where. */
import { useState, type ReactNode } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import { CurveVerdict } from './features/verdict';
import { Diversity } from './features/diversity';
import { IvCompare } from './features/ivCompare';
import { LogView } from './features/log';
import { ManifoldView } from './features/manifold';
import { MapsView } from './features/maps';
import { ModelMaps } from './features/modelMaps';
import { NextPoint } from './features/nextPoint';
import { Rules } from './features/rules';
import { Preflight } from './features/preflight';
import { RunStrip } from './features/runStrip';
import { Scrubber } from './features/scrubber';
import { Sessions } from './features/sessions';
import { SettingsView } from './features/settings';
import { SetupView } from './features/setup';
import { StartForm } from './features/startForm';
import { Steering } from './features/steering';
import { Topography } from './features/topography';
import { BigProposal, ProposalList, TargetQueue } from './features/vetoQueue';
import { Rewinding } from './store/context';
import { useIsTall } from './store/useTheme';
import { text } from './messages';
import type { ViewName } from './store/state';

/** The view of a name. */
export function View({ name }: { readonly name: ViewName }): ReactNode {
  switch (name) {
    case 'live':
      return (
        <Rewinding on>
          <Live />
        </Rewinding>
      );
    case 'veto':
      return (
        <Rewinding on>
          <VetoQueue />
        </Rewinding>
      );
    case 'manifold':
      return <ManifoldView />;
    case 'sessions':
      return <Sessions />;
    case 'maps':
      return (
        <Rewinding on>
          <MapsView />
        </Rewinding>
      );
    case 'log':
      return <LogView />;
    case 'setup':
      return <SetupView />;
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
            <Panel defaultSize={200} minSize={150} groupResizeBehavior="preserve-pixel-size" id="live-run">
              <Rewinding on={false}>
                <RunStrip
                  startForm={<StartForm preflight={(config) => <Preflight config={config} />} />}
                  scrubber={<Scrubber />}
                />
              </Rewinding>
            </Panel>
          </Group>
        </Panel>
        <Separator className="split split--column" />
        <Panel defaultSize="30%" minSize={340} id="live-curves">
          <Group orientation="vertical" id="live-curve-rows">
            <Panel defaultSize={292} minSize={270} groupResizeBehavior="preserve-pixel-size" id="live-next">
              <NextPoint />
            </Panel>
            <Separator className="split split--row" />
            <Panel defaultSize="35%" minSize={160} id="live-iv">
              <IvCompare below={<CurveVerdict />} />
            </Panel>
            <Separator className="split split--row" />
            <Panel minSize={130} id="live-diversity">
              <Diversity />
            </Panel>
          </Group>
        </Panel>
        <Separator className="split split--column" />
        <Panel minSize={320} id="live-model">
          <ModelColumn />
        </Panel>
      </Group>
    </main>
  );
}

const MODEL_TABS = ['maps', 'steering'] as const;

/** The maps of the model and, below them, the steering; in a low window one of the two at a time. */
function ModelColumn(): ReactNode {
  const tall = useIsTall();
  const [tab, setTab] = useState<(typeof MODEL_TABS)[number]>('maps');
  if (tall)
    return (
      <Group orientation="vertical" id="live-model-rows">
        <Panel minSize={360} id="live-maps">
          <ModelMaps />
        </Panel>
        <Separator className="split split--row" />
        <Panel defaultSize={168} minSize={150} groupResizeBehavior="preserve-pixel-size" id="live-steering">
          <Steering />
        </Panel>
      </Group>
    );
  return (
    <div className="tabs">
      <div className="tabs__list" role="tablist" aria-label={text.steering.tabs}>
        {MODEL_TABS.map((name) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`model-tab-${name}`}
            aria-selected={name === tab}
            aria-controls="model-tab-panel"
            className="tabs__tab"
            onClick={() => setTab(name)}
          >
            {text.steering.tabNames[name]}
          </button>
        ))}
      </div>
      <div className="tabs__panel" role="tabpanel" id="model-tab-panel" aria-labelledby={`model-tab-${tab}`}>
        {tab === 'maps' ? <ModelMaps /> : <Steering />}
      </div>
    </div>
  );
}

/** Deciding at leisure: what can be decided about, the place at large, the answer, and everything that is in force. */
function VetoQueue(): ReactNode {
  return (
    <main className="veto-view">
      <ProposalList />
      <BigProposal />
      <NextPoint />
      <Rules />
      <TargetQueue />
    </main>
  );
}
