/**
 * The one place that converts between pixels of a frame and places on the sample.
 *
 * Frame coordinates are metres with the origin at the frame centre, x to the right and y up. Pixel (row 0, col 0) is the
 * top left one as drawn; the place of a pixel is its centre, (index + 0.5) / count of the way across.
 */
import { z } from './zod';

/** A pixel of a frame: row counts down from the top, col to the right. May be fractional between pixels. */
export const PixelPoint = z.object({ row: z.number(), col: z.number() }).readonly();
export type PixelPoint = z.infer<typeof PixelPoint>;

/** A place in the frame, metres from its centre, x right and y up. Branded so that it cannot be mixed up with pixels. */
export const SamplePoint = z.object({ xMetres: z.number(), yMetres: z.number() }).readonly().brand<'SamplePoint'>();
export type SamplePoint = z.infer<typeof SamplePoint>;

/** The raster that a conversion refers to. */
export interface Raster {
  readonly rows: number;
  readonly cols: number;
  readonly widthMetres: number;
  readonly heightMetres: number;
}

/** A place in the frame from plain numbers in metres. */
export function samplePoint(xMetres: number, yMetres: number): SamplePoint {
  return { xMetres, yMetres } as SamplePoint;
}

/** The place of a pixel centre in the frame. */
export function pixelToSample(raster: Raster, at: PixelPoint): SamplePoint {
  return samplePoint(
    ((at.col + 0.5) / raster.cols - 0.5) * raster.widthMetres,
    (0.5 - (at.row + 0.5) / raster.rows) * raster.heightMetres,
  );
}

/** The (fractional) pixel at a place in the frame; the inverse of {@link pixelToSample}. */
export function sampleToPixel(raster: Raster, at: SamplePoint): PixelPoint {
  return {
    row: (0.5 - at.yMetres / raster.heightMetres) * raster.rows - 0.5,
    col: (at.xMetres / raster.widthMetres + 0.5) * raster.cols - 0.5,
  };
}

/** Straight distance between two places, in metres. */
export function distanceMetres(a: SamplePoint, b: SamplePoint): number {
  return Math.hypot(a.xMetres - b.xMetres, a.yMetres - b.yMetres);
}
