/** Further windows for single panels, one for each, as locked as the first. Closing one changes nothing about the run. */
import { BrowserWindow } from 'electron';
import type { PanelName } from '../../src-shared/panels';
import { lockNavigation, webPreferences } from './window';

export interface PanelWindows {
  /** Opens the window of a panel, or brings it to the front. */
  open(panel: PanelName): void;
  /** Closes them all: without the first window there is no console. */
  closeAll(): void;
}

/** No window yet. */
export function createPanelWindows(preload: string, page: string): PanelWindows {
  const windows = new Map<PanelName, BrowserWindow>();
  return {
    open(panel) {
      const known = windows.get(panel);
      if (known !== undefined) {
        if (known.isMinimized()) known.restore();
        known.focus();
        return;
      }
      const window = new BrowserWindow({
        width: 960,
        height: 720,
        minWidth: 640,
        minHeight: 480,
        show: false,
        title: 'Curioscope',
        backgroundColor: '#DFE1E3',
        autoHideMenuBar: true,
        webPreferences: webPreferences(preload),
      });
      windows.set(panel, window);
      lockNavigation(window.webContents);
      window.once('ready-to-show', () => window.show());
      window.on('closed', () => windows.delete(panel));
      const url = new URL(page);
      url.searchParams.set('panel', panel);
      void window.loadURL(url.href);
    },
    closeAll() {
      for (const window of windows.values()) window.destroy();
    },
  };
}
