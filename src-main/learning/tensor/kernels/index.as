/** What the module offers; everything else goes through jobs. */
export { factorCholesky } from './factor';
export { isFused } from './fused';
export { help, runJob, stopThreads } from './threads';
