import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CheckMove } from '../../src-shared/ipc/contract';
import type { Frame } from '../../src-shared/scan';
import { DEFAULT_SETTINGS } from '../../src-shared/settings';
import { compareHeights } from './coordinateCheck';
import { readSettings } from './settingsFile';
import { openConsole, smallExperiment, type TestConsole } from './testing/console';

describe('settings', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'settings-'))));
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('of before there were instruments are read, with the defaults for what they do not know', async () => {
    const { theme, simulator, seeds, steps, mode, countdownSeconds } = DEFAULT_SETTINGS;
    const old = { theme, simulator: { ...simulator, filmSeed: 7 }, seeds, steps, mode, countdownSeconds };
    await writeFile(join(folder, 'settings.json'), JSON.stringify(old));

    expect(await readSettings(join(folder, 'settings.json'))).toEqual({ ...DEFAULT_SETTINGS, ...old });
  });
});

describe('the setup of a console', () => {
  let console: TestConsole;
  beforeEach(async () => (console = await openConsole()));
  afterEach(() => console.remove());

  it('takes tighter limits with the other settings, and looser ones only where the old ones were seen', async () => {
    const { settings } = await console.snapshot();
    const tight = { ...settings.limits, maxBiasVolts: 1 };
    const loose = { ...tight, maxBiasVolts: 3 };
    await console.ask('settings.change', { ...settings, limits: tight });

    await expect(console.ask('settings.change', { ...settings, limits: loose })).rejects.toMatchObject({
      code: 'safety/limit',
    });
    await expect(console.ask('setup.limits', { from: settings.limits, to: loose })).rejects.toMatchObject({
      code: 'run/illegal',
    });
    expect((await console.snapshot()).settings.limits).toEqual(tight);
    await console.ask('setup.limits', { from: tight, to: loose });
    expect((await console.snapshot()).settings.limits).toEqual(loose);
  });

  it('changes what is named and nothing else, also when two changes are asked for at once', async () => {
    const { settings } = await console.snapshot();
    await Promise.all([
      console.ask('settings.change', { seeds: 33 }),
      console.ask('settings.change', { theme: 'dark' }),
      console.ask('settings.change', { simulator: { ...settings.simulator, speed: 'max' }, check: undefined }),
    ]);

    const expected = { ...settings, seeds: 33, theme: 'dark', simulator: { ...settings.simulator, speed: 'max' } };
    expect((await console.snapshot()).settings).toEqual(expected);
    await expect(console.ask('settings.change', { seed: 33 })).rejects.toThrow(/seed/);
    await expect(console.ask('settings.change', { seeds: 1 })).rejects.toThrow(/seeds/);
    expect((await console.snapshot()).settings).toEqual(expected);
  });

  it('sends the tip to the pixel of the check, takes it away after, and starts nothing when it went elsewhere', async () => {
    await expect(console.ask('setup.move', { pixel: { row: 10, col: 20 } })).rejects.toMatchObject({
      code: 'run/illegal',
    });
    const frame = await console.ask<Frame>('setup.scan');
    expect([frame.rows, frame.cols]).toEqual([64, 64]);
    const move = await console.ask<CheckMove>('setup.move', { pixel: { row: 10, col: 20 } });
    expect(move.asked.xMetres).toBeCloseTo(-0.359375e-6, 12);
    expect(move.asked.yMetres).toBeCloseTo(0.671875e-6, 12);
    expect(Math.abs(move.reached.xMetres - move.asked.xMetres)).toBeLessThan(20e-9);

    await console.ask('setup.checked', { seen: 'wrong' });
    await console.ask('setup.test');
    const { instrument, settings } = await console.snapshot();
    expect(instrument.tipEngaged).toBe(false);
    expect(settings.check).toMatchObject({ seen: 'wrong' });
    await expect(console.ask('run.start', smallExperiment())).rejects.toMatchObject({ code: 'safety/limit' });
  });
});

describe('the heights of a check', () => {
  /** A plateau of 50 m on a plain; no mirror, turn or swap brings it to where it is. */
  const onPlateau = (row: number, col: number): boolean => row >= 1 && row <= 3 && col >= 4 && col <= 6;
  const heightsMetres = Float32Array.from({ length: 256 }, (_, k) => (onPlateau(Math.floor(k / 16), k % 16) ? 50 : 0));
  const frame: Frame = { rows: 16, cols: 16, widthMetres: 1e-6, heightMetres: 1e-6, heightsMetres };
  const at = { row: 2, col: 5 };

  it.each([
    ['agree where the tip stands on the place', 48, 'agree'],
    ['disagree where it stands on a mirrored one', 3, 'disagree'],
    ['do not tell half way between', 25, 'unknown'],
    ['do not tell where nothing is read', undefined, 'unknown'],
  ] as const)('%s', (_, measured, heights) => {
    expect(compareHeights(frame, at, measured).heights).toBe(heights);
  });
});
