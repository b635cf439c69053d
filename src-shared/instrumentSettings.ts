/** Which instrument is used and how it is reached, and what an instrument fixes of an experiment. */
import type { ExperimentConfig } from './experiment';
import type { PixelPoint, Raster } from './geometry';
import { SafetyLimits } from './limits';
import { ScanSettings } from './scan';
import { BiasSweep } from './sweep';
import { z } from './zod';

/** How many times faster than the real thing; `max` leaves out every wait. */
const PaceSettings = z.union([z.number().min(0.1).max(1000), z.literal('max')]);

export const SimulatorSettings = z
  .object({
    /** Pixels on a side: 128 is a 2 µm frame, 256 a 4 µm frame of the same film. */
    pixels: z.union([z.literal(128), z.literal(256)]),
    filmSeed: z.int().min(0).max(0xffffffff),
    speed: PaceSettings,
  })
  .readonly();
export type SimulatorSettings = z.infer<typeof SimulatorSettings>;

/** A name or an address in a network. */
const HostName = z.string().min(1).max(253);
const Port = z.int().min(1).max(65_535);

export const ReplaySettings = z
  .object({
    /** A session folder or a file of recorded curves; empty until one is chosen. */
    file: z.string().max(4096),
    speed: PaceSettings,
    /** What is assumed where the file does not say it: side of a pixel, thickness of the film, area of the contact. */
    pixelMetres: z.number().min(1e-12).max(1e-5).optional(),
    filmMetres: z.number().min(1e-10).max(1e-4).optional(),
    contactSquareMetres: z.number().min(1e-20).max(1e-8).optional(),
  })
  .readonly();
export type ReplaySettings = z.infer<typeof ReplaySettings>;

const TwinSettings = z
  .object({
    host: HostName,
    port: Port,
    /** The data file, as a path on the server's disk; empty for the server's own choice. */
    dataPath: z.string().max(4096),
  })
  .readonly();
type TwinSettings = z.infer<typeof TwinSettings>;

export const NanonisSettings = z
  .object({
    host: HostName,
    /** The first of two ports: one works, the next one watches and stops. */
    port: Port.max(65_534),
    /** Current at which the preamplifier clips, amperes. */
    preampRangeAmperes: z.number().min(1e-13).max(1),
    /** The survey frame about the middle of the scan frame; pixels are multiples of 16. */
    scan: ScanSettings,
  })
  .readonly();
export type NanonisSettings = z.infer<typeof NanonisSettings>;

/** Where the AEcroscopy bridge listens. */
export const BridgeSettings = z.object({ host: HostName, port: Port }).readonly();
export type BridgeSettings = z.infer<typeof BridgeSettings>;
export const DEFAULT_BRIDGE: BridgeSettings = { host: '127.0.0.1', port: 6520 };

export const DRIVERS = ['simulator', 'replay', 'dtmicroscope', 'nanonis', 'aecroscopy'] as const;

/** The chosen driver, the settings of each (those of the simulator stand beside), and a source-meter for the sweeps. */
export const InstrumentSettings = z
  .object({
    driver: z.enum(DRIVERS),
    replay: ReplaySettings,
    dtmicroscope: TwinSettings,
    nanonis: NanonisSettings,
    /** The default bridge where absent, as in settings of before. */
    aecroscopy: BridgeSettings.optional(),
    /** Where a source-meter makes the sweeps in place of the instrument. */
    meter: z.object({ host: HostName, port: Port }).readonly().optional(),
  })
  .readonly();
export type InstrumentSettings = z.infer<typeof InstrumentSettings>;

/** What came of a coordinate check: a person clicked into the top left quarter and said where the tip went. */
export const CoordinateCheck = z
  .object({
    /** When, as an ISO date. */
    at: z.string().max(40),
    instrument: z.string().max(300),
    askedX: z.number(),
    askedY: z.number(),
    reachedX: z.number(),
    reachedY: z.number(),
    /** Whether the height under the tip was that of the place clicked; `unknown` where it could not be told. */
    heights: z.enum(['agree', 'disagree', 'unknown']),
    /** What the person saw. */
    seen: z.enum(['right', 'wrong']),
  })
  .readonly();
export type CoordinateCheck = z.infer<typeof CoordinateCheck>;

/** Everything about an instrument under a name. */
export const InstrumentProfile = z
  .object({
    name: z.string().min(1).max(60),
    instrument: InstrumentSettings,
    simulator: SimulatorSettings,
    limits: SafetyLimits,
    sweep: BiasSweep,
    check: CoordinateCheck.optional(),
  })
  .readonly();
export type InstrumentProfile = z.infer<typeof InstrumentProfile>;

export const MAX_PROFILES = 50;

/** What an instrument fixes of an experiment: nothing for one that measures, frame and sweep for recorded data. */
export interface InstrumentTerms {
  /** How a session on it is called unless the operator says otherwise. */
  readonly name: string;
  readonly raster: Raster | undefined;
  readonly sweep: BiasSweep | undefined;
  /** The only pixels that have a curve, where not every pixel has one. */
  readonly places: readonly PixelPoint[] | undefined;
  /** What was taken from the data or assumed, one sentence each. */
  readonly remarks: readonly string[];
}

/** An experiment with what the instrument fixes; times for a line and a point stay those of the experiment. */
export function withTerms(config: ExperimentConfig, terms: InstrumentTerms): ExperimentConfig {
  const { raster, sweep, places } = terms;
  return {
    ...config,
    ...(raster === undefined ? {} : { scan: { ...rasterOf(raster), lineSeconds: config.scan.lineSeconds } }),
    ...(sweep === undefined ? {} : { sweep: { ...sweep, pointSeconds: config.sweep.pointSeconds } }),
    ...(places === undefined ? {} : { places }),
  };
}

function rasterOf({ rows, cols, widthMetres, heightMetres }: Raster): Raster {
  return { rows, cols, widthMetres, heightMetres };
}

/** The limits that `next` would loosen, by name. */
export function loosened(now: SafetyLimits, next: SafetyLimits): (keyof SafetyLimits)[] {
  return (Object.keys(now) as (keyof SafetyLimits)[]).filter((name) => next[name] > now[name]);
}
