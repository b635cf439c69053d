/** Drawing without a build: resvg and the font are read where npm put them. */
import { createRequire } from 'node:module';
import { drawPng, type DrawPng } from '../picture/drawPng';

const packages = createRequire(import.meta.url);
const FILES = {
  wasm: packages.resolve('@resvg/resvg-wasm/index_bg.wasm'),
  font: packages.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'),
};

/** {@link drawPng} for tests. */
export const drawHere: DrawPng = (drawings) => drawPng(drawings, FILES);
