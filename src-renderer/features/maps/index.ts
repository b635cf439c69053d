export { MapsView } from './MapsView';
