/** From settings to a driver. */
import type { Settings } from '../../src-shared/settings';
import type { Clock, OpenedInstrument } from '../engine/ports';
import { createSimulator } from './simulator/driver';

/** The instrument that the settings name; not connected yet. */
export function openInstrument({ simulator }: Settings, clock: Clock): OpenedInstrument {
  const { instrument } = createSimulator({ ...simulator, clock });
  return { instrument, settings: { driver: 'simulator', ...simulator } };
}
