/** A virtual X display for the tests. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onPath } from './setup/systemLibraries.mjs';
import { SetupError } from './setup/report.mjs';

const SCREEN = '1920x1080x24';
const START_TIMEOUT_MS = 20_000;

/**
 * An Xauthority file with one MIT-MAGIC-COOKIE-1 that fits every display (family "wild"), so that the X server may
 * choose the number of the display itself.
 */
export function authorityFile(cookie) {
  const field = (bytes) => {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(bytes.length);
    return Buffer.concat([length, bytes]);
  };
  const none = Buffer.alloc(0);
  const family = Buffer.from([0xff, 0xff]);
  return Buffer.concat([family, field(none), field(none), field(Buffer.from('MIT-MAGIC-COOKIE-1')), field(cookie)]);
}

/**
 * Starts an X server on a free display that only holders of its cookie may use.
 *
 * @returns the environment that leads a program to it, and `stop`, which ends it and removes its files
 */
export async function startVirtualDisplay() {
  if (!onPath('Xvfb')) throw new SetupError('Xvfb is missing: run `npm test`, which installs it or says how.');
  const folder = mkdtempSync(join(tmpdir(), 'curioscope-display-'));
  const authority = join(folder, 'Xauthority');
  writeFileSync(authority, authorityFile(randomBytes(16)), { mode: 0o600 });
  const args = ['-displayfd', '3', '-screen', '0', SCREEN, '-nolisten', 'tcp', '-auth', authority, '-noreset'];
  // A group of its own: a Ctrl-C in the terminal must not take the display away before the tests have ended.
  const server = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'], detached: true });
  const ended = new Promise((resolve) => server.once('close', resolve));
  const stop = async () => {
    server.kill();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const kill = () => server.kill();
  process.once('exit', kill);
  try {
    const display = await displayNumber(server);
    return { env: { DISPLAY: `:${display}`, XAUTHORITY: authority }, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The number that the server writes when it is ready. */
function displayNumber(server) {
  let errors = '';
  let number = '';
  server.stderr.setEncoding('utf8').on('data', (text) => (errors += text));
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`Xvfb gave no display in time.\n${errors}`)), START_TIMEOUT_MS);
    server.stdio[3].setEncoding('utf8').on('data', (text) => {
      number += text;
      if (!number.endsWith('\n')) return;
      clearTimeout(timer);
      resolve(Number(number));
    });
    server.once('error', reject);
    server.once('close', (code) => {
      clearTimeout(timer);
      reject(new Error(`Xvfb ended with ${code}.\n${errors}`));
    });
  });
}
