/** Who may ask: the main frame of our own page and nobody else. */
import type { IpcMainInvokeEvent } from 'electron';

/** True where a message comes from the top frame of a window that shows the console's own origin. */
export function isTrustedSender(event: Pick<IpcMainInvokeEvent, 'senderFrame'>, origin: string): boolean {
  const frame = event.senderFrame;
  return frame?.parent === null && originOf(frame.url) === origin;
}

/** `URL.origin` is "null" for schemes of one's own, so scheme and host are put together here. */
function originOf(url: string): string | undefined {
  try {
    const { protocol, host } = new URL(url);
    return `${protocol}//${host}`;
  } catch {
    return undefined; // about:blank and the like are nobody's origin
  }
}
