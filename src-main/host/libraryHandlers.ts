/** The commands about sessions that need not be the one shown: what is said of them, and a look into them. */
import { join } from 'node:path';
import { readSession } from '../journal/reader';
import type { Handlers } from './dispatch';
import type { Stage } from './stage';

type LibraryCommands = 'session.peek' | 'session.note' | 'session.tag';

/** Each of them rejects with `session/not-found` where there is no such session. */
export function libraryHandlers(stage: Stage, sessionsFolder: string): Pick<Handlers, LibraryCommands> {
  const folderOf = (id: string): string => join(sessionsFolder, id);
  return {
    'session.peek': async ({ id }) => (await readSession(folderOf(id))).view,
    'session.note': ({ id, text }) =>
      stage.write(folderOf(id), (journal) => journal.append({ kind: 'note.added', note: { text } })),
    'session.tag': ({ id, tags }) =>
      stage.write(folderOf(id), (journal) => journal.append({ kind: 'session.tagged', tags: [...new Set(tags)] })),
  };
}
