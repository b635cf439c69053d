/** The thread of the learner: a shell about {@link serveLearner}. */
import { parentPort } from 'node:worker_threads';
import { systemClock } from '../../clock';
import { plainKernels } from '../tensor/plainKernels';
import { serveLearner } from './learnerServer';

if (parentPort === null) throw new Error('The learner runs in a worker thread only.');
serveLearner(parentPort, { kernels: plainKernels, monotonicSeconds: () => systemClock.monotonicSeconds() });
