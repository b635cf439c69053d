/** Running other programs. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/**
 * Runs a program to its end and gives what it printed.
 *
 * @param options `echo` shows the output as it comes; `accept` lists the exit codes that are fine ([0] by
 *   default) or is 'any'; everything else goes to `spawn`
 * @throws Error with the output where the program cannot be started or ends otherwise
 */
export function run(command, args, { echo = false, accept = [0], ...options } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    const output = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr']) {
      child[stream].setEncoding('utf8').on('data', (text) => {
        output[stream] += text;
        if (echo) process[stream].write(text);
      });
    }
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (accept === 'any' || accept.includes(code)) resolve({ ...output, code: exitCodeOf(code, signal) });
      else
        reject(
          new Error(`${command} ${args.join(' ')} ended with ${signal ?? code}\n${output.stdout}${output.stderr}`),
        );
    });
  });
}

/** Runs npm: the one that started this script, or the one on the PATH. */
export function runNpm(args, options) {
  const script = process.env.npm_execpath;
  if (script?.endsWith('npm-cli.js')) return run(process.execPath, [script, ...args], options);
  return run('npm', args, { shell: process.platform === 'win32', ...options });
}

/** The exit code that a shell would give for how a process ended. */
export function exitCodeOf(code, signal) {
  return code ?? 128 + (constants.signals[signal] ?? 0);
}
