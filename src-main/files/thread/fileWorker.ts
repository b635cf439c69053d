/** The thread that reads one file: what it holds, or why it cannot be read, goes back as one message. */
import { parentPort, workerData } from 'node:worker_threads';
import { toWire } from '../../../src-shared/errors';
import { openMeasurement } from '../openMeasurement';
import type { FileAnswer } from './readInThread';

const port = parentPort;
if (port === null) throw new Error('Files are read in a worker thread only.');
openMeasurement(String(workerData)).then(
  (measurement) => port.postMessage({ measurement } satisfies FileAnswer),
  (error: unknown) => port.postMessage({ error: toWire(error) } satisfies FileAnswer),
);
