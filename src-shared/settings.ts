/** What the program remembers between starts: one JSON file, validated, written atomically. */
import { DEFAULT_EXPERIMENT, type ExperimentConfig } from './experiment';
import { z } from './zod';

export const SimulatorSettings = z
  .object({
    /** Pixels on a side: 128 is a 2 µm frame, 256 a 4 µm frame of the same film. */
    pixels: z.union([z.literal(128), z.literal(256)]),
    filmSeed: z.int().min(0).max(0xffffffff),
    /** How many times faster than the real thing; `max` leaves out every wait. */
    speed: z.union([z.number().min(0.1).max(1000), z.literal('max')]),
  })
  .readonly();
export type SimulatorSettings = z.infer<typeof SimulatorSettings>;

export const Settings = z
  .object({
    theme: z.enum(['light', 'dark', 'system']),
    simulator: SimulatorSettings,
    /** The newest values in the start form. */
    seeds: z.int().min(2).max(1000),
    steps: z.int().min(1).max(2000),
    mode: z.enum(['manual', 'auto', 'autonomous', 'observe']),
    countdownSeconds: z.number().min(1).max(120),
  })
  .readonly();
export type Settings = z.infer<typeof Settings>;

export const DEFAULT_SETTINGS: Settings = {
  theme: 'system',
  simulator: { pixels: 128, filmSeed: 1, speed: 10 },
  seeds: 10,
  steps: 200,
  mode: 'auto',
  countdownSeconds: 10,
};

/** Width of a pixel of the simulated film, metres: 128 pixels show 2 µm. */
const FILM_PIXEL_METRES = 2e-6 / 128;

/** The experiment that the start form offers: the defaults of the method on the instrument that the settings name. */
export function experimentFor(settings: Settings): ExperimentConfig {
  const { pixels } = settings.simulator;
  const side = pixels * FILM_PIXEL_METRES;
  return {
    ...DEFAULT_EXPERIMENT,
    seeds: settings.seeds,
    steps: settings.steps,
    scan: { ...DEFAULT_EXPERIMENT.scan, rows: pixels, cols: pixels, widthMetres: side, heightMetres: side },
    decision: { ...DEFAULT_EXPERIMENT.decision, mode: settings.mode, countdownSeconds: settings.countdownSeconds },
  };
}
