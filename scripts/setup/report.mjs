/** Lines that the scripts print: what was done and how long it took. */

/** A failure whose message tells the reader everything; it is printed without a stack. */
export class SetupError extends Error {
  name = 'SetupError';
}

/** Prints one line of a script. */
export function say(text) {
  process.stdout.write(`${text}\n`);
}

/** A duration for a reader: milliseconds below one second, else seconds with one decimal. */
export function formatDuration(milliseconds) {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

/** Runs a step and prints its name with the time it took; a failure is printed as such and thrown on. */
export async function timed(name, run) {
  const start = performance.now();
  try {
    const result = await run();
    say(`${name}: ${formatDuration(performance.now() - start)}`);
    return result;
  } catch (error) {
    say(`${name}: FAILED after ${formatDuration(performance.now() - start)}`);
    throw error;
  }
}

/** Prints why a script cannot go on and sets its exit code; anything but a {@link SetupError} keeps its stack. */
export function fail(error) {
  process.stderr.write(`${error instanceof SetupError ? error.message : (error?.stack ?? error)}\n`);
  process.exitCode = 1;
}
