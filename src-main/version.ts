/** Which program this is. */
import { devDependencies, version } from '../package.json';

/** Set by the build of a package: the version with the commit that it was made from. */
declare const PACKAGE_VERSION: string | undefined;

/** Version of the program, as the journal, reports, About and the command line name it. */
export const PROGRAM_VERSION =
  typeof PACKAGE_VERSION === 'string' && PACKAGE_VERSION !== '' ? PACKAGE_VERSION : version;

/** What is to be said of the runtime where it is not the one that the project is released with; undefined for that one. */
export function runtimeNote(electron: string | undefined): string | undefined {
  if (electron === undefined || electron === devDependencies.electron) return undefined;
  return `For development only: runs on Electron ${electron}, the release wants ${devDependencies.electron}.`;
}
