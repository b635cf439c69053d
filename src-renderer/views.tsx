/** The views: which features stand where. */
import type { ReactNode } from 'react';
import { Live } from './Live';
import { LogView } from './features/log';
import { ManifoldView } from './features/manifold';
import { MapsView } from './features/maps';
import { NextPoint } from './features/nextPoint';
import { Rules } from './features/rules';
import { Sessions } from './features/sessions';
import { SettingsView } from './features/settings';
import { SetupView } from './features/setup';
import { BigProposal, ProposalList, TargetQueue } from './features/vetoQueue';
import { Rewinding } from './store/context';
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
