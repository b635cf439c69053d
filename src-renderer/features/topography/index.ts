export { Topography } from './Topography';
