export { AlarmLine } from './AlarmLine';
