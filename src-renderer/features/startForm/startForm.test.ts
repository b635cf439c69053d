import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT, ExperimentConfig } from '../../../src-shared/experiment';
import { DEFAULT_SETTINGS } from '../../../src-shared/settings';
import { experimentOf, initialFields, planWords } from './startForm.model';

const TERMS = { name: 'Film', raster: undefined, sweep: undefined, places: undefined, remarks: [] };
const fields = initialFields(DEFAULT_SETTINGS, TERMS);
const decision = DEFAULT_EXPERIMENT.decision;

describe('experimentOf', () => {
  it('gives what the main process accepts', () => {
    const config = experimentOf(
      { ...fields, name: ' Film 7 ', steps: 20, policy: 'random' },
      DEFAULT_SETTINGS,
      TERMS,
      decision,
    );

    expect(ExperimentConfig.safeParse(config).success).toBe(true);
    expect(config).toMatchObject({ name: 'Film 7', steps: 20, seeds: 10, policy: 'random' });
  });

  it('scans a larger frame with more pixels of the same size', () => {
    const settings = { ...DEFAULT_SETTINGS, simulator: { ...DEFAULT_SETTINGS.simulator, pixels: 256 as const } };
    const config = experimentOf(fields, settings, TERMS, decision);

    expect(config?.scan).toMatchObject({ rows: 256, cols: 256, widthMetres: 4e-6, heightMetres: 4e-6 });
  });

  it('takes frame, sweep and places from an instrument that has recorded data, and the rest from the settings', () => {
    const raster = { rows: 20, cols: 30, widthMetres: 3e-6, heightMetres: 2e-6 };
    const sweep = { startVolts: -1, peakVolts: 1, upPoints: 11, downPoints: 0, pointSeconds: 9 };
    const terms = { name: 'Replay of x', raster, sweep, places: [{ row: 8, col: 8 }], remarks: ['x'] };
    const limits = { ...DEFAULT_SETTINGS.limits, maxBiasVolts: 1.5 };
    const config = experimentOf(
      initialFields(DEFAULT_SETTINGS, terms),
      { ...DEFAULT_SETTINGS, limits },
      terms,
      decision,
    );

    expect(config).toMatchObject({ name: 'Replay of x', scan: raster, places: terms.places, limits });
    expect(config?.sweep).toEqual({ ...sweep, pointSeconds: DEFAULT_SETTINGS.sweep.pointSeconds });
  });

  it('is not there while a field is wrong', () => {
    expect(experimentOf({ ...fields, steps: undefined }, DEFAULT_SETTINGS, TERMS, decision)).toBeUndefined();
    expect(experimentOf({ ...fields, name: '  ' }, DEFAULT_SETTINGS, TERMS, decision)).toBeUndefined();
  });
});

it('says what a run would do', () => {
  const words = planWords(DEFAULT_EXPERIMENT);

  expect(words).toContain('2.00 µm');
  expect(words).toContain('251 points');
  expect(words).toContain('210 curves');
});
