export { IvCompare } from './IvCompare';
