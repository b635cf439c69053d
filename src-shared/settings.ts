/** What the program remembers between starts: one JSON file, validated, written atomically. */
import { DEFAULT_EXPERIMENT, type ExperimentConfig } from './experiment';
import {
  CoordinateCheck,
  InstrumentProfile,
  InstrumentSettings,
  MAX_PROFILES,
  SimulatorSettings,
  withTerms,
  type InstrumentTerms,
} from './instrumentSettings';
import { DEFAULT_KEYS, KeySettings } from './keys';
import { DEFAULT_NOTIFICATIONS, NotificationSettings } from './notifications';
import { DEFAULT_LIMITS, SafetyLimits } from './limits';
import type { ScanSettings } from './scan';
import { BiasSweep } from './sweep';
import { DEFAULT_UPDATES, UpdateSettings } from './updates';
import { NO_DRIFT_CHECK, NO_REFERENCE, REAL_TIP_UPKEEP, UpkeepSettings } from './upkeep';
import { z } from './zod';

/** A Nanonis, a twin and a replay as they would first be tried: on this computer. */
const DEFAULT_INSTRUMENT: InstrumentSettings = {
  driver: 'simulator',
  replay: { file: '', speed: 10 },
  dtmicroscope: { host: '127.0.0.1', port: 9092, dataPath: '' },
  nanonis: { host: '127.0.0.1', port: 6501, preampRangeAmperes: 10e-9, scan: DEFAULT_EXPERIMENT.scan },
};

const FIELDS = {
  theme: z.enum(['light', 'dark', 'system']),
  simulator: SimulatorSettings,
  keys: KeySettings.default(DEFAULT_KEYS),
  notifications: NotificationSettings.default(DEFAULT_NOTIFICATIONS),
  updates: UpdateSettings.default(DEFAULT_UPDATES),
  /** Absent, as what follows it, in settings of before. */
  instrument: InstrumentSettings.default(DEFAULT_INSTRUMENT),
  /** Limits and sweep of the next session. */
  limits: SafetyLimits.default(DEFAULT_LIMITS),
  sweep: BiasSweep.default(DEFAULT_EXPERIMENT.sweep),
  profiles: z.array(InstrumentProfile).max(MAX_PROFILES).readonly().default([]),
  /** The newest coordinate check of this instrument. */
  check: CoordinateCheck.optional(),
  /** What is looked at between the curves; absent: by the instrument, see {@link upkeepFor}. */
  upkeep: UpkeepSettings.optional(),
  /** The newest values in the start form. */
  seeds: z.int().min(2).max(1000),
  steps: z.int().min(1).max(2000),
  mode: z.enum(['manual', 'auto', 'autonomous', 'observe']),
  countdownSeconds: z.number().min(1).max(120),
  /** What silence means and when to ask; absent in settings of before: `go`, `always`. */
  noAnswer: z.enum(['go', 'hold', 'next']).optional(),
  ask: z.enum(['always', 'unsure']).optional(),
  /** The tour was taken or declined, and is offered no more. */
  tour: z.literal('seen').optional(),
};

export const Settings = z.object(FIELDS).readonly();
export type Settings = z.infer<typeof Settings>;

/** Some of the settings, `undefined` to clear one that may be absent. No default fills in what is not named. */
export const SettingsChange = z.strictObject(
  Object.fromEntries(
    Object.entries<z.ZodType>(FIELDS).map(([name, field]) => [
      name,
      (field instanceof z.ZodDefault ? (field.unwrap() as z.ZodType) : field).optional(),
    ]),
  ),
) as unknown as z.ZodType<Partial<Settings>>;

export const DEFAULT_SETTINGS: Settings = {
  theme: 'system',
  simulator: { pixels: 128, filmSeed: 1, speed: 10 },
  keys: DEFAULT_KEYS,
  notifications: DEFAULT_NOTIFICATIONS,
  updates: DEFAULT_UPDATES,
  instrument: DEFAULT_INSTRUMENT,
  limits: DEFAULT_LIMITS,
  sweep: DEFAULT_EXPERIMENT.sweep,
  profiles: [],
  seeds: 10,
  steps: 200,
  mode: 'auto',
  countdownSeconds: 10,
};

/** Width of a pixel of the simulated film, metres: 128 pixels show 2 µm. */
const FILM_PIXEL_METRES = 2e-6 / 128;

/** Drivers of instruments whose sample drifts and whose tip wears. */
const REAL_TIPS: readonly InstrumentSettings['driver'][] = ['nanonis', 'aecroscopy'];

/** The experiment that the start form offers: the defaults of the method on the instrument that the settings name. */
export function experimentFor(settings: Settings, terms?: InstrumentTerms): ExperimentConfig {
  const config: ExperimentConfig = {
    ...DEFAULT_EXPERIMENT,
    seeds: settings.seeds,
    steps: settings.steps,
    scan: scanFor(settings),
    sweep: settings.sweep,
    limits: settings.limits,
    ...(upkeepFor(settings) ?? {}),
    decision: {
      ...DEFAULT_EXPERIMENT.decision,
      mode: settings.mode,
      countdownSeconds: settings.countdownSeconds,
      noAnswer: settings.noAnswer ?? DEFAULT_EXPERIMENT.decision.noAnswer,
      ...(settings.ask === undefined ? {} : { ask: settings.ask }),
    },
  };
  return terms === undefined ? config : withTerms({ ...config, name: terms.name }, terms);
}

/**
 * What a session on the instrument of the settings looks at between its curves: what the operator chose, else what a real
 * tip needs, else nothing. Undefined for recorded data and twins, which neither drift nor wear.
 */
export function upkeepFor({ instrument, upkeep }: Pick<Settings, 'instrument' | 'upkeep'>): UpkeepSettings | undefined {
  if (instrument.driver === 'replay' || instrument.driver === 'dtmicroscope') return undefined;
  if (upkeep !== undefined) return upkeep;
  if (REAL_TIPS.includes(instrument.driver)) return REAL_TIP_UPKEEP;
  return { drift: NO_DRIFT_CHECK, reference: NO_REFERENCE };
}

/** The survey frame where the instrument does not fix one. */
export function scanFor({ instrument, simulator }: Pick<Settings, 'instrument' | 'simulator'>): ScanSettings {
  if (instrument.driver === 'nanonis') return instrument.nanonis.scan;
  const side = simulator.pixels * FILM_PIXEL_METRES;
  const { pixels } = simulator;
  return { ...DEFAULT_EXPERIMENT.scan, rows: pixels, cols: pixels, widthMetres: side, heightMetres: side };
}
