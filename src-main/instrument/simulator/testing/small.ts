/** The simulator as its tests use it: a small film that takes no time to make. */
import { DEFAULT_EXPERIMENT } from '../../../../src-shared/experiment';
import { createTurnClock } from '../../../testing/turnClock';
import { createSimulator, type SimulatorSetup } from '../driver';
import { STABLE } from '../imperfections';

export const { scan, sweep } = DEFAULT_EXPERIMENT;
export const LIMIT = 20e-9;
export const QUIET = {
  ...STABLE,
  heightNoiseMetres: 0,
  positionNoiseMetres: 0,
  currentNoiseShare: 0,
  currentNoiseAmperes: 0,
};

export function signal(): AbortSignal {
  return new AbortController().signal;
}

/** A simulator of a 32-pixel film (0.5 µm), which takes no time to make. */
export function small(setup: Partial<SimulatorSetup> = {}): ReturnType<typeof createSimulator> {
  return createSimulator({ pixels: 32, filmSeed: 1, speed: 'max', clock: createTurnClock(), ...setup });
}

export const smallScan = { rows: 32, cols: 32, widthMetres: 0.5e-6, heightMetres: 0.5e-6, lineSeconds: 0.5 };
