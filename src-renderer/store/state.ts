/** Everything that the window knows: what the main process said, and what the person at the window is looking at. */
import type { WireError } from '../../src-shared/errors';
import type { SamplePoint } from '../../src-shared/geometry';
import type { ConsoleSnapshot } from '../../src-shared/ipc/contract';
import type { SessionSummary } from '../../src-shared/session/summary';
import type { CommandName } from '../../src-shared/ipc/names';
import type { PreflightRow } from '../../src-shared/preflight';
import type { MapKind } from '../../src-shared/maps';
import { NO_DESK, type DeskWindow } from './deskWindow';
import { NO_MANIFOLD, type ManifoldWindow } from './manifoldWindow';
import { NO_TIME, type TimeWindow } from './time';

export const VIEW_NAMES = ['live', 'veto', 'maps', 'manifold', 'sessions', 'log', 'setup', 'settings'] as const;
export type ViewName = (typeof VIEW_NAMES)[number];

/** A list that lies over the view; it never covers the header. */
export type OverlayName = 'palette' | 'help' | 'guide';

/** The panels of the Live view that share a place where the window is small. */
export const LIVE_TABS = ['next', 'run', 'curves', 'diversity', 'maps', 'steering'] as const;
export type LiveTab = (typeof LIVE_TABS)[number];

/** What is drawn in the large place. */
export type StageName = 'topography' | MapKind;

/** A frame while it is being scanned; rows below `rowsDone` are NaN. */
export interface ScanProgress {
  readonly rows: number;
  readonly cols: number;
  readonly rowsDone: number;
  readonly heightsMetres: Float32Array;
}

export type Link =
  { readonly kind: 'connecting' } | { readonly kind: 'live' } | { readonly kind: 'lost'; readonly error: WireError };

export interface Rejection {
  readonly command: CommandName;
  readonly error: WireError;
}

export interface WindowState {
  readonly link: Link;
  readonly console: ConsoleSnapshot | undefined;
  readonly scan: ScanProgress | undefined;
  readonly view: ViewName;
  readonly stage: StageName;
  /** The tabs that were chosen, newest first; each row of tabs shows the first of its own. */
  readonly liveTabs: readonly LiveTab[];
  /** The place under the pointer in any map. */
  readonly hover: SamplePoint | undefined;
  /** Index of the selected measured point. */
  readonly selected: number | undefined;
  /** The newest command that the main process refused; shown until dismissed or until a command succeeds. */
  readonly rejected: Rejection | undefined;
  readonly sessions: readonly SessionSummary[] | undefined;
  readonly manifold: ManifoldWindow;
  readonly desk: DeskWindow;
  /** The next press in the Maps view begins the line of a profile. */
  readonly drawingProfile: boolean;
  readonly time: TimeWindow;
  readonly overlay: OverlayName | undefined;
  /** The step of the tour that the person is at; undefined while there is no tour. */
  readonly tour: number | undefined;
  /** What would stand in the way of the run in the start form; undefined until it was looked at. */
  readonly preflight: readonly PreflightRow[] | undefined;
}

export const INITIAL_STATE: WindowState = {
  link: { kind: 'connecting' },
  console: undefined,
  scan: undefined,
  view: 'live',
  stage: 'topography',
  liveTabs: [],
  hover: undefined,
  selected: undefined,
  rejected: undefined,
  sessions: undefined,
  manifold: NO_MANIFOLD,
  desk: NO_DESK,
  drawingProfile: false,
  time: NO_TIME,
  overlay: undefined,
  tour: undefined,
  preflight: undefined,
};
