/** Where the window begins: store, connection, first drawing. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import { windowHost } from './host/host';
import { connect } from './store/connect';
import { WindowProvider } from './store/context';
import { createActions, createWindowStore } from './store/store';
import './styles/index.css';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element #root.');

const host = windowHost();
const store = createWindowStore();
connect(host, store, (millis, run) => void setTimeout(run, millis));

createRoot(root).render(
  <StrictMode>
    <WindowProvider store={store} actions={createActions(host, store)}>
      <App />
    </WindowProvider>
  </StrictMode>,
);
