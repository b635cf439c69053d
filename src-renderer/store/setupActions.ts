/** What the Setup view asks of the main process and needs an answer to. */
import type { StoreApi } from 'zustand/vanilla';
import { toWire } from '../../src-shared/errors';
import type { PixelPoint } from '../../src-shared/geometry';
import type { CheckMove, CommandOutput } from '../../src-shared/ipc/contract';
import type { CommandName } from '../../src-shared/ipc/names';
import type { Frame } from '../../src-shared/scan';
import type { Host, InputArguments } from '../host/host';
import type { WindowState } from './state';

export interface SetupActions {
  /** The path chosen in the system's dialog; undefined where nothing was. */
  chooseFile(what: 'file' | 'folder'): Promise<string | undefined>;
  /** The frame of the coordinate check; undefined where the main process refused, which the alarm line says. */
  checkFrame(): Promise<Frame | undefined>;
  /** Sends the tip to a pixel of that frame. */
  checkMove(pixel: PixelPoint): Promise<CheckMove | undefined>;
}

/** The actions on a host. */
export function createSetupActions(host: Host, store: StoreApi<WindowState>): SetupActions {
  async function ask<N extends CommandName>(
    name: N,
    ...input: InputArguments<N>
  ): Promise<CommandOutput<N> | undefined> {
    try {
      const value = await host.call(name, ...input);
      store.setState({ rejected: undefined });
      return value;
    } catch (error) {
      store.setState({ rejected: { command: name, error: toWire(error) } });
      return undefined;
    }
  }
  return {
    chooseFile: (what) => ask('setup.chooseFile', { what }),
    checkFrame: () => ask('setup.scan'),
    checkMove: (pixel) => ask('setup.move', { pixel }),
  };
}
