import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { systemClock } from '../../clock';
import { openInThread, type StartRecordingThread } from './openInThread';

/** A real thread that runs these lines in place of opening a recording. */
function thread(
  lines: string,
  megabytes?: number,
): { readonly start: StartRecordingThread; readonly gone: () => boolean } {
  let gone = false;
  const head = "const { parentPort, workerData } = require('node:worker_threads');";
  const start: StartRecordingThread = ({ workerData, resourceLimits }) => {
    const limits = megabytes === undefined ? resourceLimits : { maxOldGenerationSizeMb: megabytes };
    const worker = new Worker(`${head} ${lines}`, { eval: true, workerData, resourceLimits: limits });
    worker.once('exit', () => (gone = true));
    return worker;
  };
  return { start, gone: () => gone };
}

const REMARKS = { remarks: ['/x/y.h5', 'pixelMetres'] };

it('gives what the thread opened, of the path and with the options that were asked for', async () => {
  const { start, gone } = thread(
    'const { path, options } = workerData; parentPort.postMessage({ recording: { remarks: [path, ...Object.keys(options)] } }); setInterval(() => 0, 1000);',
  );
  expect(await openInThread(start, systemClock)('/x/y.h5', { pixelMetres: 1e-9 })).toEqual(REMARKS);
  expect(gone()).toBe(true);
});

it('passes on why a file cannot be read', async () => {
  const { start } = thread("parentPort.postMessage({ error: { code: 'file/unreadable', message: 'M', hint: 'H' } });");
  await expect(openInThread(start, systemClock)('y.h5')).rejects.toMatchObject({
    code: 'file/unreadable',
    message: 'M',
    hint: 'H',
  });
});

it('ends a thread that never comes to an end, while the main thread goes on', async () => {
  const { start, gone } = thread('for (;;);');
  let turns = 0;
  const timer = setInterval(() => (turns += 1), 5);
  await expect(openInThread(start, systemClock, 0.3)('/x/y.h5')).rejects.toMatchObject({
    code: 'file/unreadable',
    message: 'y.h5: reading it failed: it could not be read within 0.3 s.',
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
  await expect(openInThread(start, systemClock)('y.h5')).rejects.toMatchObject({ code: 'file/unreadable' });
  expect(gone()).toBe(true);
});
