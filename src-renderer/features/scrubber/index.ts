export { Scrubber } from './Scrubber';
