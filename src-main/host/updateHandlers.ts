/** The commands about newer versions of the program. */
import type { Handlers } from './dispatch';
import type { Installation } from '../updates/release';
import type { Updater } from '../updates/updater';

/** What the desktop knows of packages. */
export interface UpdatePorts {
  readonly installation: Installation;
  /** Folder that packages are put into. */
  readonly downloads: () => string;
  /** Shows a file in its folder. */
  readonly showFile: (path: string) => void;
}

/** A program that no package fits, as in tests. */
export const NOT_INSTALLED: UpdatePorts = {
  installation: { platform: 'none', arch: 'none', executable: '', has: () => false },
  downloads: () => '',
  showFile: () => undefined,
};

/** The handlers over an updater. */
export function updateHandlers(
  updater: Updater,
  showFile: UpdatePorts['showFile'],
): Pick<Handlers, 'update.look' | 'update.get' | 'update.show'> {
  return {
    'update.look': () => updater.look(),
    'update.get': () => updater.get(),
    'update.show': () => {
      const state = updater.state();
      if (state.kind === 'got') showFile(state.path);
    },
  };
}
