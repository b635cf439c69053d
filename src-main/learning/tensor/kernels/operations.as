/** Which tile function belongs to which operation; the numbers are those of wasm/operations.ts. */
import { adamTile, columnSumTile } from './elementwise';
import { gramTile, invertTile, solveTile } from './factor';
import { argument } from './layout';
import { packPanel, productTile } from './product';
import { rbfGradientTile, rbfTile, rowSumTile } from './rbf';
import { crossEntropyTile, spatialTile } from './spatial';

export function runTile(tile: i32, tiles: i32, thread: i32): void {
  switch (argument(0)) {
    case 1:
      return packPanel(tile);
    case 2:
      return productTile(tile, thread);
    case 3:
      return columnSumTile(tile);
    case 4:
      return adamTile(tile);
    case 5:
      return rbfTile(tile);
    case 6:
      return rbfGradientTile(tile, thread);
    case 7:
      return rowSumTile(tile);
    case 8:
      return solveTile(tile, thread);
    case 9:
      return invertTile(tile, tiles, thread);
    case 10:
      return gramTile(tile, thread);
    case 11:
      return spatialTile(tile, tiles, thread);
    case 12:
      return crossEntropyTile(tile);
  }
}
