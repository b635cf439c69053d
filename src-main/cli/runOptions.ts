/** From the words of the command line to an experiment and an instrument. */
import { basename } from 'node:path';
import { DEFAULT_EXPERIMENT, MAX_SEEDS, MAX_STEPS, POLICIES, type ExperimentConfig } from '../../src-shared/experiment';
import { DEFAULT_BRIDGE, type ReplaySettings } from '../../src-shared/instrumentSettings';
import { DEFAULT_SETTINGS, experimentFor, scanFor } from '../../src-shared/settings';
import type { InstrumentChoice } from '../host/openInstrument';
import { EXPERIMENT_OPTIONS, readExperiment } from './experimentOptions';
import { oneOf, readOptions, realNumber, UsageError, wholeNumber } from './usage';

const MAX_SEED = 0xffffffff;
const DEFAULT_SEED = '1';
/** Where DTMicroscope's server and a source-meter listen unless told otherwise. */
const DTM_PORT = '9092';
const METER_PORT = '5025';
/** The first of the ports of a Nanonis; the next one is for the connection that watches and stops. */
const NANONIS_PORT = '6501';
const PREAMP_RANGE_AMPERES = 10e-9;
const DRIVER_OF = {
  sim: 'simulator',
  replay: 'replay',
  dtm: 'dtmicroscope',
  nanonis: 'nanonis',
  aecroscopy: 'aecroscopy',
} as const;

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
  faults: { type: 'string' },
  sample: { type: 'boolean', default: false },
} as const;

export interface RunOptions {
  /** What is wished for; an instrument with data of its own may fix frame and sweep. */
  readonly config: ExperimentConfig;
  readonly instrument: InstrumentChoice;
  readonly out: string | undefined;
  readonly json: boolean;
  /** File with what is to go wrong with the instrument. */
  readonly faults: string | undefined;
}

/** The options of `run`. Throws {@link UsageError}, or `config/invalid` for settings that do not exist or fit. */
export async function readRunOptions(args: readonly string[]): Promise<RunOptions> {
  const { values } = readOptions(args, OPTIONS, 0);
  const seed = wholeNumber('seed', values.seed, 0, MAX_SEED);
  const chosen = choiceOf(values, seed);
  const film = experimentFor({ ...DEFAULT_SETTINGS, ...chosen });
  const base = { ...film, name: nameOf(chosen), decision: { ...film.decision, mode: 'autonomous' as const } };
  const asked = {
    seed,
    ...(values.seeds === undefined ? {} : { seeds: wholeNumber('seeds', values.seeds, 2, MAX_SEEDS) }),
    ...(values.steps === undefined ? {} : { steps: wholeNumber('steps', values.steps, 1, MAX_STEPS) }),
    ...(values.sample ? { sample: true } : {}),
    ...(values.policy === undefined ? {} : { policy: oneOf('policy', values.policy, POLICIES) }),
  };
  const config = await readExperiment(base, values, asked);
  return { config, instrument: chosen, out: values.out, json: values.json, faults: values.faults };
}

type Values = ReturnType<typeof readOptions<typeof OPTIONS>>['values'];

/** The instrument that the words name, with what is known about it. */
function choiceOf(values: Values, filmSeed: number): InstrumentChoice {
  const kind = oneOf('instrument', values.instrument, ['sim', 'replay', 'dtm', 'nanonis', 'aecroscopy']);
  const { file, host, data = '' } = values;
  const meter = meterOf(values.meter);
  refuseMisfits(kind, file, meter);
  const port = (standard: string): number => portOf('port', values.port ?? standard);
  const pixels = Number(oneOf('pixels', values.pixels, ['128', '256'])) as 128 | 256;
  const speed = speedOf(values.speed);
  const defaults = DEFAULT_SETTINGS.instrument;
  const preampRangeAmperes = preampRangeOf(values['preamp-amperes']);
  const scan = scanFor({ instrument: defaults, simulator: { pixels, filmSeed, speed } });
  return {
    simulator: { pixels, filmSeed, speed },
    instrument: {
      driver: DRIVER_OF[kind],
      replay: { file: file ?? '', speed, ...recordingOptions(values) },
      dtmicroscope: kind === 'dtm' ? { host, port: port(DTM_PORT), dataPath: data } : defaults.dtmicroscope,
      nanonis: kind === 'nanonis' ? { host, port: port(NANONIS_PORT), preampRangeAmperes, scan } : defaults.nanonis,
      ...(kind === 'aecroscopy' ? { aecroscopy: { host, port: port(String(DEFAULT_BRIDGE.port)) } } : {}),
      ...(meter === undefined ? {} : { meter }),
    },
  };
}

/** Options that only make sense together. */
function refuseMisfits(kind: string, file: string | undefined, meter: unknown): void {
  if (kind !== 'replay' && file !== undefined) throw new UsageError('--file needs --instrument replay.');
  if (kind === 'replay' && file === undefined)
    throw new UsageError('--instrument replay needs --file with what is to be replayed.');
  if (kind === 'dtm' && meter !== undefined)
    throw new UsageError('--meter needs a tip that is there; a twin has none.');
}

/** What a session is called unless the settings name it. */
function nameOf({
  instrument: { driver, replay, dtmicroscope, nanonis, aecroscopy = DEFAULT_BRIDGE },
}: InstrumentChoice): string {
  const name = {
    simulator: DEFAULT_EXPERIMENT.name,
    replay: `Replay of ${basename(replay.file)}`,
    dtmicroscope: `DTMicroscope at ${dtmicroscope.host}:${dtmicroscope.port}`,
    nanonis: `Nanonis at ${nanonis.host}:${nanonis.port}`,
    aecroscopy: `AEcroscopy at ${aecroscopy.host}:${aecroscopy.port}`,
  }[driver];
  return name.slice(0, 120);
}

function recordingOptions(values: Values): Omit<ReplaySettings, 'file' | 'speed'> {
  const number = (
    option: 'pixel-metres' | 'film-metres' | 'contact-square-metres',
    lowest: number,
    highest: number,
  ): number | undefined => {
    const text = values[option];
    return text === undefined ? undefined : realNumber(option, text, lowest, highest);
  };
  const [pixelMetres, filmMetres] = [number('pixel-metres', 1e-12, 1e-5), number('film-metres', 1e-10, 1e-4)];
  const contactSquareMetres = number('contact-square-metres', 1e-20, 1e-8);
  return {
    ...(pixelMetres === undefined ? {} : { pixelMetres }),
    ...(filmMetres === undefined ? {} : { filmMetres }),
    ...(contactSquareMetres === undefined ? {} : { contactSquareMetres }),
  };
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
