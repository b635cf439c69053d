/** What the simulated Nanonis does at each command. */
import { samplePoint } from '../../../../src-shared/geometry';
import type { Clock } from '../../../engine/ports';
import { SCAN_START, SCAN_STOP, Z_HOLD, type Arguments, type CommandName, type Reply } from '../commands';
import type { Microscope } from './microscope';
import { Refusal } from './refusal';
import type { ScanModule } from './scan';
import { BIAS_SIGNAL, CURRENT_SIGNAL, HEIGHT_SIGNAL, SIGNAL_NAMES, X_SIGNAL, Y_SIGNAL } from './signals';
import { wantsBack, type SpectroscopyModule } from './spectroscopy';

export type Handlers = {
  readonly [N in CommandName]: (...args: Arguments<N>) => Reply<N> | Promise<Reply<N>>;
};

export interface Modules {
  readonly microscope: Microscope;
  readonly scan: ScanModule;
  readonly spectroscopy: SpectroscopyModule;
  readonly clock: Clock;
  /** Host release that `Util.VersionGet` tells. */
  readonly release: number;
}

/** Product name by which a client can tell that no real instrument is there. */
const PRODUCT = 'Nanonis simulator (Curioscope)';
const BIAS_LIMIT_VOLTS = 10;

/** Handlers of all commands. */
export function createHandlers(modules: Modules): Handlers {
  return {
    ...generalHandlers(modules),
    ...tipHandlers(modules),
    ...scanHandlers(modules),
    ...spectroscopyHandlers(modules),
  };
}

function generalHandlers({ microscope, release }: Modules) {
  const signal = (index: number): number => {
    if (SIGNAL_NAMES[index] === undefined) throw new Refusal('Invalid signal index');
    const at = microscope.position();
    const read: Readonly<Record<number, () => number>> = {
      [CURRENT_SIGNAL]: microscope.current,
      [BIAS_SIGNAL]: () => biasOf(microscope),
      [X_SIGNAL]: () => at.xMetres,
      [Y_SIGNAL]: () => at.yMetres,
      [HEIGHT_SIGNAL]: microscope.height,
    };
    return read[index]?.() ?? 0;
  };
  return {
    'Util.VersionGet': () => [PRODUCT, 'Generic 5', release, release],
    'Signals.NamesGet': () => [SIGNAL_NAMES],
    'Signals.ValGet': (index) => [signal(index)],
    'Signals.ValsGet': (indexes) => [indexes.map(signal)],
    'Current.Get': () => [microscope.current()],
    'Piezo.RangeGet': () => [microscope.plant.rangeMetres, microscope.plant.rangeMetres, 2e-6],
    'Bias.Get': () => [biasOf(microscope)],
    'Bias.Set': (volts) => {
      if (!(Math.abs(volts) <= BIAS_LIMIT_VOLTS)) throw new Refusal('Bias out of range');
      microscope.biasVolts = volts;
      return [];
    },
  } satisfies Partial<Handlers>;
}

function biasOf({ sweptBias, biasVolts }: Microscope): number {
  return sweptBias?.() ?? biasVolts;
}

function tipHandlers({ microscope, spectroscopy }: Modules) {
  let setpoint = 1e-9;
  return {
    'FolMe.XYPosSet': async (x, y, wait) => {
      const moving = microscope.moveTip(samplePoint(x, y));
      if (wait !== 0) await moving;
      return [];
    },
    'FolMe.XYPosGet': () => [microscope.position().xMetres, microscope.position().yMetres],
    'FolMe.SpeedSet': (speed) => {
      microscope.setSpeed(speed);
      return [];
    },
    'FolMe.Stop': () => {
      microscope.stopMove();
      return [];
    },
    'ZCtrl.OnOffSet': (on) => {
      if (on === 0) microscope.z.switchOff();
      else void microscope.z.engage();
      return [];
    },
    'ZCtrl.OnOffGet': () => [microscope.z.holds() ? 1 : 0],
    'ZCtrl.SetpntGet': () => [setpoint],
    'ZCtrl.SetpntSet': (value) => {
      setpoint = value;
      return [];
    },
    'ZCtrl.ZPosGet': () => [microscope.height()],
    'ZCtrl.Withdraw': async (wait) => {
      const withdrawing = microscope.z.withdraw();
      if (wait !== 0) await withdrawing;
      return [];
    },
    'ZCtrl.StatusGet': () => [microscope.z.holds() && spectroscopy.running() ? Z_HOLD : microscope.z.state()],
    'SafeTip.OnOffGet': () => [1],
  } satisfies Partial<Handlers>;
}

function scanHandlers({ scan, clock }: Modules) {
  return {
    'Scan.FrameSet': (...[centreX, centreY, width, height, angle]) => {
      scan.setFrame({ centreX, centreY, width, height, angle });
      return [];
    },
    'Scan.FrameGet': () => {
      const { centreX, centreY, width, height, angle } = scan.frame();
      return [centreX, centreY, width, height, angle];
    },
    'Scan.BufferSet': (channels, pixels, lines) => {
      scan.setBuffer(channels, pixels, lines);
      return [];
    },
    'Scan.BufferGet': () => {
      const { channels, pixels, lines } = scan.buffer();
      return [channels, pixels, lines];
    },
    'Scan.SpeedSet': (_forwardSpeed, _backwardSpeed, forwardSeconds, backwardSeconds) => {
      scan.setLineSeconds(forwardSeconds, backwardSeconds);
      return [];
    },
    'Scan.PropsSet': () => [],
    'Scan.Action': (action, direction) => {
      if (action === SCAN_START) scan.start(direction);
      else if (action === SCAN_STOP) scan.stop();
      else throw new Refusal('This simulator only starts and stops scans');
      return [];
    },
    'Scan.StatusGet': () => [scan.running() ? 1 : 0],
    'Scan.WaitEndOfScan': async (milliseconds) => {
      const forEver = milliseconds < 0;
      const wait = (signal: AbortSignal): Promise<void> => clock.sleep(forEver ? 1e6 : milliseconds / 1000, signal);
      const timedOut = await scan.waitForEnd(wait);
      return [timedOut ? 1 : 0, ''];
    },
    'Scan.FrameDataGrab': (channel) => {
      const { name, image, direction } = scan.grab(channel);
      return [name, image, direction];
    },
  } satisfies Partial<Handlers>;
}

function spectroscopyHandlers({ spectroscopy, scan }: Modules) {
  const { settings } = spectroscopy;
  /** A code of 1 for yes and 2 for no; 0 leaves things as they are. */
  const choice = (code: number, before: boolean): boolean => (code === 0 ? before : wantsBack(code));
  return {
    'BiasSpectr.Open': () => [],
    'BiasSpectr.Stop': () => {
      spectroscopy.stop();
      return [];
    },
    'BiasSpectr.StatusGet': () => [spectroscopy.running() ? 1 : 0],
    'BiasSpectr.ChsSet': (channels) => {
      if (channels.some((index) => SIGNAL_NAMES[index] === undefined)) throw new Refusal('Invalid channel index');
      settings.channels = channels;
      return [];
    },
    'BiasSpectr.PropsSet': (_saveAll, sweeps, back, points) => {
      settings.sweeps = sweeps > 0 ? sweeps : settings.sweeps;
      settings.back = choice(back, settings.back);
      settings.points = points > 1 ? Math.min(points, 65_536) : settings.points;
      return [];
    },
    'BiasSpectr.PropsGet': () => {
      const { sweeps, back, points } = settings;
      // No names of parameters, twice (8 bytes each), then autosave and dialog off.
      return [0, sweeps, back ? 1 : 0, points, new Uint8Array(20)];
    },
    'BiasSpectr.LimitsSet': (start, end) => {
      if (!(Math.abs(start) <= BIAS_LIMIT_VOLTS && Math.abs(end) <= BIAS_LIMIT_VOLTS))
        throw new Refusal('Bias out of range');
      Object.assign(settings, { start, end });
      return [];
    },
    'BiasSpectr.LimitsGet': () => [settings.start, settings.end],
    'BiasSpectr.TimingSet': (...[, , initialSettle, slew, settle, integration]) => {
      Object.assign(settings, { initialSettle, slew: slew > 0 ? slew : settings.slew, settle, integration });
      return [];
    },
    'BiasSpectr.AdvPropsSet': (resetBias) => {
      settings.resetBias = choice(resetBias, settings.resetBias);
      return [];
    },
    'BiasSpectr.SafeCond1Set': (action, threshold, signal, compare) => {
      settings.action = action === 0 ? settings.action : action;
      settings.first = { threshold, signal, compare };
      return [];
    },
    'BiasSpectr.SafeCond2Set': (logic, threshold, signal, compare) => {
      Object.assign(settings, { logic, second: { threshold, signal, compare } });
      return [];
    },
    'BiasSpectr.Start': async () => {
      if (scan.running()) throw new Refusal('A scan is running');
      const { names, data, parameters } = await spectroscopy.start();
      return [names, data, parameters];
    },
  } satisfies Partial<Handlers>;
}
