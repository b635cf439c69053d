/** The bridge into the sandboxed window: listed command names out, events in, nothing else of Electron. */
import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import type { ConsoleEvent, HostBridge } from '../../src-shared/ipc/contract';
import { COMMAND_NAMES, EVENT_CHANNEL, type CommandName } from '../../src-shared/ipc/names';

const allowed: ReadonlySet<string> = new Set(COMMAND_NAMES);

const bridge: HostBridge = {
  invoke(name: CommandName, input: unknown) {
    if (!allowed.has(name))
      return Promise.resolve({
        ok: false,
        error: { code: 'ipc/invalid-input', message: `There is no command "${name}".` },
      });
    return ipcRenderer.invoke(name, input);
  },
  subscribe(listener: (event: ConsoleEvent) => void) {
    const pass = (_event: IpcRendererEvent, event: ConsoleEvent): void => listener(event);
    ipcRenderer.on(EVENT_CHANNEL, pass);
    return () => ipcRenderer.removeListener(EVENT_CHANNEL, pass);
  },
};

contextBridge.exposeInMainWorld('host', bridge);
