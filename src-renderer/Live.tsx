/** The Live view: everything about the session on one screen. */
import type { ReactNode } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import { CurveVerdict } from './features/verdict';
import { Diversity } from './features/diversity';
import { IvCompare } from './features/ivCompare';
import { ModelMaps } from './features/modelMaps';
import { NextPoint } from './features/nextPoint';
import { Preflight } from './features/preflight';
import { PointRemarks } from './features/remarks';
import { RunStrip } from './features/runStrip';
import { Scrubber } from './features/scrubber';
import { StartForm } from './features/startForm';
import { Steering } from './features/steering';
import { Topography } from './features/topography';
import { Rewinding, useActions, useWindow } from './store/context';
import { liveProposal, liveRunState } from './store/selectors';
import type { LiveTab } from './store/state';
import { useRoom } from './store/useTheme';
import { text } from './messages';
import { Tabs } from './ui/Tabs';

/** The large map with the run, the next point with the curves, the maps of the model; what has no room becomes tabs. */
export function Live(): ReactNode {
  const { wide, medium } = useRoom();
  return (
    <main className="live">
      <Group orientation="horizontal" id={wide ? 'live-columns' : 'live-two-columns'}>
        <Panel defaultSize={wide ? '41%' : '46%'} minSize={wide ? 420 : 340} id="live-map">
          {medium ? <MapAndRun /> : <Topography />}
        </Panel>
        <Separator className="split split--column" />
        {wide ? (
          <>
            <Panel defaultSize="30%" minSize={340} id="live-curves">
              <CurveColumn />
            </Panel>
            <Separator className="split split--column" />
            <Panel minSize={320} id="live-model">
              <ModelColumn />
            </Panel>
          </>
        ) : (
          <Panel minSize={400} id="live-side">
            <SideColumn />
          </Panel>
        )}
      </Group>
    </main>
  );
}

function MapAndRun(): ReactNode {
  const { wide } = useRoom();
  return (
    <Group orientation="vertical" id={wide ? 'live-map-rows' : 'live-map-rows-narrow'}>
      <Panel minSize={220} id="live-stage">
        <Topography />
      </Panel>
      <Separator className="split split--row" />
      <Panel
        defaultSize={wide ? 200 : 226}
        minSize={150}
        groupResizeBehavior="preserve-pixel-size"
        id={wide ? 'live-run' : 'live-run-narrow'}
      >
        <Run />
      </Panel>
    </Group>
  );
}

function CurveColumn(): ReactNode {
  const { high } = useRoom();
  return (
    <Group orientation="vertical" id={high ? 'live-curve-rows' : 'live-curve-tabs'}>
      <NextPointRow />
      <Separator className="split split--row" />
      {high ? (
        <>
          <Panel defaultSize="35%" minSize={160} id="live-iv">
            <Contents of="curves" />
          </Panel>
          <Separator className="split split--row" />
          <Panel minSize={130} id="live-diversity">
            <Contents of="diversity" />
          </Panel>
        </>
      ) : (
        <Panel minSize={160} id="live-iv">
          <LiveTabs names={['curves', 'diversity']} />
        </Panel>
      )}
    </Group>
  );
}

function NextPointRow(): ReactNode {
  return (
    <Panel defaultSize={292} minSize={270} groupResizeBehavior="preserve-pixel-size" id="live-next">
      <Contents of="next" />
    </Panel>
  );
}

/** The maps of the model and, below them, the steering; in a low window one of the two at a time. */
function ModelColumn(): ReactNode {
  const { tall } = useRoom();
  if (!tall) return <LiveTabs names={['maps', 'steering']} />;
  return (
    <Group orientation="vertical" id="live-model-rows">
      <Panel minSize={360} id="live-maps">
        <Contents of="maps" />
      </Panel>
      <Separator className="split split--row" />
      <Panel defaultSize={168} minSize={150} groupResizeBehavior="preserve-pixel-size" id="live-steering">
        <Contents of="steering" />
      </Panel>
    </Group>
  );
}

/** Beside the map in a narrow window: the next point, and one of the others below it. */
function SideColumn(): ReactNode {
  const { medium } = useRoom();
  if (!medium) return <LiveTabs names={['next', 'run', 'curves', 'diversity', 'maps', 'steering']} />;
  return (
    <Group orientation="vertical" id="live-side-rows">
      <NextPointRow />
      <Separator className="split split--row" />
      <Panel minSize={160} id="live-side-tabs">
        <LiveTabs names={['maps', 'curves', 'diversity', 'steering']} />
      </Panel>
    </Group>
  );
}

/** Some of the panels in one place. A proposal that waits is marked where its panel may lie behind another. */
function LiveTabs({ names }: { readonly names: readonly [LiveTab, ...LiveTab[]] }): ReactNode {
  const actions = useActions();
  const idle = useWindow((state) => liveRunState(state)?.kind === 'idle');
  // Where nothing runs there is nothing to decide, but something to start.
  const first = idle && names.includes('run') ? 'run' : names[0];
  const chosen = useWindow(({ liveTabs }) => liveTabs.find((tab) => names.includes(tab))) ?? first;
  const waiting = useWindow((state) => liveProposal(state) !== undefined);
  const choices = names.map((value) => {
    const name = text.tabs.names[value];
    return { value, label: waiting && value === 'next' ? text.tabs.waiting(name) : name };
  });
  return (
    <Tabs label={text.tabs.label} value={chosen} choices={choices} onChange={actions.tab}>
      <Contents of={chosen} />
    </Tabs>
  );
}

function Contents({ of }: { readonly of: LiveTab }): ReactNode {
  switch (of) {
    case 'next':
      return <NextPoint />;
    case 'run':
      return <Run />;
    case 'curves':
      return (
        <IvCompare
          below={
            <>
              <PointRemarks />
              <CurveVerdict />
            </>
          }
        />
      );
    case 'diversity':
      return <Diversity />;
    case 'maps':
      return <ModelMaps />;
    case 'steering':
      return <Steering />;
  }
}

/** It acts on the run as it is now, whatever step is looked at. */
function Run(): ReactNode {
  return (
    <Rewinding on={false}>
      <RunStrip
        startForm={<StartForm preflight={(config) => <Preflight config={config} />} />}
        scrubber={<Scrubber />}
      />
    </Rewinding>
  );
}
