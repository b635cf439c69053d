import { describe, expect, it } from 'vitest';
import { pngDataUrl } from '../../report/png';
import { exampleSession } from '../../report/testing/exampleSession';
import { panelFiles } from '../panelFiles';
import { drawHere } from '../testing/drawHere';
import { readRgba } from '../testing/readRgba';

const svg = (content: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20" width="40" height="20">${content}</svg>`;
const draw = async (content: string) => readRgba(Buffer.from((await drawHere([svg(content)]))[0]!));

const twoPixels = pngDataUrl({
  width: 2,
  height: 1,
  pixels: Uint8Array.of(0, 1),
  palette: Uint8Array.of(0, 0, 0, 255, 255, 255),
});

describe('a drawing as PNG', () => {
  it('has two pixels for a point, in the colours of the drawing', async () => {
    const { width, height, at } = await draw('<rect x="10" width="30" height="20" fill="#123456"/>');
    expect([width, height]).toEqual([80, 40]);
    expect([at(19, 20)[3], at(20, 20)]).toEqual([0, [0x12, 0x34, 0x56, 255]]);
  });

  it('has letters where no font is installed', async () => {
    const { width, height, at } = await draw(
      '<style>text{font-family:Inter,Arial,sans-serif}</style><text x="2" y="15" font-size="12">5 µm</text>',
    );
    let inked = 0;
    for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) if (at(x, y)[3]! > 128) inked += 1;
    expect(inked).toBeGreaterThan(100);
    expect(inked).toBeLessThan((width * height) / 2);
  });

  it('shows a measured pixel as a square of one colour', async () => {
    const sharp = '<style>image{image-rendering:pixelated}</style>';
    const { at } = await draw(`${sharp}<image width="40" height="20" preserveAspectRatio="none" href="${twoPixels}"/>`);
    expect([at(1, 20), at(38, 20), at(41, 20), at(78, 20)].map(([red]) => red)).toEqual([0, 0, 255, 255]);
  });

  it('draws maps and plots of a session on white', async () => {
    const pictures = panelFiles(exampleSession(3, 5)).flatMap((panel) => panel.pictures);
    const drawings = pictures
      .filter(({ name }) => ['figure-4a', 'figure-4c-1'].includes(name))
      .map((picture) => picture.svg);
    const files = await drawHere(drawings);
    expect(files).toHaveLength(2);
    for (const file of files) {
      const { width, at } = readRgba(Buffer.from(file));
      expect(width).toBeGreaterThan(400);
      expect(at(0, 0)).toEqual([255, 255, 255, 255]);
    }
  });
});
