/** Where the window begins: store, connection, first drawing. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { PanelName } from '../src-shared/panels';
import { App } from './App';
import { windowHost } from './host/host';
import { preloadPlot } from './plot/Plot';
import { connect } from './store/connect';
import { WindowProvider } from './store/context';
import { linkWindows } from './store/linkWindows';
import { PanelApp } from './PanelApp';
import { createActions, createWindowStore } from './store/store';
import './styles/index.css';

/** By then the start screen has been painted, on a slow machine too. */
const PRELOAD_MILLIS = 5000;

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element #root.');

// The main process opens further windows with the name of their panel.
const panel = PanelName.safeParse(new URLSearchParams(window.location.search).get('panel'));
const host = windowHost();
const store = createWindowStore();
connect(host, store, (millis, run) => void setTimeout(run, millis));
linkWindows(store, new BroadcastChannel('pointers'));

createRoot(root).render(
  <StrictMode>
    <WindowProvider store={store} actions={createActions(host, store)}>
      {panel.success ? <PanelApp panel={panel.data} /> : <App />}
    </WindowProvider>
  </StrictMode>,
);

// The start screen has no chart; the first session finds them loaded all the same.
requestIdleCallback(preloadPlot, { timeout: PRELOAD_MILLIS });
