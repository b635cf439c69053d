/** From settings to a driver, for the window and the command line alike. */
import { basename } from 'node:path';
import { ConsoleError } from '../../src-shared/errors';
import { DEFAULT_BRIDGE, type InstrumentTerms } from '../../src-shared/instrumentSettings';
import type { ScanSettings } from '../../src-shared/scan';
import { scanFor, type Settings } from '../../src-shared/settings';
import type { BiasSweep } from '../../src-shared/sweep';
import { formatQuantity } from '../../src-shared/units';
import type { Clock, OpenedInstrument } from '../engine/ports';
import { openRecording, type OpenRecording } from '../exchange/recording/openRecording';
import { createBridgeDriver } from '../instrument/aecroscopy/driver';
import { createTwinDriver, probeTwin } from '../instrument/dtmicroscope/driver';
import { createNanonis } from '../instrument/nanonis/driver';
import { createReplay } from '../instrument/replay/driver';
import type { Recording } from '../instrument/replay/recording';
import { createSimulator } from '../instrument/simulator/driver';
import { withSourceMeter } from '../instrument/sourceMeter/withSourceMeter';

/** Slow enough for a tip in contact. */
const TRAVEL_METRES_PER_SECOND = 2e-6;

/** The part of the settings that says which instrument there is. */
export type InstrumentChoice = Pick<Settings, 'instrument' | 'simulator'>;

/** An instrument, not connected yet, and what it fixes of an experiment. */
export interface PlannedInstrument extends OpenedInstrument {
  readonly terms: InstrumentTerms;
}

/**
 * The instrument that the settings name. A replay reads its file, a twin is asked what it holds; neither moves anything.
 * Rejects with what the file or the server says against it, or `config/invalid` where the choice makes no sense.
 *
 * @param scan the frame that will be measured, from which a Nanonis takes how far from a pixel the tip may stop
 * @param open opens what is replayed
 */
export async function openInstrument(
  choice: InstrumentChoice,
  clock: Clock,
  scan: ScanSettings = scanFor(choice),
  open: OpenRecording = openRecording,
): Promise<PlannedInstrument> {
  const opened = await openTip(choice, clock, scan, open);
  const { meter, driver } = choice.instrument;
  if (meter === undefined) return opened;
  if (driver === 'dtmicroscope')
    throw invalid('A source-meter needs a tip that is there; a twin has none.', 'Choose another instrument.');
  const settings = { ...opened.settings, meterHost: meter.host, meterPort: meter.port };
  return { ...opened, instrument: withSourceMeter(opened.instrument, meter, clock), settings };
}

/** The instrument that holds the tip; a source-meter may make the sweeps in its place. */
async function openTip(
  choice: InstrumentChoice,
  clock: Clock,
  scan: ScanSettings,
  open: OpenRecording,
): Promise<PlannedInstrument> {
  switch (choice.instrument.driver) {
    case 'simulator':
      return openSimulator(choice, clock);
    case 'replay':
      return openReplay(choice, clock, open);
    case 'dtmicroscope':
      return openTwin(choice, clock);
    case 'nanonis':
      return openNanonis(choice, clock, scan);
    case 'aecroscopy':
      return openBridge(choice, clock, scan);
  }
}

function openSimulator({ simulator }: InstrumentChoice, clock: Clock): PlannedInstrument {
  const { instrument } = createSimulator({ ...simulator, clock });
  return { instrument, settings: { driver: 'simulator', ...simulator }, terms: free('Simulated perovskite film') };
}

async function openReplay(
  { instrument: { replay } }: InstrumentChoice,
  clock: Clock,
  open: OpenRecording,
): Promise<PlannedInstrument> {
  const { file, speed, pixelMetres, filmMetres, contactSquareMetres } = replay;
  if (file === '')
    throw invalid('A replay needs a file or a session folder, and none is chosen.', 'Choose what is to be replayed.');
  const { recording, places, remarks } = await open(file, {
    ...(pixelMetres === undefined ? {} : { pixelMetres }),
    ...(filmMetres === undefined ? {} : { filmMetres }),
    ...(contactSquareMetres === undefined ? {} : { contactSquareMetres }),
  });
  const terms = termsOf(`Replay of ${recording.source}`, recording, places, remarks);
  const instrument = createReplay({ recording, speed, clock });
  return { instrument, settings: { driver: 'replay', file: basename(file), speed }, terms };
}

async function openTwin({ instrument }: InstrumentChoice, clock: Clock): Promise<PlannedInstrument> {
  const { host, port, dataPath } = instrument.dtmicroscope;
  const setup = { host, port, dataPath: dataPath === '' ? undefined : dataPath, clock };
  const twin = await probeTwin(setup, new AbortController().signal);
  const data = { source: 'the data set of the server', ...twin };
  const terms = termsOf(`DTMicroscope at ${host}:${port}`, data, undefined, twin.remarks);
  const settings = { driver: 'dtmicroscope', host, port, dataPath };
  return { instrument: createTwinDriver(setup, twin), settings, terms };
}

function openNanonis({ instrument }: InstrumentChoice, clock: Clock, scan: ScanSettings): PlannedInstrument {
  const { host, port, preampRangeAmperes } = instrument.nanonis;
  // A tip that stops further away stands on another pixel.
  const positionToleranceMetres = Math.min(scan.widthMetres / scan.cols, scan.heightMetres / scan.rows) / 2;
  const rest = { positionToleranceMetres, preampRangeAmperes };
  const ports = [port, port + 1] as const;
  return {
    instrument: createNanonis({ host, ports, ...rest, travelMetresPerSecond: TRAVEL_METRES_PER_SECOND, clock }),
    settings: { driver: 'nanonis', host, port, ...rest },
    terms: free(`Nanonis at ${host}:${port}`),
  };
}

function openBridge({ instrument }: InstrumentChoice, clock: Clock, scan: ScanSettings): PlannedInstrument {
  const { host, port } = instrument.aecroscopy ?? DEFAULT_BRIDGE;
  // A tip that stops further away stands on another pixel.
  const positionToleranceMetres = Math.min(scan.widthMetres / scan.cols, scan.heightMetres / scan.rows) / 2;
  const setup = { host, port, positionToleranceMetres };
  return {
    instrument: createBridgeDriver({ ...setup, travelMetresPerSecond: TRAVEL_METRES_PER_SECOND, clock }),
    settings: { driver: 'aecroscopy', ...setup },
    terms: free(`AEcroscopy at ${host}:${port}`),
  };
}

/** An instrument that measures fixes nothing. */
function free(name: string): InstrumentTerms {
  return { name: name.slice(0, 120), raster: undefined, sweep: undefined, places: undefined, remarks: [] };
}

/** What was measured before has one raster and one sweep: an experiment on it takes them, and that is said. */
function termsOf(
  name: string,
  { source, frame, sweep }: Pick<Recording, 'source' | 'frame' | 'sweep'>,
  places: InstrumentTerms['places'],
  remarks: readonly string[],
): InstrumentTerms {
  const { rows, cols, widthMetres, heightMetres } = frame;
  const side = `${formatQuantity(widthMetres, 'm')} x ${formatQuantity(heightMetres, 'm')}`;
  const taken = `Frame and sweep are those of ${source}: ${cols} x ${rows} pixels, ${side}, ${sweepWords(sweep)}.`;
  const raster = { rows, cols, widthMetres, heightMetres };
  return { name: name.slice(0, 120), raster, sweep, places, remarks: [taken, ...remarks] };
}

function sweepWords({ startVolts, peakVolts, upPoints, downPoints }: BiasSweep): string {
  const back = downPoints === 0 ? '' : ` and back in ${downPoints}`;
  return `${formatQuantity(startVolts, 'V')} to ${formatQuantity(peakVolts, 'V')} in ${upPoints} points${back}`;
}

function invalid(message: string, hint: string): ConsoleError {
  return new ConsoleError({ code: 'config/invalid', message, hint });
}
