/** The instrument of a run from the command line, opened from its options. */
import { basename } from 'node:path';
import { pixelToSample } from '../../src-shared/geometry';
import type { SessionView } from '../../src-shared/session/view';
import type { SimulatorSettings } from '../../src-shared/settings';
import { systemClock } from '../clock';
import type { OpenedInstrument } from '../engine/ports';
import type { ReplayableRecording } from '../exchange/recordingOf';
import { createTwinDriver, type TwinSetup } from '../instrument/dtmicroscope/driver';
import type { Twin } from '../instrument/dtmicroscope/twin';
import { createNanonis } from '../instrument/nanonis/driver';
import { createReplay } from '../instrument/replay/driver';
import { createSimulator } from '../instrument/simulator/driver';
import { withSourceMeter } from '../instrument/sourceMeter/withSourceMeter';
import type { ReportSummary } from '../report/summary';

/** Slow enough for a tip in contact. */
const TRAVEL_METRES_PER_SECOND = 2e-6;

/** Which instrument a run has, and what it is made from. */
export type RunInstrument =
  | { readonly kind: 'sim'; readonly simulator: SimulatorSettings; readonly meter?: MeterAddress | undefined }
  | { readonly kind: 'dtm'; readonly server: Omit<TwinSetup, 'clock'>; readonly twin: Twin }
  | { readonly kind: 'nanonis'; readonly nanonis: NanonisAddress; readonly meter?: MeterAddress | undefined }
  | {
      readonly kind: 'replay';
      readonly file: string;
      readonly speed: SimulatorSettings['speed'];
      readonly replayable: ReplayableRecording;
      readonly meter?: MeterAddress | undefined;
    };

/** A Nanonis: its first port works, the next one watches and stops. */
interface NanonisAddress {
  readonly host: string;
  readonly port: number;
  readonly positionToleranceMetres: number;
  readonly preampRangeAmperes: number;
}

/** A source-meter that makes the sweeps in place of the instrument. */
interface MeterAddress {
  readonly host: string;
  readonly port: number;
}

export interface OpenedForRun extends OpenedInstrument {
  /** Places measured by their true class, where the truth is known. */
  readonly classes: (view: SessionView) => ReportSummary['classes'] | undefined;
}

/** Opens the instrument; not connected yet. */
export function openForRun(chosen: RunInstrument): OpenedForRun {
  if (chosen.kind === 'dtm') {
    const { server, twin } = chosen;
    const instrument = createTwinDriver({ ...server, clock: systemClock }, twin);
    const { host, port, dataPath = '' } = server;
    return { instrument, settings: { driver: 'dtmicroscope', host, port, dataPath }, classes: () => undefined };
  }
  const opened = openTip(chosen);
  const { meter } = chosen;
  if (meter === undefined) return opened;
  const settings = { ...opened.settings, meterHost: meter.host, meterPort: meter.port };
  // The film cannot know what another sample answers.
  return { instrument: withSourceMeter(opened.instrument, meter, systemClock), settings, classes: () => undefined };
}

/** The instrument that holds the tip; a source-meter may make the sweeps in its place. */
function openTip(chosen: Exclude<RunInstrument, { kind: 'dtm' }>): OpenedForRun {
  if (chosen.kind === 'replay') return openReplay(chosen);
  return chosen.kind === 'nanonis' ? openNanonis(chosen.nanonis) : openSimulator(chosen.simulator);
}

function openNanonis({ host, port, ...rest }: NanonisAddress): OpenedForRun {
  const setup = { host, ports: [port, port + 1] as const, ...rest, travelMetresPerSecond: TRAVEL_METRES_PER_SECOND };
  const instrument = createNanonis({ ...setup, clock: systemClock });
  return { instrument, settings: { driver: 'nanonis', host, port, ...rest }, classes: () => undefined };
}

function openReplay({ replayable, file, speed }: Extract<RunInstrument, { kind: 'replay' }>): OpenedForRun {
  const instrument = createReplay({ recording: replayable.recording, speed, clock: systemClock });
  return { instrument, settings: { driver: 'replay', file: basename(file), speed }, classes: () => undefined };
}

function openSimulator(simulator: SimulatorSettings): OpenedForRun {
  const { instrument, groundTruth } = createSimulator({ ...simulator, clock: systemClock });
  const classes = (view: SessionView) =>
    groundTruth.countClasses(view.points.map((point) => pixelToSample(view.config.scan, point.at)));
  return { instrument, settings: { driver: 'simulator', ...simulator }, classes };
}
