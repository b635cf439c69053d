/** Carries commands from the window to the host. */
import { ipcMain } from 'electron';
import { COMMAND_NAMES } from '../../src-shared/ipc/names';
import type { Envelope } from '../../src-shared/ipc/contract';
import type { Dispatch } from '../host/dispatch';
import { isTrustedSender } from './trustedSender';

/** Answers every command, for trusted senders only. */
export function serveCommands(dispatch: Dispatch, origin: string): void {
  for (const name of COMMAND_NAMES) {
    ipcMain.handle(name, (event, input: unknown): Promise<Envelope<unknown>> | Envelope<unknown> => {
      if (isTrustedSender(event, origin)) return dispatch(name, input);
      return {
        ok: false,
        error: { code: 'ipc/untrusted-sender', message: 'This page may not control the microscope.' },
      };
    });
  }
}
