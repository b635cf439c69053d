/** Closing the window: asks while a run goes on, then makes the tip safe and finishes the writing. */
import { app, dialog, type BrowserWindow } from 'electron';
import type { Host } from '../host/createHost';

const KEEP_RUNNING = 0;

/** Watches the window's close button, the program's end and the signals that end it. */
export function guardClosing(window: BrowserWindow, host: Host): void {
  let agreed = false;
  window.on('close', (event) => {
    if (agreed || !host.running()) return;
    event.preventDefault();
    void askToClose(window).then((yes) => {
      if (!yes) return;
      agreed = true;
      window.close();
    });
  });
  let ending: Promise<void> | undefined;
  const end = (): void => {
    // `quit` would come by here again; everything that must end has ended.
    ending ??= host.close().finally(() => app.exit());
  };
  app.on('will-quit', (event) => {
    event.preventDefault();
    end();
  });
  // Ctrl-C in the terminal and the end of the desktop session leave no time for questions.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
}

async function askToClose(window: BrowserWindow): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    message: 'A run is going on.',
    detail:
      'Closing takes the tip away from the sample and ends the program. Everything measured is on disk; the session can be continued later.',
    buttons: ['Keep running', 'Make safe and close'],
    defaultId: KEEP_RUNNING,
    cancelId: KEEP_RUNNING,
  });
  return response !== KEEP_RUNNING;
}
