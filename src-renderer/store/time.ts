/** Which step is on the screen instead of the newest, and the records it is folded from. */
import type { JournalRecord } from '../../src-shared/session/record';
import type { SessionView } from '../../src-shared/session/view';

export interface TimeWindow {
  /** The session as it was when `step` was chosen; undefined while the newest is shown. */
  readonly past: { readonly step: number; readonly session: SessionView } | undefined;
  /** Records of the shown session, as far as they were asked for. */
  readonly records: readonly JournalRecord[];
}

export const NO_TIME: TimeWindow = { past: undefined, records: [] };
