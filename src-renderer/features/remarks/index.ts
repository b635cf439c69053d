export { PointRemarks } from './PointRemarks';
