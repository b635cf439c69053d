/** Carries the host's events to every window. */
import { BrowserWindow } from 'electron';
import type { ConsoleEvent } from '../../src-shared/ipc/contract';
import { EVENT_CHANNEL } from '../../src-shared/ipc/names';

/** Sends one event to all windows that are still there. Arrays are copied, never transferred. */
export function broadcast(event: ConsoleEvent): void {
  for (const window of BrowserWindow.getAllWindows())
    if (!window.isDestroyed() && !window.webContents.isDestroyed()) window.webContents.send(EVENT_CHANNEL, event);
}
