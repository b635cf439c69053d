/** The program in Electron, with its window or `--headless`: put together here, in the order in which it has to happen. */
import { statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { app, session } from 'electron';
import { PROGRAM_VERSION, runtimeNote } from './version';
import { archiveDialogs, watchArchives } from './app/archives';
import { gpuPageOpener } from './app/gpuWindow';
import { guardClosing } from './app/closing';
import { startDemo } from './app/demo';
import { APP_ORIGIN, declareScheme, serveScheme } from './app/scheme';
import { chooseFile } from './app/chooseFile';
import { lockSession } from './app/permissions';
import { showNotice } from './app/notify';
import { keepAwake } from './app/powerSave';
import { updatePorts } from './app/updates';
import { createPanelWindows, type PanelWindows } from './app/panelWindows';
import { openWindow } from './app/window';
import { commandLine } from './cli/commandLine';
import { systemClock } from './clock';
import { createHost, type Host } from './host/createHost';
import createDrawWorker from './exchange/picture/drawWorker?nodeWorker';
import { drawInThread } from './exchange/picture/drawInThread';
import { openInstrument } from './host/openInstrument';
import { broadcast } from './ipc/broadcast';
import { serveCommands } from './ipc/serve';
import { createGpuChoice } from './learning/dualVae/gpu/gpuChoice';
import { createVaeClient } from './learning/dualVae/worker/vaeClient';
import createVaeWorker from './learning/dualVae/worker/vaeWorker?nodeWorker';
import { createLearnerClient } from './learning/worker/learnerClient';
import { openInThread } from './exchange/recording/openInThread';
import createRecordingWorker from './exchange/recording/recordingWorker?nodeWorker';
import createLearnerWorker from './learning/worker/learnerWorker?nodeWorker';

// The installed program without a window: the same command line as in plain Node.
const headless = process.argv.indexOf('--headless');
if (headless >= 0) void runHeadless(process.argv.slice(headless + 1));
else openConsole();

async function runHeadless(args: readonly string[]): Promise<void> {
  app.exit(await commandLine(args));
}

function openConsole(): void {
  // Before the program is ready: the scheme must be known and every renderer sandboxed from its first moment.
  declareScheme();
  // The switch is only given where Chromium refuses its sandbox, as for root; the window stays isolated all the same.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  if (!app.requestSingleInstanceLock()) app.exit(0);
  const whenOpen = watchArchives();
  void app.whenReady().then(() => open(whenOpen));
}

async function open(whenOpen: ReturnType<typeof watchArchives>): Promise<void> {
  const devServer = app.isPackaged ? undefined : process.env.ELECTRON_RENDERER_URL;
  const origin = devServer === undefined ? APP_ORIGIN : new URL(devServer).origin;
  lockSession(session.defaultSession, devServer === undefined ? [APP_ORIGIN] : [origin, origin.replace('http', 'ws')]);
  serveScheme(join(import.meta.dirname, '../renderer'));

  const page = devServer ?? `${APP_ORIGIN}/index.html`;
  const preload = join(import.meta.dirname, '../preload/index.cjs');
  const panels = createPanelWindows(preload, page);
  const hosting = openHost(app.getPath('userData'), panels.open);
  // The window loads while the instrument is being opened; what it asks meanwhile waits for the host.
  serveCommands(async (name, input) => (await hosting).dispatch(name, input), origin);
  const window = openWindow(preload, page);
  window.on('closed', panels.closeAll);
  const host = await hosting;
  host.subscribe(broadcast);
  keepAwake(host);
  guardClosing(window, host);
  // Not `window-all-closed`: a hidden page may compute still.
  window.on('closed', () => app.quit());
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  whenOpen((path) => void host.openArchive(path));
  if (process.argv.includes('--demo')) await startDemo(host.dispatch);
}

/** The main side of the console on the user's own folder. */
function openHost(userData: string, openPanel: PanelWindows['open']): Promise<Host> {
  const gpu = createGpuChoice(
    gpuPageOpener({
      folder: join(import.meta.dirname, '../renderer'),
      preload: join(import.meta.dirname, '../preload/gpu.cjs'),
      evenEmulated: process.argv.includes('--try-emulated-gpu'),
    }),
    systemClock,
  );
  return createHost({
    clock: systemClock,
    sessionsFolder: join(userData, 'sessions'),
    settingsFile: join(userData, 'settings.json'),
    openInstrument: (settings) =>
      openInstrument(settings, systemClock, undefined, openInThread(createRecordingWorker, systemClock)),
    openLearner: () => createLearnerClient(() => createLearnerWorker({})),
    openVae: (onPlace) => gpu.vae((onReady) => createVaeClient(() => createVaeWorker({}), onReady), onPlace),
    drawPng: drawInThread(createDrawWorker),
    freeBytes: () => freeBytes(userData),
    chooseFile,
    showNotice,
    openPanel,
    archiveDialogs,
    updates: updatePorts(),
    sample: join(import.meta.dirname, '../sample/sample.curioscope'),
    // The demo shows by itself what the tour leads to; tests are nobody who has to be shown around.
    offersTour: !process.argv.includes('--demo') && !process.argv.includes('--no-tour'),
    versions: {
      program: PROGRAM_VERSION,
      electron: process.versions.electron,
      chromium: process.versions.chrome,
      node: process.versions.node,
      note: runtimeNote(process.versions.electron),
      licences: app.isPackaged ? join(dirname(app.getPath('exe')), 'licences') : undefined,
    },
  });
}

/** Free space of the disk that a folder lies on, undefined where the system does not say. */
async function freeBytes(folder: string): Promise<number | undefined> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    return undefined;
  }
}
