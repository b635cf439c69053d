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
import { createReplay } from '../instrument/replay/driver';
import { createSimulator } from '../instrument/simulator/driver';
import { withSourceMeter } from '../instrument/sourceMeter/withSourceMeter';
import type { ReportSummary } from '../report/summary';

/** Which instrument a run has, and what it is made from. */
export type RunInstrument =
  | { readonly kind: 'sim'; readonly simulator: SimulatorSettings; readonly meter?: MeterAddress | undefined }
  | { readonly kind: 'dtm'; readonly server: Omit<TwinSetup, 'clock'>; readonly twin: Twin }
  | {
      readonly kind: 'replay';
      readonly file: string;
      readonly speed: SimulatorSettings['speed'];
      readonly replayable: ReplayableRecording;
      readonly meter?: MeterAddress | undefined;
    };

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
  const opened = chosen.kind === 'replay' ? openReplay(chosen) : openSimulator(chosen.simulator);
  const { meter } = chosen;
  if (meter === undefined) return opened;
  const settings = { ...opened.settings, meterHost: meter.host, meterPort: meter.port };
  // The film cannot know what another sample answers.
  return { instrument: withSourceMeter(opened.instrument, meter, systemClock), settings, classes: () => undefined };
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
