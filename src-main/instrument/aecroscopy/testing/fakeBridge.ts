/** The bridge as a process of its own, with its stand-in for the microscope. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const BRIDGE_FOLDER = join(import.meta.dirname, '../bridge');

/** Python 3.9 or newer, where there is one. */
export const python = ['python3', 'python'].find(
  (name) =>
    spawnSync(name, ['-c', 'import sys; sys.exit(sys.version_info < (3, 9))'], { stdio: 'ignore' }).status === 0,
);

export interface FakeBridge {
  readonly port: number;
  /** Where the bridge keeps what it measured. */
  readonly results: string;
  /** Kills it without a word, as a power cut would. */
  readonly end: () => Promise<void>;
}

/** Starts a bridge on a free port of this machine. */
export async function startFakeBridge(...options: readonly string[]): Promise<FakeBridge> {
  if (python === undefined) throw new Error('There is no Python 3.9 or newer.');
  const results = mkdtempSync(join(tmpdir(), 'bridge-results-'));
  const fixed = ['-B', join(BRIDGE_FOLDER, 'curioscope_bridge.py'), '--fake', '--port', '0', '--results', results];
  const child = spawn(python, [...fixed, ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let words = '';
  const port = await new Promise<number>((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      words += chunk.toString();
      const found = /listens on \S+:(\d+)/.exec(words)?.[1];
      if (found !== undefined) resolve(Number(found));
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    void exited.then(() => reject(new Error(`The bridge did not start: ${words}`)));
  });
  return {
    port,
    results,
    end: async () => {
      child.kill('SIGKILL');
      await exited;
      rmSync(results, { recursive: true, force: true });
    },
  };
}
