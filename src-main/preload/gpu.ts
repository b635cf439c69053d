/** The bridge into the hidden page of the graphics unit: calls in, messages out. It knows none of the console's commands. */
import { contextBridge, ipcRenderer } from 'electron';
import { GPU_CALL_CHANNEL, GPU_MESSAGE_CHANNEL } from '../../src-shared/ipc/gpu';

contextBridge.exposeInMainWorld('gpuBridge', {
  post(message: unknown) {
    ipcRenderer.send(GPU_MESSAGE_CHANNEL, message);
  },
  listen(listener: (call: unknown) => void) {
    ipcRenderer.on(GPU_CALL_CHANNEL, (_event, call: unknown) => listener(call));
  },
});
