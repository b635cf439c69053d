/**
 * A session as the screen shows it: a pure fold over the records of its journal. The main process folds the same records
 * into the snapshot that a new window gets, and a reopened session is folded from disk, so all three agree.
 */
import type { ExperimentConfig, DecisionSettings } from '../experiment';
import type { PixelPoint } from '../geometry';
import type { ManifoldSummary } from '../manifold';
import { MAP_KINDS, type CandidateGrid, type MapKind, type MapSet } from '../maps';
import type { DecisionChoice, Proposal, VetoRule } from '../proposal';
import type { RunOutcome } from '../run';
import type { Frame } from '../scan';
import { analysisOf, isAnalysisRecord, NO_ANALYSIS, type AnalysisView } from './analysisView';
import { stateOfEdits, withMade, withUndone, type EditState, type MadeEdit } from './edits';
import type { ArrayRef, InstrumentInfo, RecordOf, ResolvedRecord } from './record';
import { isUpkeepRecord, NO_UPKEEP, upkeepOf, type UpkeepView } from './upkeepView';

export interface MeasuredPoint {
  /** Order of acquisition from 0, seeds first. */
  readonly index: number;
  readonly step: number;
  readonly origin: 'seed' | 'model' | 'human';
  readonly candidate: number;
  readonly at: PixelPoint;
  readonly volts: Float64Array;
  readonly amperes: Float64Array;
  readonly flags: { readonly complete: boolean; readonly compliance: boolean; readonly saturated: boolean };
  readonly travelSeconds: number;
  readonly sweepSeconds: number;
  /** UTC, ISO 8601. */
  readonly recordedAt: string;
}

/** One point of the diversity curves: mean pairwise distance among the first `points` measured. */
export interface DiversityPoint {
  readonly points: number;
  readonly step: number;
  /** Root mean square distance of normalised patches, dimensionless. */
  readonly structural: number;
  /** Root mean square distance of curves over the reference current, dimensionless. */
  readonly spectral: number;
}

export interface ProposalHistory {
  readonly proposal: Proposal;
  readonly decision?: {
    readonly choice: DecisionChoice;
    readonly by: 'operator' | 'timer' | 'mode';
    readonly waitedSeconds: number;
  };
  /** Taken back before the tip went there: the newest curve changed the choice, or the run did not get to it. */
  readonly withdrawn?: 'curve' | 'run' | 'edit';
}

export interface SessionView extends UpkeepView {
  readonly id: string;
  readonly config: ExperimentConfig;
  readonly instrument: InstrumentInfo;
  readonly startedAt: string;
  /** Given for a session that was made from a file. */
  readonly imported?: ImportedFrom;
  /** Number and time of the newest record on disk. */
  readonly lastSeq: number;
  readonly lastAt: string;
  readonly outcome: RunOutcome | undefined;
  readonly decision: DecisionSettings;
  readonly frame: Frame | undefined;
  readonly grid: CandidateGrid | undefined;
  readonly seedCandidates: readonly number[];
  readonly points: readonly MeasuredPoint[];
  /** Spectral novelty of each measured point by index, dimensionless; may be one shorter than `points` for a moment. */
  readonly novelty: Float64Array;
  readonly diversity: readonly DiversityPoint[];
  readonly proposals: readonly ProposalHistory[];
  /** Proposals that were turned down, in order: history. What is in force now stands in `edits.rules`. */
  readonly vetoes: readonly VetoRule[];
  /** What the operator changed, in order, undone edits too. */
  readonly edits: readonly MadeEdit[];
  /** Targets of the queue that were measured or given up. */
  readonly taken: readonly string[];
  /** Rules, queue, steering and rejected curves as they stand now. */
  readonly editState: EditState;
  /** The newest change of mode by the program itself, until a person sets the mode. */
  readonly stepDown: { readonly reason: string; readonly at: string } | undefined;
  readonly model: RecordOf<'model.trained'> | undefined;
  readonly maps: MapSet | undefined;
  /** When those maps were recorded. UTC, ISO 8601. */
  readonly mapsAt?: string | undefined;
  /** What people said about loops and places of the manifold. */
  readonly analysis: AnalysisView;
  /** The newest Dual-VAE that was trained on this session. */
  readonly manifold: TrainedManifold | undefined;
}

/** A trained Dual-VAE as the session keeps it. The weights stay on disk. */
export interface TrainedManifold {
  readonly summary: ManifoldSummary;
  /** UTC, ISO 8601. */
  readonly trainedAt: string;
  /** n x latent, in the order of `summary.points`. */
  readonly image: Float32Array;
  readonly spectrum: Float32Array;
  /** Total loss of each epoch. */
  readonly history: Float32Array;
  readonly weights: ArrayRef;
}

/** Where the curves of an imported session come from, and what its file did not say. */
export interface ImportedFrom {
  readonly format: string;
  readonly file: string;
  readonly sha256: string;
  readonly assumptions: readonly string[];
  readonly lastFilename: string;
  readonly patches: Float32Array | Float64Array;
  readonly imageNovelty: Float64Array;
}

/** Folds one record into the view. The first record of a session must be `session.opened`; it starts a new view. */
export function applyRecord(view: SessionView | undefined, resolved: ResolvedRecord): SessionView {
  const { record } = resolved;
  if (record.body.kind === 'session.opened') return openedView(record.body, record.at, record.seq);
  if (view === undefined) throw new Error(`A session must begin with session.opened, not with ${record.body.kind}.`);
  return { ...view, ...changesOf(view, resolved), lastSeq: record.seq, lastAt: record.at };
}

/** The proposal that is waiting for a decision or on its way, if any. */
export function currentProposal(view: SessionView): Proposal | undefined {
  const last = view.proposals.at(-1);
  if (
    last === undefined ||
    (last.decision !== undefined && last.decision.choice !== 'approve') ||
    last.withdrawn !== undefined
  )
    return undefined;
  return view.points.some((point) => point.step === last.proposal.step) ? undefined : last.proposal;
}

function openedView(body: RecordOf<'session.opened'>, at: string, seq: number): SessionView {
  return {
    id: body.id,
    config: body.config,
    instrument: body.instrument,
    startedAt: at,
    lastSeq: seq,
    lastAt: at,
    outcome: undefined,
    decision: body.config.decision,
    frame: undefined,
    grid: undefined,
    seedCandidates: [],
    points: [],
    novelty: new Float64Array(),
    diversity: [],
    proposals: [],
    vetoes: [],
    edits: [],
    taken: [],
    editState: stateOfEdits([], new Set()),
    stepDown: undefined,
    model: undefined,
    maps: undefined,
    ...NO_UPKEEP,
    analysis: NO_ANALYSIS,
    manifold: undefined,
  };
}

function changesOf(view: SessionView, { record, arrays }: ResolvedRecord): Partial<SessionView> {
  const { body } = record;
  if (isUpkeepRecord(body)) return upkeepOf(view, body, record.at);
  if (isAnalysisRecord(body)) return { analysis: analysisOf(view.analysis, body, record.at) };
  switch (body.kind) {
    case 'frame.recorded': {
      const { rows, cols, widthMetres, heightMetres } = body;
      return { frame: { rows, cols, widthMetres, heightMetres, heightsMetres: f32(arrays, body.heights) } };
    }
    case 'seeds.chosen':
      return { grid: body.grid, seedCandidates: body.candidates };
    case 'curve.recorded':
      return { points: [...view.points, measuredPoint(body, record.at, arrays)] };
    case 'scores.updated': {
      const novelty = f64(arrays, body.novelty);
      const step = view.points[novelty.length - 1]?.step ?? 0;
      return { novelty, diversity: [...view.diversity, { points: novelty.length, step, ...body.diversity }] };
    }
    case 'model.trained':
      return { model: body };
    case 'maps.updated':
      return { maps: mapSet(body, arrays), mapsAt: record.at };
    case 'proposal.made':
      return { proposals: [...view.proposals, { proposal: body.proposal }] };
    case 'decision.made':
      return { proposals: answered(view, body.proposalId, { decision: body }) };
    case 'proposal.withdrawn':
      return { proposals: answered(view, body.proposalId, { withdrawn: body.why }) };
    case 'veto.added':
      return { vetoes: [...view.vetoes, body.rule] };
    case 'mode.changed': {
      const stepDown = body.reason === undefined ? undefined : { reason: body.reason, at: record.at };
      return { decision: body.decision, stepDown };
    }
    case 'edit.made': {
      const { number: id, step, edit } = body;
      return edited(view, withMade(view.edits, { id, step, at: record.at, edit, undone: false }));
    }
    case 'edit.undone':
      return edited(view, withUndone(view.edits, body.number, true));
    case 'edit.redone':
      return edited(view, withUndone(view.edits, body.number, false));
    case 'queue.taken':
      return edited(view, view.edits, [...view.taken, body.id]);
    case 'run.finished':
      return { outcome: body.outcome };
    case 'session.imported':
      return { imported: importedFrom(body, arrays) };
    case 'manifold.trained':
      return { manifold: trainedManifold(body, record.at, arrays) };
    case 'session.opened':
    case 'proposal.confirmed':
    case 'run.state':
    case 'intent':
    case 'outcome':
    case 'alarm.raised':
    case 'alarm.answered':
      return {};
  }
}

/** The proposals with what came of one of them. */
function answered(
  view: SessionView,
  proposalId: string,
  what: Partial<SessionView['proposals'][number]>,
): SessionView['proposals'] {
  return view.proposals.map((entry) => (entry.proposal.id === proposalId ? { ...entry, ...what } : entry));
}

function importedFrom(
  body: RecordOf<'session.imported'>,
  arrays: ResolvedRecord['arrays'],
): NonNullable<SessionView['imported']> {
  const { kind: _, patches, imageNovelty, ...from } = body;
  const values = patches.dtype === 'f32' ? f32(arrays, patches) : f64(arrays, patches);
  return { ...from, patches: values, imageNovelty: f64(arrays, imageNovelty) };
}

function edited(
  view: SessionView,
  edits: readonly MadeEdit[],
  taken: readonly string[] = view.taken,
): Partial<SessionView> {
  return { edits, taken, editState: stateOfEdits(edits, new Set(taken)) };
}

function measuredPoint(
  body: RecordOf<'curve.recorded'>,
  recordedAt: string,
  arrays: ResolvedRecord['arrays'],
): MeasuredPoint {
  const { index, step, origin, candidate, at, flags, travelSeconds, sweepSeconds } = body;
  const curve = { volts: f64(arrays, body.volts), amperes: f64(arrays, body.amperes) };
  return { index, step, origin, candidate, at, flags, travelSeconds, sweepSeconds, recordedAt, ...curve };
}

function trainedManifold(
  body: RecordOf<'manifold.trained'>,
  trainedAt: string,
  arrays: ResolvedRecord['arrays'],
): TrainedManifold {
  const { summary, weights } = body;
  const latents = { image: f32(arrays, body.image), spectrum: f32(arrays, body.spectrum) };
  return { summary, trainedAt, ...latents, history: f32(arrays, body.history), weights };
}

/** The maps that a `maps.updated` record names. */
export function mapSet(body: RecordOf<'maps.updated'>, arrays: ResolvedRecord['arrays']): MapSet {
  const layers: Partial<Record<MapKind, Float32Array>> = {};
  for (const kind of MAP_KINDS) {
    const ref = body.layers[kind];
    if (ref !== undefined) layers[kind] = f32(arrays, ref);
  }
  return { step: body.step, grid: body.grid, layers };
}

function f32(arrays: ResolvedRecord['arrays'], ref: ArrayRef): Float32Array {
  const values = arrays[ref.sha256];
  if (values instanceof Float32Array) return values;
  throw new Error(`The record names the array ${ref.sha256.slice(0, 12)}, which did not come with it.`);
}

function f64(arrays: ResolvedRecord['arrays'], ref: ArrayRef): Float64Array {
  const values = arrays[ref.sha256];
  if (values instanceof Float64Array) return values;
  throw new Error(`The record names the array ${ref.sha256.slice(0, 12)}, which did not come with it.`);
}
