/** The commands of the program without a window: the same from the checkout and from the installed program. */
import { PROGRAM_VERSION } from '../version';
import { toWire } from '../../src-shared/errors';
import { compareCommand } from './compareCommand';
import { exportCommand } from './exportCommand';
import { importCommand } from './importCommand';
import { infoCommand } from './infoCommand';
import { reportSession } from './reportCommand';
import { runSession } from './runCommand';
import { simulateCommand } from './simulateCommand';
import { UsageError } from './usage';
import { vaeCommand } from './vaeCommand';
import { verifySession } from './verifyCommand';
import { HELP } from './help';

/** Runs one command. Gives the exit code: 0 when all went well, 1 when the work failed, 2 when the call was wrong, 130 after Ctrl-C. */
export function commandLine(args: readonly string[]): Promise<number> {
  return perform(args).catch(explain);
}

async function perform(args: readonly string[]): Promise<number> {
  const [command, ...rest] = args;
  if (rest.includes('--help') || rest.includes('-h')) return perform(['help']);
  switch (command) {
    case undefined:
    case 'help':
    case '--help':
    case '-h':
      process.stdout.write(HELP);
      return 0;
    case '--version':
    case 'version':
      process.stdout.write(`curioscope ${PROGRAM_VERSION} (node ${process.versions.node})\n`);
      return 0;
    case 'run':
      return runSession(rest);
    case 'report':
      return reportSession(rest);
    case 'compare':
      return compareCommand(rest);
    case 'info':
      return infoCommand(rest);
    case 'export':
      return exportCommand(rest);
    case 'import':
      return importCommand(rest);
    case 'simulate':
      return simulateCommand(rest);
    case 'vae':
      return vaeCommand(rest);
    case 'verify':
      return verifySession(rest);
    default:
      throw new UsageError(`There is no command "${command}".`);
  }
}

/** What a wrong call, a wrong file or a damaged session deserves: the reason and what to do, not a stack. */
function explain(error: unknown): number {
  if (error instanceof UsageError) {
    process.stderr.write(`curioscope: ${error.message}\nSee "curioscope --help".\n`);
    return 2;
  }
  const { code, message, hint } = toWire(error);
  process.stderr.write(`curioscope: ${message}\n${hint === undefined ? '' : `${hint}\n`}`);
  if (code === 'internal' && error instanceof Error) process.stderr.write(`${error.stack ?? ''}\n`);
  return code === 'internal' ? 1 : 2;
}
