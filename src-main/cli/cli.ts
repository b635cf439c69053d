/** Start of the command line in plain Node. */
import { commandLine } from './commandLine';

process.exitCode = await commandLine(process.argv.slice(2));
