/** Notices of the desktop; a click on one brings the window to the front. */
import { BrowserWindow, Notification } from 'electron';
import type { DesktopNotice } from '../host/alarms/notifier';

/** Shows a notice where the desktop can; urgent ones stay until somebody looks. Silent: the window makes the sound. */
export function showNotice({ title, body, priority }: DesktopNotice): void {
  if (!Notification.isSupported()) return;
  const urgency = priority === 1 ? 'critical' : 'normal';
  const notice = new Notification({ title: `Curioscope: ${title}`, body, urgency, silent: true });
  notice.on('click', () => BrowserWindow.getAllWindows().at(-1)?.show());
  notice.show();
}
