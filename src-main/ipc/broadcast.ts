/** Carries the host's events to every window of the console. */
import { BrowserWindow, session } from 'electron';
import type { ConsoleEvent } from '../../src-shared/ipc/contract';
import { EVENT_CHANNEL } from '../../src-shared/ipc/names';

/**
 * Sends one event to all windows that are still there, but for the page of the graphics unit, which has a session of its
 * own. Arrays are copied, never transferred.
 */
export function broadcast(event: ConsoleEvent): void {
  for (const window of BrowserWindow.getAllWindows())
    if (!window.isDestroyed() && !window.webContents.isDestroyed())
      if (window.webContents.session === session.defaultSession) window.webContents.send(EVENT_CHANNEL, event);
}
