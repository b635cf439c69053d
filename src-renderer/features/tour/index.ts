export { Tour } from './Tour';
export { Welcome } from './Welcome';
