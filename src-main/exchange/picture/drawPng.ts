/** Drawings as PNG, through resvg in WebAssembly: no window and no fonts of the system, so the same everywhere. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { findBuilt } from '../../findBuilt';

/** SVG documents into PNG files, in their order. */
export type DrawPng = (drawings: readonly string[]) => Promise<Uint8Array[]>;

/** Where resvg and the font lie. */
export interface DrawingFiles {
  readonly wasm: string;
  readonly font: string;
}
/** Pixels for each point of a drawing. */
const ZOOM = 2;
const FONT = 'DejaVu Sans';

const fonts = new Map<string, Promise<Uint8Array>>();
/** WebAssembly may be started once only. */
let started: Promise<void> | undefined;

/** Draws here and now: some tenths of a second for each picture, during which nothing else runs. */
export async function drawPng(drawings: readonly string[], files = builtFiles()): Promise<Uint8Array[]> {
  if (drawings.length === 0) return [];
  started ??= readFile(files.wasm).then((bytes) => initWasm(bytes));
  await started;
  const font = fonts.get(files.font) ?? readFile(files.font);
  fonts.set(files.font, font);
  const fontBuffers = [await font];
  return drawings.map((drawing) => {
    const picture = new Resvg(forResvg(drawing), {
      font: { loadSystemFonts: false, fontBuffers, defaultFontFamily: FONT, sansSerifFamily: FONT },
      fitTo: { mode: 'zoom', value: ZOOM },
    });
    try {
      const rendered = picture.render();
      const png = rendered.asPng();
      rendered.free();
      return png;
    } finally {
      picture.free();
    }
  });
}

/** What scripts/build.mjs copies from the packages of resvg and of the font. */
function builtFiles(): DrawingFiles {
  const folder = findBuilt(import.meta.dirname, 'drawing', 'resvg.wasm');
  return { wasm: join(folder, 'resvg.wasm'), font: join(folder, 'DejaVuSans.ttf') };
}

/** `pixelated` is the newer name of the rule that a measured pixel stays a square. */
function forResvg(drawing: string): string {
  return drawing.replaceAll('image-rendering:pixelated', 'image-rendering:optimizeSpeed');
}
