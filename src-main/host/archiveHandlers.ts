/** Sessions in one file: the ready-made one, and those that people carry from one computer to another. */
import { ConsoleError } from '../../src-shared/errors';
import { ARCHIVE_ENDING, packSession, unpackSession } from '../exchange/sessionArchive';
import { listSessions } from '../journal/sessionFolder';
import type { Handlers } from './dispatch';
import type { Stage } from './stage';

type ArchiveCommands = 'session.sample' | 'session.pack' | 'session.unpack';

/** The system's dialogs for archives; undefined where nothing was chosen. */
export interface ArchiveDialogs {
  readonly open: () => Promise<string | undefined>;
  /** Where to save a file that is proposed to be called `name`. */
  readonly save: (name: string) => Promise<string | undefined>;
}

export interface ArchivePorts {
  readonly stage: Stage;
  readonly sessionsFolder: string;
  readonly dialogs: ArchiveDialogs | undefined;
  /** The archive of the ready-made session; undefined where the program was built without one. */
  readonly sample: string | undefined;
}

/** The commands, and the way to open an archive that the system handed over. */
export function archiveHandlers({ stage, sessionsFolder, dialogs, sample }: ArchivePorts) {
  async function openArchive(path: string): Promise<void> {
    stage.refuseWhileRunning();
    const { id } = await unpackSession(path, sessionsFolder);
    await stage.open(id);
  }
  const handlers: Pick<Handlers, ArchiveCommands> = {
    'session.sample': async () => {
      stage.refuseWhileRunning();
      // What people wrote into their copy stays; a copy of an earlier version is as good.
      const copy = (await listSessions(sessionsFolder)).find(
        ({ sample, state }) => sample === true && state !== 'unreadable',
      );
      if (copy !== undefined) return stage.open(copy.id);
      if (sample === undefined)
        throw new ConsoleError({
          code: 'session/not-found',
          message: 'This build of the program has no sample session.',
          hint: 'Build it again with "npm run build".',
        });
      return openArchive(sample);
    },
    'session.pack': async ({ id }) => {
      const folder = stage.folderOf(id);
      const path = await dialogs?.save(`${id}${ARCHIVE_ENDING}`);
      if (path === undefined) return undefined;
      const whole = path.toLowerCase().endsWith(ARCHIVE_ENDING) ? path : `${path}${ARCHIVE_ENDING}`;
      await packSession(folder, whole);
      return whole;
    },
    'session.unpack': async () => {
      stage.refuseWhileRunning();
      const path = await dialogs?.open();
      if (path === undefined) return false;
      await openArchive(path);
      return true;
    },
  };
  return { handlers, openArchive };
}
