import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT, presetMethod } from '../../src-shared/experiment';
import { mergeSettings } from './experimentOptions';
import { readRunOptions } from './runOptions';

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'options-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

async function withFile(settings: unknown, ...args: string[]) {
  const path = join(folder, 'settings.json');
  await writeFile(path, JSON.stringify(settings));
  return readRunOptions(['--settings', path, ...args]);
}

describe('the options of run', () => {
  it('begin with the defaults of the method, and decide without a person', async () => {
    const { config, instrument } = await readRunOptions([]);
    expect(config).toEqual({ ...DEFAULT_EXPERIMENT, decision: { ...DEFAULT_EXPERIMENT.decision, mode: 'autonomous' } });
    expect(instrument.simulator).toEqual({ pixels: 128, filmSeed: 1, speed: 'max' });
    expect(instrument.instrument.driver).toBe('simulator');
  });

  it('take a larger frame at the same size of pixels', async () => {
    const { config } = await readRunOptions(['--pixels', '256']);
    expect(config.scan).toMatchObject({ rows: 256, cols: 256, widthMetres: 4e-6, heightMetres: 4e-6 });
  });

  it('take groups from a file setting by setting, and words of the call before words of the file', async () => {
    const { config } = await withFile({ steps: 50, seeds: 20, acquisition: { kappa: 1 } }, '--steps', '7');
    expect(config).toMatchObject({ steps: 7, seeds: 20, acquisition: { kind: 'ucb', kappa: 1, xi: 0.01 } });
  });

  it('take single settings by name, after preset and file, as numbers, words or JSON', async () => {
    const words = ['--set', 'acquisition.kappa=4', '--set', 'novelty.spectral=nearest', '--set', 'acquisition.kappa=5'];
    const { config } = await withFile({ acquisition: { kappa: 1, xi: 0.5 } }, ...words, '--preset', 'paper');
    expect(config).toMatchObject({ acquisition: { kappa: 5, xi: 0.5 }, novelty: { spectral: 'nearest' } });
    expect(await readRunOptions(['--set', 'name=two words'])).toMatchObject({ config: { name: 'two words' } });
  });

  it('read the published method as a preset, on whatever film', async () => {
    const { config } = await readRunOptions(['--preset', 'paper', '--pixels', '256']);
    expect(config).toMatchObject({ ...presetMethod('paper'), scan: { rows: 256 } });
  });

  it.each([
    ['acquisition.kapa=4', /no setting "acquisition\.kapa", only acquisition\.kind, acquisition\.kappa/],
    ['acquisition=ucb', /"acquisition" is a group of kind, kappa/],
    ['steps.many=4', /"steps" is one setting/],
    ['acquisition.kappa', /NAME=VALUE/],
    ['acquisition.kappa=-1', /--set acquisition\.kappa=-1 cannot be used: "acquisition\.kappa"/],
    ['acquisition.kappa=much', /"acquisition\.kappa"/],
    ['novelty.image=furthest', /"novelty\.image"/],
    ['__proto__.steps=4', /no setting "__proto__"/],
    ['seed=4', /"seed" has an option of its own/],
  ])('refuse --set %s', async (assignment, message) => {
    await expect(readRunOptions(['--set', assignment])).rejects.toMatchObject({
      code: 'config/invalid',
      message: expect.stringMatching(message) as string,
    });
  });

  it('refuse a preset that is none', async () => {
    await expect(readRunOptions(['--preset', 'papre'])).rejects.toThrow(
      '--preset takes default or paper, not "papre".',
    );
  });

  it('never change the defaults that they are merged onto', () => {
    const defaults = { a: { b: 1, c: 2 }, d: 3 };
    expect(mergeSettings(defaults, { a: { b: 9 } })).toEqual({ a: { b: 9, c: 2 }, d: 3 });
    expect(defaults).toEqual({ a: { b: 1, c: 2 }, d: 3 });
  });

  it.each([
    [{ steps: -1 }, /"steps"/],
    [{ stepz: 1 }, /no setting "stepz"/],
    [[1], /one JSON object/],
    [{ patch: { size: 15 } }, /"patch\.size"/],
  ])('refuse the file %j', async (settings, message) => {
    await expect(withFile(settings)).rejects.toMatchObject({
      code: 'config/invalid',
      message: expect.stringMatching(message) as string,
    });
  });
});
