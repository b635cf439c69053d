/**
 * Brings a fresh checkout to where it can be started or tested: npm packages, Electron, system libraries. Run before
 * `npm start` and `npm test`; quick and quiet when there is nothing to do.
 *
 *   node scripts/setup/setup.mjs start|test
 */
import { counts, lastLine } from '../results.mjs';
import { ensureElectron } from './electronBinary.mjs';
import { ensurePackages } from './packages.mjs';
import { hasDisplay, isMain } from './project.mjs';
import { fail, say, SetupError } from './report.mjs';
import { ensureSystemLibraries } from './systemLibraries.mjs';

/** Does all steps of the given purpose; a session in the terminal needs neither Electron nor its libraries. */
export async function setup(purpose) {
  if (purpose !== 'start' && purpose !== 'test') throw new SetupError('Say what for: setup.mjs start|test');
  await ensurePackages();
  if (purpose === 'start' && !hasDisplay()) return;
  const electron = await ensureElectron();
  await ensureSystemLibraries(electron.executable, purpose);
}

if (isMain(import.meta.url)) {
  try {
    await setup(process.argv[2]);
  } catch (error) {
    fail(error);
    // The tests cannot even begin; whoever reads their last line shall learn it.
    if (process.argv[2] === 'test') say(lastLine(counts(0, 1)));
  }
}
