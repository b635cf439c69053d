/** The system's dialog for a file or a folder; the window itself sees no file. */
import { BrowserWindow, dialog, type OpenDialogOptions } from 'electron';

/** The path that was chosen, undefined where nothing was. */
export async function chooseFile(what: 'file' | 'folder'): Promise<string | undefined> {
  const options: OpenDialogOptions = { properties: [what === 'file' ? 'openFile' : 'openDirectory'] };
  const owner = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
  const chosen =
    owner === undefined ? await dialog.showOpenDialog(options) : await dialog.showOpenDialog(owner, options);
  return chosen.filePaths[0];
}
