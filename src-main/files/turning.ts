/** Bringing stored rasters into the one orientation: row 0 the top as drawn, column 0 the left. In place, no copies. */
import type { Samples } from './measurement';

/** Exchanges top and bottom of a raster whose rows hold `rowLength` values each. */
export function flipRows<T extends Samples>(values: T, rows: number, rowLength: number): T {
  const kept = values.slice(0, rows < 2 ? 0 : rowLength);
  for (let top = 0, bottom = rows - 1; top < bottom; top++, bottom--) {
    kept.set(values.subarray(top * rowLength, (top + 1) * rowLength));
    values.copyWithin(top * rowLength, bottom * rowLength, (bottom + 1) * rowLength);
    values.set(kept, bottom * rowLength);
  }
  return values;
}

/** Exchanges left and right of a row-major raster. */
export function mirrorRows<T extends Samples>(values: T, rows: number, cols: number): T {
  for (let row = 0; row < rows; row++) values.subarray(row * cols, (row + 1) * cols).reverse();
  return values;
}
