/** The thread that draws pictures: their files go back as one message. */
import { parentPort, workerData } from 'node:worker_threads';
import { drawPng } from './drawPng';

const port = parentPort;
if (port === null) throw new Error('Pictures are drawn in a worker thread only.');
void drawPng(workerData as readonly string[]).then((files) => port.postMessage(files));
