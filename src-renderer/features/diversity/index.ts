export { Diversity } from './Diversity';
