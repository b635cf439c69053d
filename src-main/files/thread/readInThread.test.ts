import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { systemClock } from '../../clock';
import { readInThread, type StartFileThread } from './readInThread';

/** A real thread that runs these lines in place of a reader. */
function thread(lines: string, megabytes?: number): { readonly start: StartFileThread; readonly gone: () => boolean } {
  let gone = false;
  const head = "const { parentPort, workerData } = require('node:worker_threads');";
  const start: StartFileThread = ({ workerData, resourceLimits }) => {
    const limits = megabytes === undefined ? resourceLimits : { maxOldGenerationSizeMb: megabytes };
    const worker = new Worker(`${head} ${lines}`, { eval: true, workerData, resourceLimits: limits });
    worker.once('exit', () => (gone = true));
    return worker;
  };
  return { start, gone: () => gone };
}

const MEASUREMENT = { format: 'f', images: [], spectra: [], metadata: { of: '/x/y.h5' } };

it('gives what the thread read, from the path that was asked for', async () => {
  const { start, gone } = thread(
    "parentPort.postMessage({ measurement: { format: 'f', images: [], spectra: [], metadata: { of: workerData } } }); setInterval(() => 0, 1000);",
  );
  expect(await readInThread(start, systemClock)('/x/y.h5')).toEqual(MEASUREMENT);
  expect(gone()).toBe(true);
});

it('passes on why a file cannot be read', async () => {
  const { start } = thread("parentPort.postMessage({ error: { code: 'file/unreadable', message: 'M', hint: 'H' } });");
  await expect(readInThread(start, systemClock)('y.h5')).rejects.toMatchObject({
    code: 'file/unreadable',
    message: 'M',
    hint: 'H',
  });
});

it('ends a thread that never comes to an end, while the main thread goes on', async () => {
  const { start, gone } = thread('for (;;);');
  let turns = 0;
  const timer = setInterval(() => (turns += 1), 5);
  await expect(readInThread(start, systemClock, 0.3)('/x/y.h5')).rejects.toMatchObject({
    code: 'file/unreadable',
    message: 'y.h5: it could not be read within 0.3 s.',
  });
  clearInterval(timer);
  expect(gone()).toBe(true);
  expect(turns).toBeGreaterThan(1);
});

it.each([
  ['more heap than it may have', 'const all = []; for (;;) all.push(Array(1000).fill(all.length));', 16],
  ['a crash', "throw new Error('no');", undefined],
  ['an end without an answer', 'process.exit(0);', undefined],
])('says that reading failed after %s', async (_name, lines, megabytes) => {
  const { start, gone } = thread(lines, megabytes);
  await expect(readInThread(start, systemClock)('y.h5')).rejects.toMatchObject({ code: 'file/unreadable' });
  expect(gone()).toBe(true);
});
