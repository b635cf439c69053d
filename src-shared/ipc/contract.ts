/** What may be asked of the main process, and what it announces. Types of callers and handlers are derived from here. */
import { AlarmAnswer, type AlarmsState } from '../alarm';
import type { PreflightRow } from '../preflight';
import { AnalysisNote, Bookmark, CurveLabel, LabelThresholds, SessionTags, type AnalysisReport } from '../analysis';
import { DecisionSettings, ExperimentConfig } from '../experiment';
import type { WireError } from '../errors';
import {
  ManifoldCellRequest,
  ManifoldGridRequest,
  ManifoldSettings,
  MoreLikeThisRequest,
  type CouplingReport,
  type LikePlaces,
  type ManifoldCell,
  type ManifoldEmbedding,
  type ManifoldGrid,
  type ManifoldState,
} from '../manifold';
import type { InstrumentTerms } from '../instrumentSettings';
import { SafetyLimits } from '../limits';
import type { MapSet } from '../maps';
import { PanelName } from '../panels';
import { DecisionChoice, VetoReason, type Proposal } from '../proposal';
import { RuleDraft, type RuleEffect } from '../rules';
import type { RunStatus } from '../run';
import { PixelPoint, type SamplePoint } from '../geometry';
import { RejectedCurve, Steering, type Edit, type QueuedTarget } from '../session/edits';
import type { SessionSummary } from '../session/summary';
import type { InstrumentInfo, JournalRecord, ResolvedRecord } from '../session/record';
import type { SessionView } from '../session/view';
import type { Frame } from '../scan';
import { SettingsChange, type Settings } from '../settings';
import type { UpdateState } from '../updates';
import { z } from '../zod';
import type { CommandName } from './names';

const nothing = z.undefined();
/** The name of a session's folder; nothing that leads out of the sessions folder. */
const SessionId = z.string().regex(/^[\w-][\w.-]*$/, 'is not the name of a session');

/** The input of each command, checked in the main process before anything else happens. */
export const commandInputs = {
  'console.snapshot': nothing,
  'run.start': ExperimentConfig,
  'run.continue': nothing,
  'run.pause': z.object({ when: z.enum(['afterStep', 'now']) }),
  'run.resume': nothing,
  'run.stop': nothing,
  'run.abort': nothing,
  'run.halt': nothing,
  'run.acknowledge': nothing,
  'proposal.decide': z.object({ proposalId: z.string(), choice: DecisionChoice, reason: VetoReason.optional() }),
  'mode.set': DecisionSettings,
  /** Holds the countdown of the proposal while somebody is at it, for a minute at most; `false` lets it go on. */
  'proposal.freeze': z.object({ proposalId: z.string(), frozen: z.boolean() }),
  /** Approves the proposal and the next best places with it: those go into the queue. */
  'proposal.batch': z.object({ proposalId: z.string(), count: z.int().min(2).max(20) }),
  /** What a rule would do. Changes nothing. */
  'veto.preview': z.object({ about: RuleDraft, id: z.string().optional() }),
  /**
   * Puts a rule in force. Where it takes out more than a quarter of what is left and is not `confirmed`, nothing happens
   * and the answer says `needsConfirmation`. With `proposalId` that proposal is turned down in the same breath.
   */
  'veto.add': z.object({
    about: RuleDraft,
    reason: VetoReason,
    text: z.string().max(500).optional(),
    proposalId: z.string().optional(),
    confirmed: z.boolean().optional(),
  }),
  /** Changes a rule, or switches it on or off. Confirmation as in `veto.add`. */
  'veto.edit': z.object({
    id: z.string(),
    about: RuleDraft.optional(),
    reason: VetoReason.optional(),
    text: z.string().max(500).optional(),
    active: z.boolean().optional(),
    confirmed: z.boolean().optional(),
  }),
  'veto.remove': z.object({ id: z.string() }),
  /**
   * Places to measure before the model's next ones, by candidate or by pixel (the nearest candidate). Refused with
   * `run/illegal` for a place that is measured, queued, ruled out or without a complete patch, naming it; then none is added.
   */
  'queue.add': z.object({
    places: z
      .array(z.union([z.object({ candidate: z.int().min(0) }), z.object({ at: PixelPoint })]))
      .min(1)
      .max(50),
    purpose: z.enum(['here', 'like', 'seed']),
    /** Before everything that is queued already. */
    first: z.boolean().optional(),
  }),
  'queue.remove': z.object({ ids: z.array(z.string()).min(1).max(1000) }),
  /** The ids in their new order; what is not named stays behind them. */
  'queue.reorder': z.object({ ids: z.array(z.string()).min(1).max(1000) }),
  /** Random places, as at the start, into the queue. */
  'seeds.add': z.object({ count: z.int().min(1).max(50) }),
  /** Takes a measured curve out of the training set; the raw curve stays. */
  'curve.reject': RejectedCurve,
  'curve.restore': z.object({ index: z.int().min(0) }),
  /** Maps and next place as they would be with other settings. Changes nothing, the model least of all. */
  'steering.preview': Steering,
  'steering.apply': Steering,
  /** Takes the newest edit back, or makes the last one that was taken back again. */
  'edit.undo': nothing,
  'edit.redo': nothing,
  'session.list': nothing,
  'session.open': z.object({ id: z.string() }),
  /** Puts the ready-made session among the others, unless it is there, and opens it. */
  'session.sample': nothing,
  /** Asks where to, with the system's dialog, and writes a session there as one file. */
  'session.pack': z.object({ id: z.string() }),
  /** Asks for such a file, puts its session among the others and opens it. */
  'session.unpack': nothing,
  /** Asks for a folder, and writes figures (a refined part of the manifold too) and tables there. Not during a run. */
  'session.export': z.object({ id: SessionId, refined: ManifoldGridRequest.optional() }),
  /** A session as it stands on disk, without showing it: for the preview and the comparison in the list. */
  'session.peek': z.object({ id: SessionId }),
  /** A remark about a session, whether it is shown or not; a record of its journal. */
  'session.note': z.object({ id: SessionId, text: z.string().trim().min(1).max(4000) }),
  'session.tag': z.object({ id: SessionId, tags: SessionTags }),
  'session.maps': z.object({ step: z.int().min(0) }),
  /** Novelty as it was when so many curves were measured. */
  'session.novelty': z.object({ points: z.int().min(0) }),
  /** Records of the session shown from a number on; a long answer ends early, ask again from there. */
  'session.records': z.object({ from: z.int().min(0) }),
  /** Also into the journal of the run that is going on. */
  'alarm.answer': AlarmAnswer,
  /** Tells a made-up alarm by every way that is on; fails with `notice/failed` where the address does not take it. */
  'alarm.test': nothing,
  /** Looks for a newer version, fetches the one that was found; how it goes is told by `update` events. Not during a run. */
  'update.look': nothing,
  'update.get': nothing,
  /** Shows the fetched package in its folder. */
  'update.show': nothing,
  /** What would stand in the way of such a run, or should be known before. */
  'run.preflight': ExperimentConfig,
  /** Shows a panel in a window of its own, or brings that window to the front. */
  'panel.open': z.object({ panel: PanelName }),
  /** Limits may only become tighter; `setup.limits` is the way to others. What is not named stays as it is. */
  'settings.change': SettingsChange,
  /** Opens the system's dialog; undefined where nothing was chosen. */
  'setup.chooseFile': z.object({ what: z.enum(['file', 'folder']) }),
  /** Closes the instrument and connects again; what came of it is in the next snapshot. */
  'setup.test': nothing,
  /** Replaces the limits of the next session, loosened ones included; `from` is what the person saw as the old ones. */
  'setup.limits': z.object({ from: SafetyLimits, to: SafetyLimits }),
  /** Coordinate check: a frame, the tip to a pixel of it, what the person saw; or the end of it. */
  'setup.scan': nothing,
  'setup.move': z.object({ pixel: PixelPoint }),
  'setup.checked': z.object({ seen: z.enum(['right', 'wrong']) }),
  'setup.endCheck': nothing,
  /** Trains a Dual-VAE on the session shown; answers when it has begun, `manifold` events tell the rest. */
  'manifold.train': ManifoldSettings,
  /** Ends the training and keeps its last state. */
  'manifold.cancel': nothing,
  'manifold.embedding': nothing,
  'manifold.coupling': nothing,
  'manifold.grid': ManifoldGridRequest,
  'manifold.cell': ManifoldCellRequest,
  /** Finds unmeasured places; puts them into the queue of the run where `queue` says so. */
  'manifold.moreLikeThis': MoreLikeThisRequest,
  /** Descriptors and labels of every point; with `thresholds` as they would be, without saving anything. */
  'analysis.report': z.object({ thresholds: LabelThresholds.optional() }),
  'analysis.thresholds': LabelThresholds,
  /** A person's label of a measured point; without `label` it is taken back. */
  'analysis.label': z.object({ index: z.int().min(0), label: CurveLabel.optional() }),
  'analysis.note': AnalysisNote,
  'analysis.bookmark': z.union([z.object({ set: Bookmark }), z.object({ remove: z.string() })]),
  'analysis.mark': z.object({ index: z.int().min(0), marked: z.boolean() }),
  /** Takes the newest remark about the session shown back; fails with `run/illegal` where none stands. */
  'analysis.undo': nothing,
  'analysis.redo': nothing,
} as const satisfies Record<CommandName, z.ZodType>;

export type CommandInput<N extends CommandName> = z.infer<(typeof commandInputs)[N]>;

/** What is known of the instrument now. Missing telemetry is undefined, never 0. */
export interface InstrumentReport extends InstrumentReading {
  readonly name: string;
  readonly simulated: boolean;
  readonly phase: 'offline' | 'idle' | 'moving' | 'scanning' | 'sweeping' | 'stopping' | 'fault';
  /** While the instrument does not answer: what it said last. */
  readonly last?: InstrumentReading | undefined;
}

/** What an instrument says of its tip. */
export interface InstrumentReading {
  readonly tipEngaged: boolean | 'unknown';
  readonly position: SamplePoint | undefined;
  readonly biasVolts: number | undefined;
  readonly heightMetres: number | undefined;
  /** Wall time of the reading, milliseconds since 1970. */
  readonly readAt: number;
}

/** The instrument itself, and what an experiment on it must take from it. */
export interface InstrumentSetup {
  readonly name: string;
  readonly version: string;
  readonly simulated: boolean;
  readonly capabilities: InstrumentInfo['capabilities'];
  readonly terms: InstrumentTerms;
  /** Why the newest attempt to connect failed. */
  readonly problem: WireError | undefined;
}

/** Where the tip went in a coordinate check, metres in the frame. */
export interface CheckMove {
  readonly asked: SamplePoint;
  readonly reached: SamplePoint;
  /** Whether the height under the tip is that of the pixel and not of a mirrored or turned place. */
  readonly heights: 'agree' | 'disagree' | 'unknown';
  readonly heightMetres: number | undefined;
  readonly imageMetres: number | undefined;
}

/** How far a stop has come: asked for, taken by the instrument, safe; or not confirmed in time. */
export interface StopReport {
  readonly stage: 'requested' | 'acknowledged' | 'safe' | 'unconfirmed';
  readonly requestedAt: number;
  readonly message: string;
}

/** Everything a new window needs to draw itself. Events with a `seq` up to this one are already in it. */
export interface ConsoleSnapshot {
  readonly seq: number;
  readonly session: SessionView | undefined;
  /** True while `session` is shown from disk and no run belongs to it. */
  readonly replay: boolean;
  readonly run: RunStatus;
  readonly instrument: InstrumentReport;
  readonly setup: InstrumentSetup;
  readonly stop: StopReport | undefined;
  readonly settings: Settings;
  readonly alarms: AlarmsState;
  readonly manifold: ManifoldState;
  readonly update: UpdateState;
  readonly versions: {
    readonly program: string;
    readonly electron: string | undefined;
    readonly chromium: string | undefined;
    readonly node: string;
    /** Why this runtime is not the one of a release; absent where it is. */
    readonly note?: string | undefined;
    /** Folder of the licence texts; absent where the program runs from a checkout. */
    readonly licences?: string | undefined;
  };
  readonly sessionsFolder: string;
  /** Whether a person who has not been shown around is offered it; the settings remember who has. */
  readonly offersTour: boolean;
  readonly freeBytes: number | undefined;
  readonly problem: WireError | undefined;
}

/** What came of a rule: in force with its id, or waiting for a second confirmation. */
export interface RuleAnswer {
  readonly id: string | undefined;
  readonly needsConfirmation: boolean;
  readonly before: number;
  readonly after: number;
}

/** The next place under other settings, with the maps that lead there. */
export interface SteeringPreview {
  readonly proposal: Proposal;
  readonly maps: MapSet;
}

export interface CommandOutputs {
  'console.snapshot': ConsoleSnapshot;
  'run.start': { readonly session: string };
  'run.continue': undefined;
  'run.pause': undefined;
  'run.resume': undefined;
  'run.stop': undefined;
  'run.abort': undefined;
  'run.halt': undefined;
  'run.acknowledge': undefined;
  'proposal.decide': undefined;
  'mode.set': undefined;
  'proposal.freeze': undefined;
  'proposal.batch': { readonly queued: readonly QueuedTarget[] };
  'veto.preview': RuleEffect;
  'veto.add': RuleAnswer;
  'veto.edit': RuleAnswer;
  'veto.remove': undefined;
  'queue.add': { readonly queued: readonly QueuedTarget[] };
  'queue.remove': undefined;
  'queue.reorder': undefined;
  'seeds.add': { readonly queued: readonly QueuedTarget[] };
  'curve.reject': undefined;
  'curve.restore': undefined;
  'steering.preview': SteeringPreview;
  'steering.apply': undefined;
  'edit.undo': { readonly edit: Edit };
  'edit.redo': { readonly edit: Edit };
  'session.list': readonly SessionSummary[];
  'session.open': undefined;
  'session.sample': undefined;
  /** Where the file is; undefined where no place was chosen. */
  'session.pack': string | undefined;
  /** False where no file was chosen. */
  'session.unpack': boolean;
  /** The folder that was written; undefined where none was chosen. */
  'session.export': string | undefined;
  'session.peek': SessionView;
  'session.note': undefined;
  'session.tag': undefined;
  'session.maps': MapSet | undefined;
  'session.novelty': Float64Array | undefined;
  'session.records': readonly JournalRecord[];
  'alarm.answer': undefined;
  'alarm.test': undefined;
  'update.look': undefined;
  'update.get': undefined;
  'update.show': undefined;
  'run.preflight': readonly PreflightRow[];
  'panel.open': undefined;
  'settings.change': undefined;
  'setup.chooseFile': string | undefined;
  'setup.test': undefined;
  'setup.limits': undefined;
  'setup.scan': Frame;
  'setup.move': CheckMove;
  'setup.checked': undefined;
  'setup.endCheck': undefined;
  'manifold.train': undefined;
  'manifold.cancel': undefined;
  /** Undefined where nothing is trained. */
  'manifold.embedding': ManifoldEmbedding | undefined;
  /** Undefined with fewer points than training needs. */
  'manifold.coupling': CouplingReport | undefined;
  /** These three fail with `manifold/untrained` where nothing is trained. */
  'manifold.grid': ManifoldGrid;
  'manifold.cell': ManifoldCell;
  'manifold.moreLikeThis': LikePlaces;
  /** Undefined without a session. */
  'analysis.report': AnalysisReport | undefined;
  'analysis.thresholds': undefined;
  'analysis.label': undefined;
  'analysis.note': undefined;
  'analysis.bookmark': undefined;
  'analysis.mark': undefined;
  'analysis.undo': undefined;
  'analysis.redo': undefined;
}
export type CommandOutput<N extends CommandName> = CommandOutputs[N];

/** What a command answers: never a rejected promise, always one of these. */
export type Envelope<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: WireError };

/** An announcement. Records are never dropped; the others are the newest of their kind. */
export type ConsoleEvent = { readonly seq: number } & (
  | { readonly kind: 'record'; readonly resolved: ResolvedRecord }
  | { readonly kind: 'run'; readonly run: RunStatus }
  | { readonly kind: 'instrument'; readonly instrument: InstrumentReport; readonly freeBytes: number | undefined }
  | {
      readonly kind: 'scan';
      readonly rowsDone: number;
      readonly heightsMetres: Float32Array;
      readonly rows: number;
      readonly cols: number;
    }
  | { readonly kind: 'stop'; readonly stop: StopReport | undefined }
  | { readonly kind: 'settings'; readonly settings: Settings }
  | { readonly kind: 'alarms'; readonly alarms: AlarmsState }
  | { readonly kind: 'problem'; readonly problem: WireError | undefined }
  | { readonly kind: 'manifold'; readonly state: ManifoldState }
  | { readonly kind: 'update'; readonly update: UpdateState }
  /** Another session is shown from now on; ask for a snapshot. */
  | { readonly kind: 'replaced' }
);

/** The bridge that the preload puts into the window. */
export interface HostBridge {
  invoke(name: CommandName, input: unknown): Promise<Envelope<unknown>>;
  subscribe(listener: (event: ConsoleEvent) => void): () => void;
}
