/**
 * What the engine needs from the world, as types only. Drivers, the learner, the journal and the clock implement these;
 * the engine never learns which ones it talks to.
 */
import type { CalibrationCheck } from '../../src-shared/calibration';
import type { ExperimentConfig } from '../../src-shared/experiment';
import type { SamplePoint } from '../../src-shared/geometry';
import type { CandidateGrid, MapSet } from '../../src-shared/maps';
import type { Proposal, VetoRule } from '../../src-shared/proposal';
import type { RuleEffect } from '../../src-shared/rules';
import type { CurveQuality } from '../../src-shared/quality';
import type { Frame, ScanLine, ScanSettings } from '../../src-shared/scan';
import type { Steering } from '../../src-shared/session/edits';
import type { ArrayRef, RecordBody } from '../../src-shared/session/record';
import type { BiasSweep, IvCurve } from '../../src-shared/sweep';

/** What an instrument can do; read once at connect and shown as it is, never faked. */
export interface InstrumentCapabilities {
  /** Reports each line of a scan as it is measured. */
  readonly lineEvents: boolean;
  readonly abortScan: boolean;
  readonly abortSweep: boolean;
  readonly positionReadback: boolean;
  readonly hardwareCompliance: boolean;
  /** Largest frame side in metres. */
  readonly maxFrameMetres: number;
  /** Bias range of the hardware in volts, [lowest, highest]. */
  readonly biasRangeVolts: readonly [number, number];
  /** Takes frames of its own raster only, so that no part of one can be taken again. */
  readonly wholeFrameOnly?: boolean | undefined;
}

/** Who answered at the other end. */
export interface InstrumentIdentity {
  readonly name: string;
  readonly version: string;
  /** True where no real tip and sample exist; shown wherever results are shown. */
  readonly simulated: boolean;
}

export interface InstrumentStatus {
  readonly phase: 'offline' | 'idle' | 'moving' | 'scanning' | 'sweeping' | 'stopping' | 'fault';
  readonly tipEngaged: boolean | 'unknown';
  readonly position: SamplePoint | undefined;
  readonly biasVolts: number | undefined;
  readonly heightMetres: number | undefined;
}

/** A finished sweep with what the instrument says about it. */
export interface SweepResult extends IvCurve {
  /** Where the tip stood, as read back before and after, metres in the frame. */
  readonly positionBefore: SamplePoint;
  readonly positionAfter: SamplePoint;
  readonly flags: { readonly complete: boolean; readonly compliance: boolean; readonly saturated: boolean };
}

/**
 * An instrument. SI units and frame coordinates only (origin at the frame centre, x right, y up); the driver owns every
 * conversion. A call rejects with a `ConsoleError`: `instrument/aborted` after its signal fired, `instrument/offline`,
 * `instrument/timeout`, `instrument/out-of-range`, `instrument/unknown-outcome` or `instrument/fault`. Drivers never
 * retry, journal or decide.
 */
export interface Instrument {
  readonly identity: InstrumentIdentity;
  readonly capabilities: InstrumentCapabilities;
  connect(signal: AbortSignal): Promise<void>;
  status(): Promise<InstrumentStatus>;
  /** Takes one frame, line by line from the top. */
  scanFrame(settings: ScanSettings, onLine: (line: ScanLine) => void, signal: AbortSignal): Promise<Frame>;
  /** Resolves with the position read back once the tip has arrived, not when the command was sent. */
  moveTo(at: SamplePoint, signal: AbortSignal): Promise<SamplePoint>;
  /** Sweeps the bias at the present place and returns it to 0 V, also after an abort. */
  sweepBias(sweep: BiasSweep, maxCurrentAmperes: number, signal: AbortSignal): Promise<SweepResult>;
  /** Ends whatever runs and brings the bias to 0 V; the tip stays. */
  makeSafe(): Promise<void>;
  /** Bias to 0 V and tip away from the sample. Idempotent, allowed in every state, never queued. */
  withdraw(): Promise<void>;
  close(): Promise<void>;
}

/** An instrument and what is needed to open the same one again. */
export interface OpenedInstrument {
  readonly instrument: Instrument;
  readonly settings: Readonly<Record<string, string | number | boolean>>;
}

/** Time. `sleep` resolves early, without error, when its signal fires. */
export interface Clock {
  /** Wall time, milliseconds since 1970. */
  now(): number;
  /** Seconds on a clock that never jumps. */
  monotonicSeconds(): number;
  sleep(seconds: number, signal?: AbortSignal): Promise<void>;
}

/** What the learner is told once per session, after the survey. */
export interface LearnerSetup {
  readonly frame: Frame;
  readonly config: Pick<
    ExperimentConfig,
    | 'seed'
    | 'seeds'
    | 'steps'
    | 'policy'
    | 'patch'
    | 'novelty'
    | 'model'
    | 'acquisition'
    | 'gate'
    | 'places'
    | 'limits'
    | 'quality'
  >;
}

/** The candidates of the frame and the seed points among them. */
export interface LoadedCandidates {
  readonly grid: CandidateGrid;
  readonly seeds: readonly number[];
}

/** Scores of all curves after the newest one came in. */
export interface Scores {
  /** Spectral novelty by index of acquisition, dimensionless. */
  readonly novelty: Float64Array;
  readonly diversity: { readonly structural: number; readonly spectral: number };
  /** What the quality gate says of the newest curve; one that does not enter has NaN for its novelty. */
  readonly quality?: CurveQuality;
}

/** What a fit came to; absent for policies that fit nothing. */
export interface FitReport {
  readonly loss: number;
  /** Training cycles that were made; fewer than asked for where training ended early. */
  readonly cycles?: number;
  readonly lengthscales: readonly number[];
  readonly outputscale: number;
  readonly noise: number;
  /** Jitter that the factorisation needed, 1e-6 unless it failed first. */
  readonly jitter: number;
  readonly seconds: number;
  /** SHA-256 over weights and hyperparameters, hex. */
  readonly model: string;
  /** Implementation of the dense algebra; `typescript` where the compiled one could not be used. */
  readonly kernels?: string;
  /** How the newest forecasts held; absent before there are enough. */
  readonly calibration?: CalibrationCheck;
}

export interface ProposeRequest {
  readonly step: number;
  readonly round: number;
  /** Vetoed candidates; measured ones are excluded anyway. */
  readonly vetoed: readonly number[];
  /** Veto rules that reach further than single candidates: what they shut out is not proposed, what they weigh counts less. */
  readonly rules?: readonly VetoRule[];
  /** The place that a person wants; the reply says what the policy would have chosen. */
  readonly target?: number | undefined;
  /** The fit to use, by the number of points that it was trained on; the newest without it. */
  readonly trainedOn?: number;
  /** Candidates on their way to be measured: not proposed, and counted as if they held what the model expects. */
  readonly pending?: readonly number[];
}

/** More starting points; the same request always draws the same ones. */
export interface SeedRequest {
  readonly rules: readonly VetoRule[];
  /** Candidates that are not to be drawn, beside measured ones. */
  readonly excluded: readonly number[];
  readonly count: number;
  /** Names the draw. */
  readonly name: string;
}

/** A proposal and the maps that explain it. */
export interface ProposeReply {
  readonly proposal: Proposal;
  readonly maps: MapSet;
}

/**
 * The learner. Calls are answered in order. Rejects with `learner/...` or `run/no-candidates`; a call whose signal fires
 * rejects with `instrument/aborted` and leaves the observations as they were.
 */
export interface Learner {
  load(setup: LearnerSetup): Promise<LoadedCandidates>;
  /** Candidates on their way to be measured: what follows from the places alone is computed now. Changes no answer. */
  expect(candidates: readonly number[]): Promise<void>;
  observe(candidate: number, curve: IvCurve): Promise<Scores>;
  /** Trains on the first `points` points, on all without it; a fit that is at hand is not made again. */
  fit(signal: AbortSignal, points?: number): Promise<FitReport | undefined>;
  propose(request: ProposeRequest): Promise<ProposeReply>;
  /** As `propose`, without the maps: nobody waits for them who only needs the place. */
  choose(request: ProposeRequest): Promise<Pick<ProposeReply, 'proposal'>>;
  /** The maps of the newest choice. */
  maps(): Promise<MapSet>;
  /** The best places to measure one after the other, chosen together; fewer where no more are left. */
  batch(request: ProposeRequest, count: number): Promise<readonly Proposal[]>;
  /** What one more rule would do beside those in force. */
  ruleEffect(rules: readonly VetoRule[], extra: readonly VetoRule[]): Promise<RuleEffect>;
  /** 1 for every candidate that may be proposed under these rules: complete, not measured, not ruled out. */
  open(rules: readonly VetoRule[]): Promise<Uint8Array>;
  /** Random open places, fewer where there are not so many. */
  moreSeeds(request: SeedRequest): Promise<readonly number[]>;
  /** A proposal under other settings; nothing changes, the newest choice and its maps included. */
  preview(request: ProposeRequest, steering: Steering): Promise<ProposeReply>;
  /** Proposals from now on are made with these settings; the models stay. */
  steer(steering: Steering): Promise<void>;
  /**
   * Takes the curve of a candidate out of the training set, or back in. Its patch stays seen; with `never` the place is
   * not proposed again. Gives the scores of all curves, NaN for those that are out.
   */
  reject(index: number, again: 'retry' | 'never' | undefined): Promise<Scores>;
  close(): Promise<void>;
}

/** The journal of one session, in the only order there is. Both calls resolve once the bytes are synced to disk. */
export interface Journal {
  /** Writes a large array under the hash of its content. */
  store(values: Float32Array | Float64Array): Promise<ArrayRef>;
  /**
   * Appends a record; rejects with `journal/write-failed`. Nothing else may see what it holds before this resolves.
   * `withNext`: nobody waits for it, so it shares the sync of the record after it, or comes by itself a moment later.
   */
  append(body: RecordBody, when?: 'now' | 'withNext'): Promise<void>;
}
