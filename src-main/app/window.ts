/** The console's window: sandboxed, locked to its own page. */
import { BrowserWindow, type WebContents, type WebPreferences } from 'electron';

/** What the window's process may do: nothing but draw and ask through the preload. */
export function webPreferences(preload: string): WebPreferences {
  return {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    spellcheck: false,
    // The countdown and the live maps must not slow down behind another window.
    backgroundThrottling: false,
  };
}

/** Opens the window on a page and keeps it there. */
export function openWindow(preload: string, url: string): BrowserWindow {
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 1280,
    minHeight: 720,
    show: false,
    title: 'Curioscope',
    backgroundColor: '#DFE1E3',
    autoHideMenuBar: true,
    webPreferences: webPreferences(preload),
  });
  lockNavigation(window.webContents);
  window.once('ready-to-show', () => window.show());
  void window.loadURL(url);
  return window;
}

/** No navigation, no second window, no embedded view. */
export function lockNavigation(contents: WebContents): void {
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}
