/** The commands about sessions that need not be the one shown: what is said of them, and a look into them. */
import { join } from 'node:path';
import { ConsoleError } from '../../src-shared/errors';
import { exportSession } from '../exchange/exportSession';
import type { DrawPng } from '../exchange/picture/drawPng';
import type { ManifoldGridRequest } from '../../src-shared/manifold';
import type { Clock } from '../engine/ports';
import { readJournal, readSession } from '../journal/reader';
import type { VaeThread } from '../learning/dualVae/ports';
import { describeManifold } from './manifold/describe';
import type { Handlers } from './dispatch';
import type { ChooseFile } from './setupHandlers';
import type { Stage } from './stage';

type LibraryCommands = 'session.peek' | 'session.note' | 'session.tag' | 'session.export';

/** What is written on export: pictures of every panel, and tables of places, curves and decisions. */
const EXPORTED = ['svg', 'png', 'csv'] as const;

export interface LibraryPorts {
  readonly clock: Clock;
  readonly sessionsFolder: string;
  readonly openVae: () => VaeThread;
  readonly drawPng: DrawPng;
  readonly chooseFile: ChooseFile;
}

/** Each of them rejects with `session/not-found` where there is no such session. */
export function libraryHandlers(
  stage: Stage,
  { sessionsFolder, chooseFile, ...ports }: LibraryPorts,
): Pick<Handlers, LibraryCommands> {
  const folderOf = (id: string): string => join(sessionsFolder, id);
  return {
    'session.peek': async ({ id }) => (await readSession(folderOf(id))).view,
    'session.export': async ({ id, refined }) => {
      // Drawing takes the main process a second or more; STOP must not wait behind it.
      stage.refuseWhileRunning();
      const parent = await chooseFile('folder');
      if (parent === undefined) return undefined;
      stage.refuseWhileRunning();
      return exportTo(folderOf(id), join(parent, id), { ...ports, refined });
    },
    'session.note': ({ id, text }) =>
      stage.write(folderOf(id), (journal) => journal.append({ kind: 'note.added', note: { text } })),
    'session.tag': ({ id, tags }) =>
      stage.write(folderOf(id), (journal) => journal.append({ kind: 'session.tagged', tags: [...new Set(tags)] })),
  };
}

async function exportTo(
  session: string,
  out: string,
  {
    refined,
    ...ports
  }: Pick<LibraryPorts, 'clock' | 'openVae' | 'drawPng'> & { readonly refined: ManifoldGridRequest | undefined },
): Promise<string> {
  const { view } = await readSession(session);
  const { records } = await readJournal(session);
  const manifold = await describeManifold(session, view, ports, refined);
  let files = 0;
  for (const format of EXPORTED) {
    try {
      files += (await exportSession({ view, records, manifold }, format, out, ports.drawPng)).files.length;
    } catch (error) {
      // A session without curves has pictures all the same.
      if (!(error instanceof ConsoleError && error.code === 'file/unsuitable')) throw error;
    }
  }
  if (files > 0) return out;
  throw new ConsoleError({
    code: 'file/unsuitable',
    message: `Session ${view.id} holds nothing that could be drawn.`,
    hint: 'It has no frame and no curves yet.',
  });
}
