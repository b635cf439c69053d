/** The window may do nothing that needs a permission, and no request leaves the machine. */
import type { Session } from 'electron';

/** Denies every permission and device, and cancels every request but those of the program's own scheme. */
export function lockSession(session: Session, allowedOrigins: readonly string[]): void {
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest((details, decide) => {
    decide({ cancel: !isAllowed(details.url, allowedOrigins) });
  });
}

/** The program's own pages, data and blobs made in the window, and the developer tools. */
export function isAllowed(url: string, allowedOrigins: readonly string[]): boolean {
  if (/^(data|blob|devtools):/.test(url)) return true;
  return allowedOrigins.some((origin) => url === origin || url.startsWith(`${origin}/`));
}
