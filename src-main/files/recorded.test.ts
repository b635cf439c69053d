/**
 * Recorded files of real instruments against numbers of other programs, kept in testing/oracle.json: gwyddion 2.62, and for
 * the grid a reading by hand.
 */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sharedData } from '../testing/sharedData';
import { valueRange } from './describe';
import type { Samples } from './measurement';
import { openMeasurement } from './openMeasurement';
import oracle from './testing/oracle.json';

const data = sharedData('data');
const RELATIVE = 1e-6;

function expectClose(actual: number | undefined, expected: number, scale = Math.abs(expected)): void {
  expect(Math.abs((actual ?? NaN) - expected)).toBeLessThanOrEqual(RELATIVE * scale);
}

interface Numbers {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly weighted: number;
}

/** Extremes, mean and a sum that sees the order of the values. */
function expectNumbers(values: Samples, expected: Numbers): void {
  const { min, max, mean } = valueRange(values)!;
  const size = Math.max(Math.abs(expected.min), Math.abs(expected.max));
  expectClose(min, expected.min);
  expectClose(max, expected.max);
  expectClose(mean, expected.mean, size);
  let weighted = 0;
  for (let i = 0; i < values.length; i++) weighted += values[i]! * ((i % 97) + 1);
  expectClose(weighted, expected.weighted, size * values.length);
}

describe.skipIf(data === undefined)('recorded files', () => {
  test.each(Object.entries(oracle.images))('%s: images as gwyddion reads them', async (file, expected) => {
    const { images } = await openMeasurement(join(data!, file));

    expect(images).toHaveLength(expected.length);
    images.forEach((image, i) => {
      const { title, unit, rows, cols, width, height, lateral, pixels, ...numbers } = expected[i]!;
      const way = { forward: ' (Forward)', backward: ' (Backward)' }[image.direction ?? 'forward'];
      expect([image.channel, `${image.channel}${way}`]).toContain(title);
      expect(image.unit).toBe(unit);
      expect([image.rows, image.cols]).toEqual([rows, cols]);
      if (lateral === 'm') {
        expectClose(image.widthMetres, width);
        expectClose(image.heightMetres, height);
      } else expect([image.widthMetres, image.heightMetres]).toEqual([NaN, NaN]);
      expectNumbers(image.values, numbers);
      for (const [row, col, value] of pixels) expectClose(image.values[row! * cols + col!], value!);
    });
  });

  test('nanonis_bias_spectroscopy.dat: curves as gwyddion reads them', async () => {
    const file = 'nanonis_bias_spectroscopy.dat';
    const expected = oracle.curves[file];
    const { spectra } = await openMeasurement(join(data!, file));

    expect(spectra).toHaveLength(expected.length);
    // Gwyddion numbers the curves in the order of the columns and keeps the way back in the order of the sweep.
    spectra.forEach(({ channel, unit, direction, axis, values }, i) => {
      const { title, unit: theirs, points, start, end, ...numbers } = expected[i]!;
      expect(title.startsWith(channel.replace(/ \[filt\]$/, ''))).toBe(true);
      if (theirs !== '') expect(unit).toBe(theirs);
      expect(values).toHaveLength(points);
      const turned = direction === 'backward';
      expectNumbers(turned ? values.slice().reverse() : values, numbers);
      expectClose(axis.values.at(turned ? -1 : 0), start);
      expectClose(axis.values.at(turned ? 0 : -1), end);
    });
  });

  test('nanonis_sts_grid_lockin.3ds: heights and curves as read by hand', async () => {
    const { images, spectra } = await openMeasurement(join(data!, 'nanonis_sts_grid_lockin.3ds'));
    const { Z, Current, LockinX, LockinY, Bias_m } = oracle.grid;

    const { pixels, ...numbers } = Z;
    expectNumbers(images[0]!.values, numbers);
    for (const [row, col, value] of pixels) expectClose(images[0]!.values[row! * 30 + col!], value!);
    expect(spectra.map(({ channel, unit }) => [channel, unit])).toEqual([
      ['Current', 'A'],
      ['LockinX', 'V'],
      ['LockinY', 'V'],
      ['Bias_m', 'V'],
    ]);
    [Current, LockinX, LockinY, Bias_m].forEach(({ pixels: points, ...own }, i) => {
      expectNumbers(spectra[i]!.values, own);
      for (const [curve, point, value] of points) expectClose(spectra[i]!.values[curve! * 200 + point!], value!);
    });
    expectClose(spectra[0]!.axis.values[0], -0.22);
    expectClose(spectra[0]!.axis.values[199], 0.22);
  });
});
