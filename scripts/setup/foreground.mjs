/** Running a program in the place of this one. */
import { spawn } from 'node:child_process';
import { exitCodeOf } from './processes.mjs';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const REPEAT_MS = 500;

/**
 * Runs a program with this terminal until it ends and gives the exit code that it stands for. Signals are passed on
 * once: a Ctrl-C reaches this process from the terminal and from npm, and a program that gets it twice takes the second
 * for an order to end without saving. So the program has a process group of its own, and repeats within half a second
 * are dropped.
 */
export function runInForeground(command, args, options = {}) {
  const child = spawn(command, args, { stdio: 'inherit', detached: process.platform !== 'win32', ...options });
  const forward = forwardOnce((signal) => child.kill(signal));
  for (const signal of SIGNALS) process.on(signal, forward);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      for (const name of SIGNALS) process.off(name, forward);
      resolve(exitCodeOf(code, signal));
    });
  });
}

/** A listener that passes a signal on unless the same one came within the last half second. */
export function forwardOnce(send, now = () => performance.now()) {
  const last = new Map();
  return (signal) => {
    const time = now();
    if (time - (last.get(signal) ?? -Infinity) < REPEAT_MS) return;
    last.set(signal, time);
    send(signal);
  };
}
