/** The thread that opens one recording: what can be measured on it, or why not, goes back as one message. */
import { parentPort, workerData } from 'node:worker_threads';
import { toWire } from '../../../src-shared/errors';
import { openRecording } from './openRecording';
import type { RecordingAnswer, RecordingRequest } from './openInThread';

const port = parentPort;
if (port === null) throw new Error('Recordings are opened in a worker thread only.');
const { path, options } = workerData as RecordingRequest;
openRecording(path, options).then(
  (recording) => port.postMessage({ recording } satisfies RecordingAnswer),
  (error: unknown) => port.postMessage({ error: toWire(error) } satisfies RecordingAnswer),
);
