export { Toast } from './Toast';
