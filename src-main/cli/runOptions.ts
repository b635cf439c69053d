/** From the words of the command line to an experiment and an instrument. */
import { MAX_SEEDS, MAX_STEPS, POLICIES, type ExperimentConfig } from '../../src-shared/experiment';
import { DEFAULT_SETTINGS, experimentFor, type SimulatorSettings } from '../../src-shared/settings';
import { formatQuantity } from '../../src-shared/units';
import type { BiasSweep } from '../../src-shared/sweep';
import { systemClock } from '../clock';
import { openRecording, type RecordingOptions } from '../exchange/recordingOf';
import { probeTwin } from '../instrument/dtmicroscope/driver';
import type { Recording } from '../instrument/replay/recording';
import { EXPERIMENT_OPTIONS, readExperiment } from './experimentOptions';
import type { RunInstrument } from './runInstrument';
import { oneOf, readOptions, realNumber, UsageError, wholeNumber } from './usage';

const MAX_SEED = 0xffffffff;
const DEFAULT_SEED = '1';
/** Where DTMicroscope's server and a source-meter listen unless told otherwise. */
const DTM_PORT = '9092';
const METER_PORT = '5025';
/** The first of the ports of a Nanonis; the next one is for the connection that watches and stops. */
const NANONIS_PORT = '6501';
const PREAMP_RANGE_AMPERES = 10e-9;

const OPTIONS = {
  instrument: { type: 'string', default: 'sim' },
  pixels: { type: 'string', default: '128' },
  seeds: { type: 'string' },
  steps: { type: 'string' },
  seed: { type: 'string', default: DEFAULT_SEED },
  policy: { type: 'string' },
  speed: { type: 'string', default: 'max' },
  ...EXPERIMENT_OPTIONS,
  out: { type: 'string' },
  json: { type: 'boolean', default: false },
  demo: { type: 'boolean', default: false },
  file: { type: 'string' },
  host: { type: 'string', default: '127.0.0.1' },
  port: { type: 'string' },
  data: { type: 'string' },
  meter: { type: 'string' },
  'preamp-amperes': { type: 'string' },
  'pixel-metres': { type: 'string' },
  'film-metres': { type: 'string' },
  'contact-square-metres': { type: 'string' },
} as const;

export interface RunOptions {
  readonly config: ExperimentConfig;
  readonly instrument: RunInstrument;
  /** What was chosen or assumed, one sentence each. */
  readonly remarks: readonly string[];
  readonly out: string | undefined;
  readonly json: boolean;
}

/** The options of `run`. Throws {@link UsageError}, or `config/invalid` for settings that do not exist or fit. */
export async function readRunOptions(args: readonly string[]): Promise<RunOptions> {
  const { values } = readOptions(args, OPTIONS, 0);
  const kind = oneOf('instrument', values.instrument, ['sim', 'replay', 'dtm', 'nanonis']);
  const meter = meterOf(values.meter);
  const pixels = Number(oneOf('pixels', values.pixels, ['128', '256'])) as 128 | 256;
  const seed = wholeNumber('seed', values.seed, 0, MAX_SEED);
  const speed = speedOf(values.speed);
  const simulator: SimulatorSettings = { pixels, filmSeed: seed, speed };
  const film = experimentFor({ ...DEFAULT_SETTINGS, simulator });
  const base = { ...film, decision: { ...film.decision, mode: 'autonomous' as const } };
  const asked = {
    seed,
    ...(values.seeds === undefined ? {} : { seeds: wholeNumber('seeds', values.seeds, 2, MAX_SEEDS) }),
    ...(values.steps === undefined ? {} : { steps: wholeNumber('steps', values.steps, 1, MAX_STEPS) }),
    ...(values.policy === undefined ? {} : { policy: oneOf('policy', values.policy, POLICIES) }),
  };
  const common = { out: values.out, json: values.json };
  if (kind === 'sim') {
    if (values.file !== undefined) throw new UsageError('--file needs --instrument replay.');
    const config = await readExperiment(base, values, asked);
    return { config, instrument: { kind, simulator, meter }, remarks: [], ...common };
  }
  if (kind === 'dtm') {
    if (meter !== undefined) throw new UsageError('--meter needs a tip that is there; a twin has none.');
    const server = { host: values.host, port: portOf('port', values.port ?? DTM_PORT), dataPath: values.data };
    const twin = await probeTwin({ ...server, clock: systemClock }, new AbortController().signal);
    const named = { ...base, name: `DTMicroscope at ${server.host}:${server.port}`.slice(0, 120) };
    const wished = await readExperiment(named, values, asked);
    const fitted = fitToData(wished, { source: 'the data set of the server', ...twin });
    const remarks = [...fitted.remarks, ...twin.remarks];
    return { config: fitted.config, instrument: { kind, server, twin }, remarks, ...common };
  }
  if (kind === 'nanonis') {
    const server = { host: values.host, port: portOf('port', values.port ?? NANONIS_PORT) };
    const named = { ...base, name: `Nanonis at ${server.host}:${server.port}`.slice(0, 120) };
    const config = await readExperiment(named, values, asked);
    const preampRangeAmperes = preampRangeOf(values['preamp-amperes']);
    // A tip that stops further away stands on another pixel.
    const { widthMetres, heightMetres, cols, rows } = config.scan;
    const positionToleranceMetres = Math.min(widthMetres / cols, heightMetres / rows) / 2;
    const nanonis = { ...server, positionToleranceMetres, preampRangeAmperes };
    return { config, instrument: { kind, nanonis, meter }, remarks: [], ...common };
  }
  const { file } = values;
  if (file === undefined) throw new UsageError('--instrument replay needs --file with what is to be replayed.');
  const replayable = await openRecording(file, recordingOptions(values));
  const replayed = { ...base, name: `Replay of ${replayable.recording.source}`.slice(0, 120) };
  const wished = await readExperiment(replayed, values, asked);
  const { config, remarks } = fitToData(wished, replayable.recording, replayable.places);
  const all = [...remarks, ...replayable.remarks];
  return { config, instrument: { kind, file, speed, replayable, meter }, remarks: all, ...common };
}

function recordingOptions(values: Readonly<Record<string, unknown>>): RecordingOptions {
  const number = (option: string, lowest: number, highest: number): number | undefined => {
    const text = values[option];
    return typeof text === 'string' ? realNumber(option, text, lowest, highest) : undefined;
  };
  const [pixelMetres, filmMetres] = [number('pixel-metres', 1e-12, 1e-5), number('film-metres', 1e-10, 1e-4)];
  const contactSquareMetres = number('contact-square-metres', 1e-20, 1e-8);
  return {
    ...(pixelMetres === undefined ? {} : { pixelMetres }),
    ...(filmMetres === undefined ? {} : { filmMetres }),
    ...(contactSquareMetres === undefined ? {} : { contactSquareMetres }),
  };
}

/** What was measured before has one raster and one sweep: the experiment takes them, and says so. */
function fitToData(
  wished: ExperimentConfig,
  { source, frame, sweep }: Pick<Recording, 'source' | 'frame' | 'sweep'>,
  places?: ExperimentConfig['places'],
) {
  const { rows, cols, widthMetres, heightMetres } = frame;
  const { lineSeconds } = wished.scan;
  const config: ExperimentConfig = {
    ...wished,
    scan: { rows, cols, widthMetres, heightMetres, lineSeconds },
    sweep: { ...sweep, pointSeconds: wished.sweep.pointSeconds },
    ...(places === undefined ? {} : { places }),
  };
  const side = `${formatQuantity(widthMetres, 'm')} x ${formatQuantity(heightMetres, 'm')}`;
  return {
    config,
    remarks: [`Frame and sweep are those of ${source}: ${cols} x ${rows} pixels, ${side}, ${sweepWords(sweep)}.`],
  };
}

function sweepWords({ startVolts, peakVolts, upPoints, downPoints }: BiasSweep): string {
  const back = downPoints === 0 ? '' : ` and back in ${downPoints}`;
  return `${formatQuantity(startVolts, 'V')} to ${formatQuantity(peakVolts, 'V')} in ${upPoints} points${back}`;
}

/** HOST:PORT of a source-meter that makes the sweeps. */
function meterOf(text: string | undefined): { readonly host: string; readonly port: number } | undefined {
  if (text === undefined) return undefined;
  const [, host, port] = /^(.+?)(?::(\d+))?$/.exec(text) ?? [];
  if (host === undefined) throw new UsageError(`--meter takes HOST or HOST:PORT, not "${text}".`);
  return { host, port: portOf('meter', port ?? METER_PORT) };
}

function preampRangeOf(text: string | undefined): number {
  return text === undefined ? PREAMP_RANGE_AMPERES : realNumber('preamp-amperes', text, 1e-13, 1);
}

function portOf(option: string, text: string): number {
  return wholeNumber(option, text, 1, 65_535);
}

function speedOf(text: string): number | 'max' {
  if (text === 'max') return 'max';
  const speed = Number(text.replace(',', '.'));
  if (!(speed >= 0.1 && speed <= 1000))
    throw new UsageError(`--speed takes a number from 0.1 to 1000, or max, not "${text}".`);
  return speed;
}
