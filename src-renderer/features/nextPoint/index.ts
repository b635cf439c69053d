export { NextPoint, NEXT_POINT_ID } from './NextPoint';
