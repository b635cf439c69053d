/** Which program this is, as rows of a name and a value. */
import { text } from '../messages';
import { useWindow } from './context';
import { newerVersion } from './selectors';

/** Versions, kernels, licences and the folder of sessions, with the remark on the runtime if there is one. */
export function useVersionRows() {
  const versions = useWindow((state) => state.console?.versions);
  const folder = useWindow((state) => state.console?.sessionsFolder);
  const kernels = useWindow((state) => state.console?.session?.model?.kernels);
  const newer = useWindow(newerVersion);
  const words = text.guide.about;
  const rows: readonly (readonly [name: string, value: string | undefined])[] = [
    [words.program, versions?.program],
    ...(newer === undefined ? [] : [[text.updates.row, text.updates.rowWords(newer)] as const]),
    ['Electron', versions?.electron],
    ['Chromium', versions?.chromium],
    ['Node.js', versions?.node],
    [words.kernels, kernels ?? words.kernelsUnknown],
    [words.licence, words.licenceWords],
    [words.licencesIn, versions?.licences ?? words.licencesHere],
    [words.folder, folder],
  ];
  return { rows: rows.map(([name, value = text.noData]) => [name, value] as const), note: versions?.note };
}
