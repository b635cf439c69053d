/** The bias spectroscopy of the simulated Nanonis, with its safe conditions. */
import { ABOVE, BELOW, CONDITION_OFF, CONDITION_STOP, EITHER, SINGLE, YES } from '../commands';
import type { Matrix } from '../fields';
import type { Microscope } from './microscope';
import { Refusal } from './refusal';
import { CURRENT_SIGNAL, HEIGHT_SIGNAL, SIGNAL_NAMES } from './signals';

export interface Condition {
  readonly threshold: number;
  readonly signal: number;
  readonly compare: number;
}

/** Settings as the commands set them; 0 and -1 in a command mean no change and do not arrive here. */
export interface SpectrumSettings {
  channels: readonly number[];
  start: number;
  end: number;
  initialSettle: number;
  slew: number;
  settle: number;
  integration: number;
  sweeps: number;
  back: boolean;
  points: number;
  resetBias: boolean;
  action: number;
  first: Condition;
  logic: number;
  second: Condition;
}

export interface SpectrumData {
  readonly names: readonly string[];
  readonly data: Matrix;
  readonly parameters: readonly number[];
}

export interface SpectroscopyModule {
  readonly settings: SpectrumSettings;
  /** Sweeps; resolves at its end, also when it is stopped, with what was measured till then. */
  start(): Promise<SpectrumData>;
  stop(): void;
  running(): boolean;
}

const NO_CONDITION: Condition = { threshold: 0, signal: CURRENT_SIGNAL, compare: ABOVE };

/** The spectroscopy module of a microscope. */
export function createSpectroscopy(microscope: Microscope): SpectroscopyModule {
  const settings: SpectrumSettings = {
    channels: [CURRENT_SIGNAL],
    start: -1,
    end: 1,
    initialSettle: 0,
    slew: Infinity,
    settle: 1e-3,
    integration: 1e-3,
    sweeps: 1,
    back: false,
    points: 128,
    resetBias: true,
    action: CONDITION_OFF,
    first: NO_CONDITION,
    logic: SINGLE,
    second: NO_CONDITION,
  };
  let stopper: AbortController | undefined;
  return {
    settings,
    running: () => stopper !== undefined,
    stop: () => stopper?.abort(),
    async start() {
      if (stopper !== undefined) throw new Refusal('A bias spectroscopy is already running');
      stopper = new AbortController();
      try {
        return await measure(microscope, { ...settings }, stopper.signal);
      } finally {
        stopper = undefined;
      }
    },
  };
}

async function measure(microscope: Microscope, settings: SpectrumSettings, signal: AbortSignal): Promise<SpectrumData> {
  const { plant } = microscope;
  const { start, end, points, back, sweeps } = settings;
  const at = microscope.position();
  const before = microscope.biasVolts;
  const engaged = microscope.z.holds();
  const sweep = {
    startVolts: start,
    peakVolts: end,
    upPoints: points,
    downPoints: Math.max(points - 1, 1),
    pointSeconds: 1,
  };
  const currents = engaged ? plant.sweep(at, sweep) : new Float64Array(2 * points - 1);
  const ordered = Float64Array.from(back ? currents : currents.subarray(0, points));
  const allowed = lastAllowed(ordered, settings);

  const lead = settings.initialSettle + Math.abs(start - before) / settings.slew;
  const each = (settings.settle + settings.integration) * Math.max(sweeps, 1);
  const total = lead + (allowed + 1) * each;
  const passing = plant.pass(total, signal);
  const reached = (): number => Math.floor((passing.progress() * total - lead) / each);
  const biasAt = (index: number): number => {
    const step = index < points ? index : 2 * (points - 1) - index;
    return start + ((end - start) * Math.max(step, 0)) / Math.max(points - 1, 1);
  };
  microscope.sweptBias = () => (signal.aborted ? before : biasAt(Math.max(0, Math.min(reached(), allowed))));
  await passing.done;
  const measured = signal.aborted ? Math.max(-1, Math.min(reached(), allowed)) : allowed;
  microscope.sweptBias = undefined;
  microscope.biasVolts = settings.resetBias ? before : biasAt(Math.max(measured, 0));
  plant.worked(total);
  return collect(settings, ordered, measured, microscope.height());
}

/** Index of the last point in the order of time: that of the first one that a safe condition ends the sweep at. */
function lastAllowed(currents: Float64Array, { action, first, logic, second }: SpectrumSettings): number {
  if (action !== CONDITION_STOP) return currents.length - 1;
  const conditions = logic === EITHER ? [first, second] : [first];
  const met = (value: number, { threshold, signal, compare }: Condition): boolean =>
    signal === CURRENT_SIGNAL && ((compare === ABOVE && value > threshold) || (compare === BELOW && value < threshold));
  const stop = currents.findIndex((value) => conditions.some((condition) => met(value, condition)));
  return stop === -1 ? currents.length - 1 : stop;
}

/** Rows of channels: bias, each channel there, each channel back beside the bias that it belongs to. */
function collect(settings: SpectrumSettings, currents: Float64Array, measured: number, height: number): SpectrumData {
  const { channels, points, back, start, end } = settings;
  const names = ['Bias calc (V)', ...channels.map((channel) => SIGNAL_NAMES[channel]!)];
  if (back) names.push(...channels.map((channel) => SIGNAL_NAMES[channel]!.replace(' (', ' [bwd] (')));
  const values = new Float32Array(names.length * points).fill(NaN);
  const valueOf = (channel: number, order: number): number => {
    if (order > measured) return NaN;
    if (channel === CURRENT_SIGNAL) return currents[order]!;
    return channel === HEIGHT_SIGNAL ? height : 0;
  };
  for (let i = 0; i < points; i++) {
    values[i] = start + ((end - start) * i) / Math.max(points - 1, 1);
    channels.forEach((channel, c) => {
      values[(1 + c) * points + i] = valueOf(channel, i);
      if (back) values[(1 + channels.length + c) * points + i] = valueOf(channel, 2 * (points - 1) - i);
    });
  }
  return { names, data: { rows: names.length, cols: points, values }, parameters: [start, end] };
}

/** Whether a command asks for a way back. */
export function wantsBack(code: number): boolean {
  return code === YES;
}
