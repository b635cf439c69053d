/** What the person at the window is about to do to the session: a rule not yet in force, a tool on the map, a trial of the steering. */
import type { SamplePoint } from '../../src-shared/geometry';
import type { SteeringPreview } from '../../src-shared/ipc/contract';
import type { RuleDraft, RuleEffect } from '../../src-shared/rules';
import type { Steering } from '../../src-shared/session/edits';

/** A rule as it would be, with what it would do once that is known. */
export interface DraftedRule {
  readonly about: RuleDraft;
  /** The rule that it would replace. */
  readonly id: string | undefined;
  readonly effect: RuleEffect | undefined;
}

export interface RegionTool {
  readonly kind: 'region';
  readonly form: 'rectangle' | 'polygon';
  readonly effect: 'exclude' | 'include';
  /** Two opposite corners of a rectangle, or the corners of a polygon; fewer while it is being drawn. */
  readonly corners: readonly SamplePoint[];
  /** The rule whose region is being changed. */
  readonly id?: string | undefined;
  /** The proposal that is turned down when the region comes into force. */
  readonly proposalId?: string | undefined;
}

/** What a press on the large map means, instead of selecting. */
export type MapTool = RegionTool | { readonly kind: 'elsewhere'; readonly at: SamplePoint };

/** Maps and next place as they would be. */
export interface SteeringTrial {
  readonly steering: Steering;
  readonly preview: SteeringPreview;
}

/** A curve that was just rejected or taken back in, and the novelty of all before that. */
export interface NoveltyShift {
  readonly index: number;
  readonly before: Float64Array;
}

export interface DeskWindow {
  readonly draft: DraftedRule | undefined;
  readonly tool: MapTool | undefined;
  readonly trial: SteeringTrial | undefined;
  readonly shift: NoveltyShift | undefined;
  /** Says what the person has just done; numbered, so that the same words twice are two notices. */
  readonly notice: { readonly id: number; readonly words: string } | undefined;
  /** Candidates chosen in the list of proposals. */
  readonly chosen: readonly number[];
  /** A note about the selected point is being written. */
  readonly noting: boolean;
  /** What was undone in this window, the newest last: an edit of the run or a remark about the session. */
  readonly undone: readonly ('edit' | 'remark')[];
}

export const NO_DESK: DeskWindow = {
  draft: undefined,
  tool: undefined,
  trial: undefined,
  shift: undefined,
  notice: undefined,
  chosen: [],
  noting: false,
  undone: [],
};
