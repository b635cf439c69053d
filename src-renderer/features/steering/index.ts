export { Steering } from './Steering';
