import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openMeasurement, readMeasurement } from './openMeasurement';
import * as samples from './testing/samples';

describe('opening a file', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'files-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test.each([
    ['Igor binary wave, version 5', samples.igorImages(true)],
    ['Igor binary wave, version 5', samples.igorImages(false)],
    ['Igor binary wave, version 2', samples.igorCurves(2)],
    ['Nanonis scan', samples.nanonisScan('up')],
    ['Nanonis spectroscopy', samples.nanonisSpectroscopy()],
    ['Nanonis grid', samples.nanonisGrid()],
    ['Gwyddion 2.x', samples.gwyddionFile('GWYP')],
    ['Gwyddion 1.x', samples.gwyddionFile('GWYO')],
    ['Gwyddion Simple Field', samples.simpleField()],
    ['Bruker NanoScope', samples.nanoscopeImages('05120130')],
  ])('%s is known by its content, whatever its name', async (format, bytes) => {
    const path = join(folder, 'x.npz');
    await writeFile(path, bytes);
    expect((await openMeasurement(path)).format).toBe(format);
  });

  test('what is of no known format, empty or not there is refused', async () => {
    await expect(readMeasurement(Buffer.from('hello'), 'a.sxm')).rejects.toMatchObject({
      code: 'file/unreadable',
      message: 'a.sxm: the content is of no format that can be read.',
    });
    await expect(readMeasurement(new Uint8Array(0), 'a.sxm')).rejects.toThrow('a.sxm: the file is empty.');
    await expect(openMeasurement(join(folder, 'none.ibw'))).rejects.toMatchObject({ code: 'file/unreadable' });
    await expect(openMeasurement(folder)).rejects.toThrow('cannot be opened');
  });
});
