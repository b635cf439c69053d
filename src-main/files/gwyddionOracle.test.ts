/** Our readers against a gwyddion on this machine, also on the files that only tests write. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sharedData } from '../testing/sharedData';
import type { Samples } from './measurement';
import { openMeasurement } from './openMeasurement';
import * as samples from './testing/samples';

const absent = spawnSync('gwyddion', ['--version']).status !== 0;
const data = sharedData('data');

function expectSame(ours: Samples, theirs: Samples): void {
  expect(ours).toHaveLength(theirs.length);
  let worst = 0;
  for (let i = 0; i < ours.length; i++)
    worst = Math.max(worst, Math.abs(ours[i]! - theirs[i]!) - 1e-6 * Math.abs(theirs[i]!));
  expect(worst).toBe(0);
}

describe.skipIf(absent)('gwyddion reads the same', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'oracle-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const recorded = ['asylum_scan_0001.ibw', 'nanonis_scan.sxm', 'gwyfile_test.gwy'];
  const written: readonly (readonly [string, Uint8Array])[] = [
    ['little.ibw', samples.igorImages(true)],
    ['big.ibw', samples.igorImages(false)],
    ['up.sxm', samples.nanonisScan('up')],
    ['down.sxm', samples.nanonisScan('down')],
    ['new.gwy', samples.gwyddionFile('GWYP')],
    ['old.gwy', samples.gwyddionFile('GWYO')],
    ['field.gsf', samples.simpleField()],
    ['narrow.spm', samples.nanoscopeImages('05120130')],
    ['wide.spm', samples.nanoscopeImages('09400000')],
  ];
  const cases: readonly (readonly [string, Uint8Array | undefined])[] = [
    ...written,
    ...(data === undefined ? [] : recorded.map((name) => [name, undefined] as const)),
  ];

  test.each(cases)('the images of %s', async (name, bytes) => {
    const path = join(bytes === undefined ? data! : folder, name);
    if (bytes !== undefined) await writeFile(path, bytes);
    const ours = await openMeasurement(path);
    const theirs = await converted(path, name);

    expect(ours.images).toHaveLength(theirs.images.length);
    ours.images.forEach((image, i) => {
      const other = theirs.images[i]!;
      expect([image.rows, image.cols, image.unit]).toEqual([other.rows, other.cols, other.unit]);
      if (!Number.isNaN(other.widthMetres)) {
        expect(image.widthMetres / other.widthMetres).toBeCloseTo(1, 6);
        expect(image.heightMetres / other.heightMetres).toBeCloseTo(1, 6);
      }
      expectSame(image.values, other.values);
    });
  });

  test.each([
    ['force.spm', samples.nanoscopeCurves('05120130', 'Z')],
    ['bias.spm', samples.nanoscopeCurves('09400000', 'DC Sample Bias')],
  ])('the curves of %s', async (name, bytes) => {
    const path = join(folder, name);
    await writeFile(path, bytes);
    const ours = await openMeasurement(path);
    const theirs = await converted(path, name);

    expect(ours.spectra).toHaveLength(theirs.spectra.length);
    ours.spectra.forEach(({ unit, direction, axis, values }, i) => {
      const other = theirs.spectra[i]!;
      expect([unit, axis.unit]).toEqual([other.unit, other.axis.unit]);
      // Gwyddion has both ways over one axis; ours go back in the order of time.
      const turned = direction === 'backward';
      expectSame(turned ? values.slice().reverse() : values, other.values);
      const along = turned ? axis.values.slice().reverse() : axis.values;
      along.forEach((value, point) => {
        expect(Math.abs(value - other.axis.values[point]!)).toBeLessThan(1e-12);
      });
    });
  });

  async function converted(path: string, name: string) {
    const out = join(folder, `${name}.converted.gwy`);
    execFileSync('gwyddion', [`--convert-to-gwy=${out}`, path], { stdio: 'ignore' });
    return openMeasurement(out);
  }
});
