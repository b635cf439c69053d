export { ModelMaps } from './ModelMaps';
