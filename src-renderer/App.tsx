/** The frame that is the same on every view. */
import { useLayoutEffect, type ReactNode } from 'react';
import { AlarmLine } from './features/alarmLine';
import { Guide } from './features/guide';
import { Header } from './features/header';
import { Help } from './features/help';
import { Palette } from './features/palette';
import { Rail } from './features/rail';
import { StatusBar } from './features/statusBar';
import { Toast } from './features/toast';
import { Tour, Welcome } from './features/tour';
import { AlarmSound } from './sound/AlarmSound';
import { useWindow } from './store/context';
import { FreshnessMark } from './store/useFreshness';
import { useTheme } from './store/useTheme';
import { useCommand } from './useCommand';
import { useKeys } from './useKeys';
import { View } from './views';

/** Header, alarm line, rail, view, status bar. */
export function App(): ReactNode {
  const view = useWindow((state) => state.view);
  const theme = useTheme();
  const overlay = useWindow((state) => state.overlay);
  const perform = useCommand();
  useKeys();
  useLayoutEffect(() => {
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  return (
    <div className="app">
      <FreshnessMark />
      <AlarmSound />
      <Header />
      <AlarmLine />
      <div className="app__body">
        <Rail />
        <View name={view} />
        {overlay === 'palette' ? <Palette perform={perform} /> : undefined}
        {overlay === 'help' ? <Help /> : undefined}
        {overlay === 'guide' ? <Guide /> : undefined}
        <Welcome />
      </div>
      <Tour />
      <Toast />
      <StatusBar />
    </div>
  );
}
