import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { drawInThread } from './drawInThread';

/** A real thread that runs these lines in place of drawing. */
function thread(lines: string) {
  const started: Worker[] = [];
  const head = "const { parentPort, workerData } = require('node:worker_threads');";
  const draw = drawInThread(({ workerData }) => {
    const worker = new Worker(`${head} ${lines}`, { eval: true, workerData });
    started.push(worker);
    return worker;
  });
  return { draw, started };
}

it('gives the files in the order of the drawings, and the thread is gone', async () => {
  const { draw, started } = thread(
    'parentPort.postMessage(workerData.map((x) => Uint8Array.of(x.length))); setInterval(() => 0, 1000);',
  );
  expect(await draw(['<svg/>', '<svg></svg>'])).toEqual([Uint8Array.of(6), Uint8Array.of(11)]);
  expect(started[0]!.threadId).toBe(-1);
});

it('starts no thread for nothing', async () => {
  const { draw, started } = thread('');
  expect(await draw([])).toEqual([]);
  expect(started).toEqual([]);
});

it.each([
  ['a crash', "throw new Error('no font');", /no font/],
  ['an end without an answer', 'process.exit(0);', /ended without an answer/],
])('says that the pictures cannot be drawn after %s', async (_name, lines, message) => {
  const { draw } = thread(lines);
  await expect(draw(['<svg/>'])).rejects.toMatchObject({
    code: 'file/write-failed',
    message: expect.stringMatching(message) as string,
  });
});
