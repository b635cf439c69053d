export { StartForm } from './StartForm';
