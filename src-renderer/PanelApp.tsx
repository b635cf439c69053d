/** A window for one panel: STOP, state and alarms on top as everywhere, the panel below. */
import { useLayoutEffect, type ReactNode } from 'react';
import type { PanelName } from '../src-shared/panels';
import { AlarmLine } from './features/alarmLine';
import { PanelHeader } from './features/header';
import { Help } from './features/help';
import { Palette } from './features/palette';
import { Topography } from './features/topography';
import { text } from './messages';
import { Rewinding, useWindow } from './store/context';
import { FreshnessMark } from './store/useFreshness';
import { useTheme } from './store/useTheme';
import { useCommand } from './useCommand';
import { useKeys } from './useKeys';
import { View } from './views';

/** Everything that the window of a panel shows. */
export function PanelApp({ panel }: { readonly panel: PanelName }): ReactNode {
  const theme = useTheme();
  const overlay = useWindow((state) => state.overlay);
  const perform = useCommand();
  useKeys();
  useLayoutEffect(() => {
    document.documentElement.dataset['theme'] = theme;
    document.title = text.panels.title(text.panels.names[panel]);
  }, [theme, panel]);
  return (
    <div className="app app--panel">
      <FreshnessMark />
      <PanelHeader name={text.panels.names[panel]} />
      <AlarmLine />
      <div className="app__body app__body--panel">
        {panel === 'topography' ? <TopographyAlone /> : <View name={panel} />}
        {overlay === 'palette' ? <Palette perform={perform} /> : undefined}
        {overlay === 'help' ? <Help /> : undefined}
      </div>
    </div>
  );
}

function TopographyAlone(): ReactNode {
  return (
    <main className="live live--one">
      <Rewinding on>
        <Topography />
      </Rewinding>
    </main>
  );
}
