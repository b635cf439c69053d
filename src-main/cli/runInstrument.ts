/** The instrument of a run from the command line, opened from its options. */
import { basename } from 'node:path';
import { pixelToSample } from '../../src-shared/geometry';
import type { SessionView } from '../../src-shared/session/view';
import type { SimulatorSettings } from '../../src-shared/settings';
import { systemClock } from '../clock';
import type { OpenedInstrument } from '../engine/ports';
import type { ReplayableRecording } from '../exchange/recordingOf';
import { createReplay } from '../instrument/replay/driver';
import { createSimulator } from '../instrument/simulator/driver';
import type { ReportSummary } from '../report/summary';

/** Which instrument a run has, and what it is made from. */
export type RunInstrument =
  | { readonly kind: 'sim'; readonly simulator: SimulatorSettings }
  | {
      readonly kind: 'replay';
      readonly file: string;
      readonly speed: SimulatorSettings['speed'];
      readonly replayable: ReplayableRecording;
    };

export interface OpenedForRun extends OpenedInstrument {
  /** Places measured by their true class, where the truth is known. */
  readonly classes: (view: SessionView) => ReportSummary['classes'] | undefined;
}

/** Opens the instrument; not connected yet. */
export function openForRun(chosen: RunInstrument): OpenedForRun {
  if (chosen.kind === 'replay') {
    const { recording } = chosen.replayable;
    const instrument = createReplay({ recording, speed: chosen.speed, clock: systemClock });
    const settings = { driver: 'replay', file: basename(chosen.file), speed: chosen.speed };
    return { instrument, settings, classes: () => undefined };
  }
  const { instrument, groundTruth } = createSimulator({ ...chosen.simulator, clock: systemClock });
  const classes = (view: SessionView) =>
    groundTruth.countClasses(view.points.map((point) => pixelToSample(view.config.scan, point.at)));
  return { instrument, settings: { driver: 'simulator', ...chosen.simulator }, classes };
}
