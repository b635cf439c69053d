/** What stands in the place of an instrument that is not there. */
import { ConsoleError } from '../../src-shared/errors';
import { scanFor, type Settings } from '../../src-shared/settings';
import type { Instrument } from '../engine/ports';
import type { PlannedInstrument } from './openInstrument';

/** The stand-in for an instrument that settings name and that is not there. It refuses everything, stopping included. */
export function absentInstrument(settings: Settings, why: string): PlannedInstrument {
  const { driver } = settings.instrument;
  const name = {
    simulator: 'Simulator',
    replay: 'Replay',
    dtmicroscope: 'DTMicroscope',
    nanonis: 'Nanonis',
    aecroscopy: 'AEcroscopy',
  }[driver];
  const refuse = (): Promise<never> =>
    Promise.reject(
      new ConsoleError({
        code: 'instrument/offline',
        message: `${name} ${why}.`,
        hint: 'Open Setup and test the connection.',
      }),
    );
  const nothing = (): Promise<void> => Promise.resolve();
  const instrument: Instrument = {
    identity: { name, version: 'not connected', simulated: false },
    capabilities: {
      lineEvents: false,
      abortScan: false,
      abortSweep: false,
      positionReadback: false,
      hardwareCompliance: false,
      maxFrameMetres: Math.max(scanFor(settings).widthMetres, scanFor(settings).heightMetres),
      biasRangeVolts: [0, 0],
    },
    connect: refuse,
    status: refuse,
    scanFrame: refuse,
    moveTo: refuse,
    sweepBias: refuse,
    makeSafe: refuse,
    withdraw: refuse,
    close: nothing,
  };
  const terms = { name, raster: undefined, sweep: undefined, places: undefined, remarks: [] };
  return { instrument, settings: { driver }, terms };
}
