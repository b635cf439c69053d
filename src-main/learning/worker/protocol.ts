/** Messages between the main process and the thread of the learner. */
import type { WireError } from '../../../src-shared/errors';
import type { VetoRule } from '../../../src-shared/proposal';
import type { Steering } from '../../../src-shared/session/edits';
import type { IvCurve } from '../../../src-shared/sweep';
import type { LearnerSetup, ProposeRequest, SeedRequest } from '../../engine/ports';

/** A call; the thread answers calls in the order in which they come. */
export type LearnerRequest = { readonly id: number } & (
  | { readonly kind: 'load'; readonly setup: LearnerSetup }
  | { readonly kind: 'expect'; readonly candidates: readonly number[] }
  | { readonly kind: 'observe'; readonly candidate: number; readonly curve: IvCurve }
  /** `aborted` lies in shared memory: a busy thread sees it change where a message would have to wait. */
  | { readonly kind: 'fit'; readonly aborted: Int32Array; readonly points: number | undefined }
  | { readonly kind: 'propose' | 'choose'; readonly request: ProposeRequest }
  | { readonly kind: 'maps' }
  | { readonly kind: 'batch'; readonly request: ProposeRequest; readonly count: number }
  | { readonly kind: 'ruleEffect'; readonly rules: readonly VetoRule[]; readonly extra: readonly VetoRule[] }
  | { readonly kind: 'moreSeeds'; readonly request: SeedRequest }
  | { readonly kind: 'open'; readonly rules: readonly VetoRule[] }
  | { readonly kind: 'preview'; readonly request: ProposeRequest; readonly steering: Steering }
  | { readonly kind: 'steer'; readonly steering: Steering }
  | { readonly kind: 'reject'; readonly index: number; readonly again: 'retry' | 'never' | undefined }
);

/** What the thread may be started with, as its `workerData`. */
export interface LearnerThreadOptions {
  /** Folder of the compiled kernels, where it is not the one that the build made. */
  readonly kernelFolder?: string;
  /** Threads that compute; all cores unless told otherwise. */
  readonly threads?: number;
}

/** The thread is up; sent once, before anything else. */
export interface LearnerReady {
  readonly kind: 'ready';
  /** Which kernels do the algebra, and on how many threads. */
  readonly kernels: string;
  readonly threads: number;
  /** Why the compiled kernels are not used; absent where they are. */
  readonly fallback: string | undefined;
}

export type LearnerMessage =
  | LearnerReady
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly error: WireError };
