import type { Session, WebContents } from 'electron';
import { describe, expect, it, vi } from 'vitest';

vi.mock('electron', () => ({ BrowserWindow: undefined }));
const { lockNavigation, webPreferences } = await import('./window');
const { isAllowed, lockSession } = await import('./permissions');

describe('the window', () => {
  it('is sandboxed, isolated and without Node', () => {
    expect(webPreferences('/preload.cjs')).toEqual({
      preload: '/preload.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      spellcheck: false,
      backgroundThrottling: false,
    });
  });

  it('goes nowhere and opens nothing', () => {
    const handlers = new Map<string, (event: { preventDefault: () => void }) => void>();
    let opens: unknown;
    const contents = {
      on: (name: string, handler: (event: { preventDefault: () => void }) => void) => handlers.set(name, handler),
      setWindowOpenHandler: (handler: () => unknown) => (opens = handler()),
    };
    lockNavigation(contents as unknown as WebContents);
    for (const name of ['will-navigate', 'will-redirect', 'will-attach-webview']) {
      const preventDefault = vi.fn();
      handlers.get(name)?.({ preventDefault });
      expect(preventDefault, name).toHaveBeenCalledOnce();
    }
    expect(opens).toEqual({ action: 'deny' });
  });

  it('is granted no permission and no device, and loads nothing from elsewhere', () => {
    const granted: unknown[] = [];
    const cancelled: Record<string, boolean> = {};
    const urls = [
      'app://console/index.html',
      'data:image/png;base64,',
      'https://cloud.plotly.com/',
      'http://localhost:1/',
      'file:///etc/passwd',
    ];
    const session = {
      setPermissionRequestHandler: (handle: (c: unknown, p: string, done: (ok: boolean) => void) => void) =>
        handle(undefined, 'media', (ok) => granted.push(ok)),
      setPermissionCheckHandler: (handle: () => boolean) => granted.push(handle()),
      setDevicePermissionHandler: (handle: () => boolean) => granted.push(handle()),
      webRequest: {
        onBeforeRequest: (handle: (d: { url: string }, done: (r: { cancel: boolean }) => void) => void) =>
          urls.forEach((url) => handle({ url }, ({ cancel }) => (cancelled[url] = cancel))),
      },
    };
    lockSession(session as unknown as Session, ['app://console']);
    expect(granted).toEqual([false, false, false]);
    expect(Object.values(cancelled)).toEqual([false, false, true, true, true]);
    expect(isAllowed('app://console.evil/index.html', ['app://console'])).toBe(false);
  });
});
