/** What a key means. Function keys work everywhere, letters and digits only where nothing is being typed. */
import { MAP_KINDS } from '../src-shared/maps';
import type { RunState } from '../src-shared/run';
import { VIEW_NAMES, type OverlayName, type StageName, type ViewName } from './store/state';

export type KeyCommand =
  | { readonly kind: 'halt' | 'pause' | 'resume' | 'stop' | 'card' | 'deselect' | 'undo' | 'redo' }
  | { readonly kind: 'region'; readonly effect: 'exclude' | 'include' }
  | { readonly kind: 'view'; readonly view: ViewName }
  | { readonly kind: 'stage'; readonly stage: StageName }
  | { readonly kind: 'select'; readonly by: number }
  /** The list of commands, the list of keys; undefined closes what is open. */
  | { readonly kind: 'overlay'; readonly overlay: OverlayName }
  /** To another step: `by` steps from the one on the screen, to the first, or to the newest. */
  | { readonly kind: 'step'; readonly to: 'first' | 'live' | -1 | 1 };

export interface KeyCircumstances {
  readonly control: boolean;
  readonly shift: boolean;
  /** Something is being typed into; its own undo is meant then. */
  readonly typing: boolean;
  /** No modifier is held and nothing is being typed into. */
  readonly plain: boolean;
  readonly run: RunState | undefined;
}

const STAGES: readonly StageName[] = ['topography', ...MAP_KINDS];

/** The command of a key; undefined for a key that means nothing here. No key destroys data. */
export function commandOfKey(
  key: string,
  { control, shift, typing, plain, run }: KeyCircumstances,
): KeyCommand | undefined {
  if (key === 'F12') return { kind: 'halt' };
  if (key === 'F8') return pauseOrResume(run);
  if (key === 'F9') return { kind: 'stop' };
  if (control) return commandWithControl(key, shift, typing);
  if (!plain) return undefined;
  const stage = /^[1-9]$/.test(key) ? STAGES[Number(key) - 1] : undefined;
  if (stage !== undefined) return { kind: 'stage', stage };
  return commandOfLetter(key);
}

function commandWithControl(key: string, shift: boolean, typing: boolean): KeyCommand | undefined {
  const letter = key.toLowerCase();
  if (letter === 'z') return typing ? undefined : { kind: shift ? 'redo' : 'undo' };
  if (letter === 'k') return { kind: 'overlay', overlay: 'palette' };
  const view = /^[1-9]$/.test(key) ? VIEW_NAMES[Number(key) - 1] : undefined;
  return view && { kind: 'view', view };
}

function commandOfLetter(key: string): KeyCommand | undefined {
  switch (key.toLowerCase()) {
    case 'g':
      return { kind: 'card' };
    case 'j':
      return { kind: 'select', by: 1 };
    case 'k':
      return { kind: 'select', by: -1 };
    case 'r':
      return { kind: 'region', effect: 'exclude' };
    case 'i':
      return { kind: 'region', effect: 'include' };
    case '?':
      return { kind: 'overlay', overlay: 'help' };
    case '[':
      return { kind: 'step', to: -1 };
    case ']':
      return { kind: 'step', to: 1 };
    case 'home':
      return { kind: 'step', to: 'first' };
    case 'end':
      return { kind: 'step', to: 'live' };
    case 'escape':
      return { kind: 'deselect' };
    default:
      return undefined;
  }
}

function pauseOrResume(run: RunState | undefined): KeyCommand {
  const held = run?.kind === 'paused' || run?.kind === 'suspended' || run?.kind === 'pausing';
  return { kind: held ? 'resume' : 'pause' };
}
