import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT, ExperimentConfig } from '../../../src-shared/experiment';
import { DEFAULT_SETTINGS } from '../../../src-shared/settings';
import { experimentOf, initialFields, planWords } from './startForm.model';

const fields = initialFields(DEFAULT_SETTINGS);
const decision = DEFAULT_EXPERIMENT.decision;

describe('experimentOf', () => {
  it('gives what the main process accepts', () => {
    const config = experimentOf(
      { ...fields, name: ' Film 7 ', steps: 20, policy: 'random' },
      DEFAULT_SETTINGS,
      decision,
    );

    expect(ExperimentConfig.safeParse(config).success).toBe(true);
    expect(config).toMatchObject({ name: 'Film 7', steps: 20, seeds: 10, policy: 'random' });
  });

  it('scans a larger frame with more pixels of the same size', () => {
    const settings = { ...DEFAULT_SETTINGS, simulator: { ...DEFAULT_SETTINGS.simulator, pixels: 256 as const } };
    const config = experimentOf(fields, settings, decision);

    expect(config?.scan).toMatchObject({ rows: 256, cols: 256, widthMetres: 4e-6, heightMetres: 4e-6 });
  });

  it('is not there while a field is wrong', () => {
    expect(experimentOf({ ...fields, steps: undefined }, DEFAULT_SETTINGS, decision)).toBeUndefined();
    expect(experimentOf({ ...fields, name: '  ' }, DEFAULT_SETTINGS, decision)).toBeUndefined();
  });
});

it('says what a run would do', () => {
  const words = planWords(DEFAULT_EXPERIMENT);

  expect(words).toContain('2.00 µm');
  expect(words).toContain('251 points');
  expect(words).toContain('210 curves');
});
