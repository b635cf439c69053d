/** A small writer of PNG images (ISO/IEC 15948): 8 bits for each pixel, which index a palette. */
import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const INDEXED_COLOUR = 3;

/** An image of palette entries, row-major from the top left pixel. */
export interface IndexedImage {
  readonly width: number;
  readonly height: number;
  /** One palette entry for each pixel, length width * height. */
  readonly pixels: Uint8Array;
  /** RGB triplets, at most 256. */
  readonly palette: Uint8Array;
}

/** The PNG file of an image. Throws a `RangeError` where sizes do not agree; every pixel must be an entry of the palette. */
export function encodePng(image: IndexedImage): Buffer {
  const { width, height, pixels, palette } = image;
  if (width < 1 || height < 1 || pixels.length !== width * height)
    throw new RangeError(`An image of ${width} x ${height} pixels cannot hold ${pixels.length} values.`);
  if (palette.length === 0 || palette.length % 3 !== 0 || palette.length > 768)
    throw new RangeError(`A palette of ${palette.length} bytes is not 1 to 256 RGB triplets.`);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, INDEXED_COLOUR, 0, 0, 0], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', palette),
    chunk('IDAT', deflateSync(scanLines(image), { level: 9 })),
    chunk('IEND', new Uint8Array()),
  ]);
}

/** A PNG as an address that a page can show without loading anything. */
export function pngDataUrl(image: IndexedImage): string {
  return `data:image/png;base64,${encodePng(image).toString('base64')}`;
}

/** Rows, each led by filter type 0: palette entries are names, so differences between neighbours compress no better. */
function scanLines({ width, height, pixels }: IndexedImage): Buffer {
  const lines = Buffer.alloc((width + 1) * height);
  for (let row = 0; row < height; row++)
    lines.set(pixels.subarray(row * width, (row + 1) * width), row * (width + 1) + 1);
  return lines;
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
