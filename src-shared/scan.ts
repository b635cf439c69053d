/** Frames: one raster image of the sample surface and how it is taken. */
import type { Raster } from './geometry';
import { z } from './zod';

/** How a survey frame is taken. Square pixels are usual, not required. */
export const ScanSettings = z
  .object({
    rows: z.int().min(16).max(1024),
    cols: z.int().min(16).max(1024),
    widthMetres: z.number().positive().max(1e-3),
    heightMetres: z.number().positive().max(1e-3),
    /** Time for one line there and back, seconds. */
    lineSeconds: z.number().positive().max(60),
  })
  .readonly();
export type ScanSettings = z.infer<typeof ScanSettings>;

/** One measured row of a frame. */
export interface ScanLine {
  readonly row: number;
  /** Heights in metres, one for each column. */
  readonly heightsMetres: Float32Array;
}

/** A height map. Values are row-major from the top left pixel; NaN where nothing was measured. */
export interface Frame extends Raster {
  readonly heightsMetres: Float32Array;
}
