export { ManifoldView } from './ManifoldView';
