/** Archives of sessions as the desktop handles them: dialogs, a double click, the command line. */
import { resolve } from 'node:path';
import { app, BrowserWindow, dialog, type FileFilter, type OpenDialogOptions, type SaveDialogOptions } from 'electron';
import { ARCHIVE_ENDING, isArchive } from '../exchange/sessionArchive';
import type { ArchiveDialogs } from '../host/archiveHandlers';

const FILTERS: FileFilter[] = [{ name: 'Curioscope session', extensions: [ARCHIVE_ENDING.slice(1)] }];

/** Both dialogs belong to the window that asked. */
export const archiveDialogs: ArchiveDialogs = {
  async open() {
    const options: OpenDialogOptions = { properties: ['openFile'], filters: FILTERS };
    const owner = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
    const { filePaths } = await (owner ? dialog.showOpenDialog(owner, options) : dialog.showOpenDialog(options));
    return filePaths[0];
  },
  async save(name) {
    const options: SaveDialogOptions = { defaultPath: name, filters: FILTERS };
    const owner = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
    const { canceled, filePath } = await (owner
      ? dialog.showSaveDialog(owner, options)
      : dialog.showSaveDialog(options));
    return canceled || filePath === '' ? undefined : filePath;
  },
};

/** The archive named on a command line, undefined where there is none. Options are never taken for one. */
function archiveIn(words: readonly string[], folder: string): string | undefined {
  const word = words.slice(1).find((one) => !one.startsWith('-') && isArchive(one));
  return word === undefined ? undefined : resolve(folder, word);
}

/**
 * Listens for archives that the system hands over while the program runs, and before it can open any: those wait. Must be
 * called before the program is ready; what it gives is called once, when archives can be opened.
 */
export function watchArchives(): (open: (path: string) => void) => void {
  const waiting = [archiveIn(process.argv, process.cwd())].filter((path) => path !== undefined);
  let take = (path: string): void => void waiting.push(path);
  // macOS hands files over as events.
  app.on('open-file', (event, path) => {
    event.preventDefault();
    take(path);
  });
  // Elsewhere a second start of the program does, which then ends itself.
  app.on('second-instance', (_event, words, folder) => {
    const path = archiveIn(words, folder);
    if (path !== undefined) take(path);
  });
  return (open) => {
    take = open;
    for (const path of waiting.splice(0)) open(path);
  };
}
