/** The commands about files and simulators: what they print and what they refuse. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { nanonisGrid, nanonisScan } from '../files/testing/samples';
import { infoCommand } from './infoCommand';
import { simulateCommand } from './simulateCommand';

describe('info', () => {
  let folder = '';
  let printed = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'info-'));
    printed = '';
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      printed += String(text);
      return true;
    });
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await rm(folder, { recursive: true });
  });

  test('lists images and curves with sizes, axes and ranges', async () => {
    const path = join(folder, 'grid.3ds');
    await writeFile(path, nanonisGrid());

    expect(await infoCommand([path])).toBe(0);
    expect(printed).toBe(
      [
        'grid.3ds: Nanonis grid',
        '',
        'Images',
        '  Z    4 x 3  40.0 nm x 20.0 nm  0 m to 2.00 nm',
        '',
        'Curves',
        '  Current  forward   12 curves of 9  Bias −1.00 V to 1.00 V  4 x 3, 40.0 nm x 20.0 nm  0 A to 238 pA',
        '  Current  backward  12 curves of 9  Bias 1.00 V to −1.00 V  4 x 3, 40.0 nm x 20.0 nm  0 A to 476 pA',
        '',
        '10 entries of metadata; --json prints them.',
        '',
      ].join('\n'),
    );
  });

  test('--json is one object with the metadata', async () => {
    const path = join(folder, 'scan.sxm');
    await writeFile(path, nanonisScan('up'));
    await infoCommand([path, '--json']);

    const json = JSON.parse(printed) as Record<string, unknown>;
    expect(json).toMatchObject({
      file: path,
      format: 'Nanonis scan',
      images: [
        { channel: 'Z', unit: 'm', direction: 'forward', rows: 5, cols: 7, widthMetres: 2e-8, values: { missing: 0 } },
        { channel: 'Z', direction: 'backward' },
        { channel: 'Current', unit: 'A' },
      ],
      spectra: [],
      metadata: { SCAN_DIR: 'up' },
    });
  });

  test('needs a file that can be read', async () => {
    await expect(infoCommand([])).rejects.toThrow('info needs a file');
    await expect(infoCommand([join(folder, 'none')])).rejects.toMatchObject({ code: 'file/unreadable' });
  });
});

describe('simulate', () => {
  test.each([
    [['gxsm'], '--instrument takes nanonis or meter, not "gxsm"'],
    [['nanonis', '--port', '70000'], '--port takes a whole number'],
    [['nanonis', '--fault', 'Laser.On:close'], '--fault names a command of the protocol'],
    [['nanonis', '--fault', 'Bias.Get:melt'], '--fault takes close or silent'],
  ])('%s is refused', async (args, reason) => {
    await expect(simulateCommand(args)).rejects.toThrow(reason);
  });
});
