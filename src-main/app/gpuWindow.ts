/** The hidden page that computes on the graphics unit: sandboxed, offline, in a session of its own. */
import { app, BrowserWindow, session, type Session } from 'electron';
import { GPU_CALL_CHANNEL, GPU_MESSAGE_CHANNEL } from '../../src-shared/ipc/gpu';
import type { GpuMessage, OpenGpuPage } from '../learning/dualVae/gpu/protocol';
import { lockSession } from './permissions';
import { GPU_ORIGIN, serveGpuScheme } from './scheme';
import { lockNavigation, webPreferences } from './window';

export interface GpuWindowPlaces {
  /** Folder of the built renderer. */
  readonly folder: string;
  readonly preload: string;
  /** Tries it where the unit is emulated on the processor too, which is slower than the processor itself; for tests. */
  readonly evenEmulated: boolean;
}

/** Opens the page anew at each call. */
export function gpuPageOpener({ folder, preload, evenEmulated }: GpuWindowPlaces): OpenGpuPage {
  let locked: Session | undefined;
  return ({ message, ended }) => {
    const state = app.getGPUFeatureStatus().webgl;
    if (!evenEmulated && !state.startsWith('enabled'))
      return { unusable: `Chromium has no accelerated WebGL here (${state})` };
    locked ??= lockedSession(folder);
    const window = new BrowserWindow({
      show: false,
      title: 'Curioscope, graphics unit',
      webPreferences: { ...webPreferences(preload), session: locked },
    });
    const contents = window.webContents;
    lockNavigation(contents);
    let over = false;
    const close = (): void => {
      over = true;
      if (!window.isDestroyed()) window.destroy();
    };
    const fail = (reason: string): void => {
      if (over) return;
      close();
      ended(reason);
    };
    contents.ipc.on(GPU_MESSAGE_CHANNEL, (_event, told: GpuMessage) => {
      if (!over) message(told);
    });
    contents.on('render-process-gone', (_event, { reason }) => fail(`its process ended (${reason})`));
    contents.on('did-fail-load', (_event, _code, why) => fail(`its page did not load (${why})`));
    window.on('closed', () => fail('its window was closed'));
    // A page that does not load says so by `did-fail-load`.
    void window.loadURL(`${GPU_ORIGIN}/gpu.html${evenEmulated ? '?emulated' : ''}`).catch(() => undefined);
    return {
      post(call) {
        if (!over) contents.send(GPU_CALL_CHANNEL, call);
      },
      close,
    };
  };
}

/** In memory only, with no way to anything but the page itself. */
function lockedSession(folder: string): Session {
  const own = session.fromPartition('gpu');
  lockSession(own, [GPU_ORIGIN]);
  serveGpuScheme(own, folder);
  return own;
}
