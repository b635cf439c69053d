/**
 * One line of a session's journal. The journal is the only truth: every screen, export and resume is derived from it.
 * Large arrays lie in files of their own, named by their content; the line holds an {@link ArrayRef}.
 */
import { AnalysisNote, SessionTags, Bookmark, CurveLabel, LabelThresholds } from '../analysis';
import { AlarmAnswer, AlarmPriority } from '../alarm';
import { CalibrationCheck } from '../calibration';
import { DecisionSettings, ExperimentConfig } from '../experiment';
import { ERROR_CODES } from '../errors';
import { PixelPoint } from '../geometry';
import { ManifoldSummary } from '../manifold';
import { CandidateGrid } from '../maps';
import { DecisionChoice, Proposal, VetoRule } from '../proposal';
import { CurveQuality } from '../quality';
import { RunOutcome, RunState } from '../run';
import { Edit } from './edits';
import { z } from '../zod';

/** A large array on disk: little-endian, in the file `arrays/<sha256>.<dtype>`. */
export const ArrayRef = z
  .object({ sha256: z.string().regex(/^[0-9a-f]{64}$/), dtype: z.enum(['f32', 'f64']), length: z.int().min(0) })
  .readonly();
export type ArrayRef = z.infer<typeof ArrayRef>;

const Capabilities = z.object({
  lineEvents: z.boolean(),
  abortScan: z.boolean(),
  abortSweep: z.boolean(),
  positionReadback: z.boolean(),
  hardwareCompliance: z.boolean(),
  maxFrameMetres: z.number(),
  biasRangeVolts: z.tuple([z.number(), z.number()]).readonly(),
  wholeFrameOnly: z.boolean().optional(),
});

export const InstrumentInfo = z
  .object({
    name: z.string(),
    version: z.string(),
    simulated: z.boolean(),
    /** Settings from which the instrument can be opened again, for a simulator its film. */
    settings: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    capabilities: Capabilities,
  })
  .readonly();
export type InstrumentInfo = z.infer<typeof InstrumentInfo>;

const Place = z.object({ xMetres: z.number(), yMetres: z.number() });
/** Raster of a frame that is not the survey: as many pixels of the same size about the same middle. */
const Part = z.object({ rows: z.int(), cols: z.int(), widthMetres: z.number(), heightMetres: z.number() }).readonly();
/** A tip that goes to a pixel: the place commanded, and how much of it makes up for drift. */
const TipPlace = { at: Place, pixel: PixelPoint, shift: Place.optional() };
const LayerRefs = z
  .object({
    novelty: ArrayRef.optional(),
    uncertainty: ArrayRef.optional(),
    acquisition: ArrayRef.optional(),
    imageNovelty: ArrayRef.optional(),
    combined: ArrayRef.optional(),
  })
  .readonly();

/** Everything that can move or bias the tip, as data: a dry run prints it, the gate checks it, the journal keeps it. */
export const HardwareEffect = z.discriminatedUnion('kind', [
  /** The survey frame, or a part of it. */
  z.object({ kind: z.literal('scanFrame'), part: Part.optional() }),
  z.object({ kind: z.literal('moveTo'), ...TipPlace }),
  z.object({ kind: z.literal('sweepBias'), ...TipPlace }),
  z.object({ kind: z.literal('makeSafe') }),
  z.object({ kind: z.literal('withdraw') }),
]);
export type HardwareEffect = z.infer<typeof HardwareEffect>;

export const RecordBody = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('session.opened'),
    id: z.string(),
    program: z.object({ version: z.string(), runtime: z.string() }),
    config: ExperimentConfig,
    instrument: InstrumentInfo,
  }),
  /** The curves of this session come from a file that another program, or another session, wrote. */
  z.object({
    kind: z.literal('session.imported'),
    /** Layout of the file in the words of a person. */
    format: z.string(),
    file: z.string(),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    /** What the file does not say and the session had to be given, one sentence each. */
    assumptions: z.array(z.string()),
    /** Name of the last raw file, as the file gives it. */
    lastFilename: z.string(),
    /** The patches as they stood in the file, point by point, row by row from the top left. */
    patches: ArrayRef,
    /** Image novelty of the candidates that were left when the file was written. */
    imageNovelty: ArrayRef,
  }),
  z.object({ kind: z.literal('run.state'), state: RunState, reason: z.string().optional() }),
  z.object({ kind: z.literal('intent'), id: z.int().min(0), effect: HardwareEffect }),
  z.object({
    kind: z.literal('outcome'),
    id: z.int().min(0),
    result: z.enum(['done', 'aborted', 'failed', 'refused']),
    seconds: z.number(),
    error: z.object({ code: z.enum(ERROR_CODES), message: z.string(), hint: z.string().optional() }).optional(),
  }),
  z.object({
    kind: z.literal('frame.recorded'),
    rows: z.int(),
    cols: z.int(),
    widthMetres: z.number(),
    heightMetres: z.number(),
    heights: ArrayRef,
  }),
  z.object({ kind: z.literal('seeds.chosen'), grid: CandidateGrid, candidates: z.array(z.int().min(0)) }),
  z.object({
    kind: z.literal('curve.recorded'),
    /** Order of acquisition from 0, seeds first. */
    index: z.int().min(0),
    /** 0 for seeds, else the step from 1. */
    step: z.int().min(0),
    origin: z.enum(['seed', 'model', 'human']),
    candidate: z.int().min(0),
    at: PixelPoint,
    volts: ArrayRef,
    amperes: ArrayRef,
    flags: z.object({ complete: z.boolean(), compliance: z.boolean(), saturated: z.boolean() }),
    travelSeconds: z.number(),
    sweepSeconds: z.number(),
  }),
  /** A part of the survey frame was taken again and compared with it. */
  z.object({
    kind: z.literal('drift.checked'),
    /** Curves measured so far. */
    curves: z.int().min(0),
    ...Part.unwrap().shape,
    heights: ArrayRef,
    /** Correlation with the survey frame where they fit best, at most 1. */
    score: z.number(),
    /** Whether the two fit together well enough, and in one way only, to be believed. */
    registered: z.boolean(),
    /** What is added to every place from now on, so that the tip meets what the survey showed there. */
    shift: Place,
    /** How far that is from the shift before, metres. */
    changeMetres: z.number().min(0),
    /** Further than the experiment calls usual. */
    alarm: z.boolean(),
  }),
  /** The reference place was swept again. It is no point of the session: nothing learns from it. */
  z.object({
    kind: z.literal('reference.swept'),
    curves: z.int().min(0),
    candidate: z.int().min(0),
    at: PixelPoint,
    volts: ArrayRef,
    amperes: ArrayRef,
    flags: z.object({ complete: z.boolean(), compliance: z.boolean(), saturated: z.boolean() }),
    /** Root mean square current, and its share of that of the first curve there; absent where it cannot be compared. */
    rmsAmperes: z.number().optional(),
    share: z.number().optional(),
    alarm: z.boolean(),
  }),
  z.object({
    kind: z.literal('scores.updated'),
    /** Spectral novelty of every curve measured so far, by index. */
    novelty: ArrayRef,
    diversity: z.object({ structural: z.number(), spectral: z.number() }),
    /** What the quality gate says of the newest curve; absent where it was not asked. */
    quality: CurveQuality.optional(),
  }),
  z.object({
    kind: z.literal('model.trained'),
    step: z.int(),
    points: z.int(),
    loss: z.number(),
    /** Training cycles that were made; fewer than asked for where training ended early. */
    cycles: z.int().optional(),
    lengthscales: z.array(z.number()),
    outputscale: z.number(),
    noise: z.number(),
    jitter: z.number(),
    seconds: z.number(),
    /** Hash of weights and hyperparameters: which model chose the next point. */
    model: z.string(),
    /** Implementation of the dense algebra; `typescript` where the compiled one could not be used. */
    kernels: z.string().optional(),
    /** How the newest forecasts held; absent before there are enough of them. */
    calibration: CalibrationCheck.optional(),
  }),
  z.object({ kind: z.literal('maps.updated'), step: z.int(), grid: CandidateGrid, layers: LayerRefs }),
  z.object({ kind: z.literal('proposal.made'), proposal: Proposal }),
  /** The curve in hand has come in and the place that was proposed before is still the choice. */
  z.object({ kind: z.literal('proposal.confirmed'), proposalId: z.string(), conditionedOn: z.int().min(0) }),
  /** Taken back: the curve in hand or an edit changed the choice, or the run did not get to it. */
  z.object({ kind: z.literal('proposal.withdrawn'), proposalId: z.string(), why: z.enum(['curve', 'run', 'edit']) }),
  z.object({
    kind: z.literal('decision.made'),
    proposalId: z.string(),
    choice: DecisionChoice,
    by: z.enum(['operator', 'timer', 'mode']),
    waitedSeconds: z.number(),
  }),
  z.object({ kind: z.literal('veto.added'), rule: VetoRule }),
  /** The operator changed a rule, the queue, the steering or the training set; `number` counts from 1. */
  z.object({ kind: z.literal('edit.made'), number: z.int().min(1), step: z.int().min(0), edit: Edit }),
  z.object({ kind: z.literal('edit.undone'), number: z.int().min(1) }),
  z.object({ kind: z.literal('edit.redone'), number: z.int().min(1) }),
  /** A target of the queue leaves it: on its way to be measured, or given up with the reason. */
  z.object({ kind: z.literal('queue.taken'), id: z.string(), why: z.string().optional() }),
  z.object({
    kind: z.literal('mode.changed'),
    decision: DecisionSettings,
    /** Why the program stepped down by itself; absent where a person changed the mode. */
    reason: z.string().optional(),
  }),
  z.object({ kind: z.literal('run.finished'), outcome: RunOutcome }),
  z.object({
    kind: z.literal('manifold.trained'),
    summary: ManifoldSummary,
    /** n x latent, in the order of `summary.points`. */
    image: ArrayRef,
    spectrum: ArrayRef,
    /** Total loss of each epoch. */
    history: ArrayRef,
    weights: ArrayRef,
  }),
  /** What a person says about a loop; without a label the earlier one is taken back. */
  z.object({ kind: z.literal('label.set'), index: z.int().min(0), label: CurveLabel.optional() }),
  z.object({ kind: z.literal('thresholds.changed'), thresholds: LabelThresholds }),
  /** A new bookmark, or another text for the one with this id. */
  z.object({ kind: z.literal('bookmark.set'), bookmark: Bookmark }),
  z.object({ kind: z.literal('bookmark.removed'), id: z.string() }),
  z.object({ kind: z.literal('note.added'), note: AnalysisNote }),
  /** A measured point that someone wants to find again, or no longer. */
  z.object({ kind: z.literal('point.marked'), index: z.int().min(0), marked: z.boolean() }),
  /** Takes the newest of these remarks back that stands (labels, thresholds, bookmarks, notes, marks, tags). */
  z.object({ kind: z.literal('remark.undone') }),
  z.object({ kind: z.literal('remark.redone') }),
  /** The tags of the session from now on, all of them. */
  z.object({ kind: z.literal('session.tagged'), tags: SessionTags }),
  /** Something needed a person. */
  z.object({
    kind: z.literal('alarm.raised'),
    alarm: z.string(),
    priority: AlarmPriority,
    title: z.string(),
    message: z.string(),
  }),
  /** A person has seen an alarm, or put it off for some minutes. */
  z.object({ kind: z.literal('alarm.answered'), answer: AlarmAnswer }),
]);
export type RecordBody = z.infer<typeof RecordBody>;
export type RecordOf<K extends RecordBody['kind']> = Extract<RecordBody, { kind: K }>;

/** A record as it stands in the file: numbered, timed and chained to the line before by its hash. */
export const JournalRecord = z.object({
  v: z.literal(1),
  seq: z.int().min(0),
  /** UTC, ISO 8601 with milliseconds. */
  at: z.string(),
  /** Seconds on the monotonic clock of the process that wrote it. */
  mono: z.number(),
  /** SHA-256 of the line before, as hex; zeros for the first. */
  prev: z.string().regex(/^[0-9a-f]{64}$/),
  body: RecordBody,
});
export type JournalRecord = z.infer<typeof JournalRecord>;

/** A record with the arrays that it names, keyed by their hash, so that a reader needs no disk. */
export interface ResolvedRecord {
  readonly record: JournalRecord;
  readonly arrays: Readonly<Record<string, Float32Array | Float64Array>>;
}
