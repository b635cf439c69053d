/** The same mathematics in PyTorch, in processes that answer one line of JSON for one line of JSON. */
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Where PyTorch comes from, for a reader who has none. */
export const TORCH_ADVICE =
  'PyTorch is not installed, so there is nothing to compare with. Debian and Ubuntu: apt-get install -y python3-torch libopenblas0-openmp; elsewhere: pip install torch.';

/** The first Python that can import torch, or undefined. */
export function findTorch(pythons = ['python3', '/usr/bin/python3', 'python']) {
  return pythons.find((python) => spawnSync(python, ['-c', 'import torch'], { stdio: 'ignore' }).status === 0);
}

/** Starts a peer with a number of threads; it has said that it is ready, checked where it checks itself, when this resolves. */
export async function startTorch(python, threads, script = 'dkl_torch.py') {
  const child = spawn(python, [join(import.meta.dirname, script), String(threads)], {
    env: { ...process.env, OMP_NUM_THREADS: String(threads), OPENBLAS_NUM_THREADS: String(threads) },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (errors += text));
  // A peer that has ended is reported by the line that does not come.
  child.stdin.on('error', () => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`The PyTorch peer ended.\n${errors}`);
    return JSON.parse(value);
  };
  const { version, worst } = await next();
  return {
    threads,
    version,
    worst,
    ask(request) {
      child.stdin.write(`${JSON.stringify(request)}\n`);
      return next();
    },
    close: () => child.stdin.end(),
  };
}
