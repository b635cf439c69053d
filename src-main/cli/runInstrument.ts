/** The instrument of a run from the command line: the same way to open it as in the window, and what only a film can know. */
import { pixelToSample } from '../../src-shared/geometry';
import { withTerms } from '../../src-shared/instrumentSettings';
import type { ExperimentConfig } from '../../src-shared/experiment';
import type { SessionView } from '../../src-shared/session/view';
import { systemClock } from '../clock';
import type { OpenedInstrument } from '../engine/ports';
import { openInstrument, type InstrumentChoice } from '../host/openInstrument';
import { createSimulator } from '../instrument/simulator/driver';
import type { ReportSummary } from '../report/summary';

export interface OpenedForRun extends OpenedInstrument {
  /** The experiment with what the instrument fixes of it. */
  readonly config: ExperimentConfig;
  /** What was taken from the instrument or assumed, one sentence each. */
  readonly remarks: readonly string[];
  /** Places measured by their true class, where the truth is known. */
  readonly classes: (view: SessionView) => ReportSummary['classes'] | undefined;
}

/** Opens the instrument; not connected yet. Rejects as `openInstrument`. */
export async function openForRun(choice: InstrumentChoice, wished: ExperimentConfig): Promise<OpenedForRun> {
  const { instrument, settings, terms } = await openInstrument(choice, systemClock, wished.scan);
  const config = withTerms(wished, terms);
  return { instrument, settings, config, remarks: terms.remarks, classes: (view) => classesOf(choice, view) };
}

/** Only the simulated film knows; where a source-meter measures, another sample answers. */
function classesOf({ instrument, simulator }: InstrumentChoice, view: SessionView) {
  if (instrument.driver !== 'simulator' || instrument.meter !== undefined) return undefined;
  const { groundTruth } = createSimulator({ ...simulator, clock: systemClock });
  return groundTruth.countClasses(view.points.map((point) => pixelToSample(view.config.scan, point.at)));
}
