export { CurveVerdict } from './CurveVerdict';
