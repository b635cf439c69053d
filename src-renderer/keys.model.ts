/** Which key means what: one table of actions, the keys that a person chose instead, and what a press of a key stands for. */
import type { KeySettings } from '../src-shared/keys';
import { MAP_KINDS } from '../src-shared/maps';
import type { RunState } from '../src-shared/run';
import { VIEW_NAMES, type OverlayName, type StageName, type ViewName } from './store/state';

export type KeyCommand =
  | {
      readonly kind:
        'halt' | 'pause' | 'resume' | 'stop' | 'card' | 'deselect' | 'undo' | 'redo' | 'mark' | 'note' | 'profile';
    }
  /** The view on the screen in a window of its own. */
  | { readonly kind: 'panel' }
  | { readonly kind: 'region'; readonly effect: 'exclude' | 'include' }
  | { readonly kind: 'view'; readonly view: ViewName }
  | { readonly kind: 'stage'; readonly stage: StageName }
  | { readonly kind: 'select'; readonly by: number }
  /** The list of commands, the list of keys; undefined closes what is open. */
  | { readonly kind: 'overlay'; readonly overlay: OverlayName }
  /** To another step: `by` steps from the one on the screen, to the first, or to the newest. */
  | { readonly kind: 'step'; readonly to: 'first' | 'live' | -1 | 1 };

type PlainId =
  | ('halt' | 'pause' | 'stop' | 'deselect')
  | ('card' | 'approve' | 'veto' | 'defer' | 'elsewhere' | 'freeze')
  | ('exclude' | 'include' | 'next' | 'previous' | 'mark' | 'note' | 'profile')
  | ('back' | 'forth' | 'first' | 'live')
  | ('undo' | 'redo' | 'palette' | 'help' | 'guide' | 'panel');
export type KeyId = PlainId | `view.${ViewName}` | `map.${StageName}`;

export interface KeyAction {
  readonly id: KeyId;
  /** The key of the program. */
  readonly key: string;
  /** What it does anywhere in the window; absent where the panel with the keyboard sees to it. */
  readonly command?: KeyCommand;
  /** Cannot be changed or taken by another action: the safety keys, and the way out. */
  readonly fixed?: true;
}

const STAGES: readonly StageName[] = ['topography', ...MAP_KINDS];

/** Every action with a key, in the order in which they are listed. */
export const KEY_ACTIONS: readonly KeyAction[] = [
  { id: 'halt', key: 'F12', command: { kind: 'halt' }, fixed: true },
  // Resumes where the run is held.
  { id: 'pause', key: 'F8', command: { kind: 'pause' }, fixed: true },
  { id: 'stop', key: 'F9', command: { kind: 'stop' }, fixed: true },
  { id: 'card', key: 'G', command: { kind: 'card' } },
  { id: 'approve', key: 'A' },
  { id: 'veto', key: 'V' },
  { id: 'defer', key: 'D' },
  { id: 'elsewhere', key: 'M' },
  { id: 'freeze', key: 'F' },
  { id: 'exclude', key: 'R', command: { kind: 'region', effect: 'exclude' } },
  { id: 'include', key: 'I', command: { kind: 'region', effect: 'include' } },
  { id: 'undo', key: 'Ctrl+Z', command: { kind: 'undo' } },
  { id: 'redo', key: 'Ctrl+Shift+Z', command: { kind: 'redo' } },
  { id: 'next', key: 'J', command: { kind: 'select', by: 1 } },
  { id: 'previous', key: 'K', command: { kind: 'select', by: -1 } },
  { id: 'mark', key: 'B', command: { kind: 'mark' } },
  { id: 'note', key: 'N', command: { kind: 'note' } },
  { id: 'profile', key: 'L', command: { kind: 'profile' } },
  { id: 'deselect', key: 'Escape', command: { kind: 'deselect' }, fixed: true },
  { id: 'back', key: '[', command: { kind: 'step', to: -1 } },
  { id: 'forth', key: ']', command: { kind: 'step', to: 1 } },
  { id: 'first', key: 'Home', command: { kind: 'step', to: 'first' } },
  { id: 'live', key: 'End', command: { kind: 'step', to: 'live' } },
  ...STAGES.map((stage, i) => action(`map.${stage}`, String(i + 1), { kind: 'stage', stage })),
  ...VIEW_NAMES.map((view, i) => action(`view.${view}`, `Ctrl+${i + 1}`, { kind: 'view', view })),
  { id: 'panel', key: 'Ctrl+M', command: { kind: 'panel' } },
  { id: 'palette', key: 'Ctrl+K', command: { kind: 'overlay', overlay: 'palette' } },
  { id: 'help', key: '?', command: { kind: 'overlay', overlay: 'help' } },
  { id: 'guide', key: 'F1', command: { kind: 'overlay', overlay: 'guide' } },
];

function action(id: KeyId, key: string, command: KeyCommand): KeyAction {
  return { id, key, command };
}

const FIXED: ReadonlySet<string> = new Set(KEY_ACTIONS.filter(({ fixed }) => fixed === true).map(({ key }) => key));

/** What a press of keys is made of; a DOM event is one. */
export interface Press {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

const MODIFIERS: ReadonlySet<string> = new Set(['Control', 'Shift', 'Alt', 'Meta', 'AltGraph', 'CapsLock', 'Dead']);

/**
 * The name of what was pressed: `F12`, `Ctrl+Shift+Z`, `G`, `?`. Undefined for a modifier alone, and with the key of the
 * system held. Shift is part of a name only where the character does not tell: `?` is `?` on every keyboard.
 */
export function chordOf({ key, ctrlKey, shiftKey, altKey, metaKey }: Press): string | undefined {
  if (metaKey || MODIFIERS.has(key)) return undefined;
  const name = key === ' ' ? 'Space' : key.length === 1 ? key.toUpperCase() : key;
  const told = key.length === 1 && !ctrlKey && !altKey;
  const held = [ctrlKey ? 'Ctrl' : '', altKey ? 'Alt' : '', shiftKey && !told ? 'Shift' : ''].filter(Boolean);
  return [...held, name].join('+');
}

/** True for a key that types something: it is never taken from a field, and can be switched off. */
function isSingle(chord: string): boolean {
  return chord.length === 1;
}

/** Keys in force, by action. */
export type Bindings = ReadonlyMap<KeyId, string>;

/** The key of each action that has one: the person's own, else the program's. */
export function bindingsOf({ own, single }: KeySettings): Bindings {
  const keys = KEY_ACTIONS.map(({ id, key, fixed }) => {
    const mine = fixed === true ? key : (own[id] ?? key);
    // A file may claim what the list in the settings refuses.
    return [id, fixed !== true && FIXED.has(mine) ? '' : mine] as const;
  });
  return new Map(keys.filter(([, key]) => key !== '' && (single || !isSingle(key))));
}

/** The action that a key stands for; undefined for a key without one. */
export function actionOfChord(chord: string | undefined, bindings: Bindings): KeyAction | undefined {
  return chord === undefined ? undefined : KEY_ACTIONS.find(({ id }) => bindings.get(id) === chord);
}

export interface KeyCircumstances {
  /** Something is being typed into; its own undo is meant then. */
  readonly typing: boolean;
  readonly run: RunState | undefined;
}

/** What a key does anywhere in the window; undefined for a key that means nothing here. No key destroys data. */
export function commandOfChord(
  chord: string | undefined,
  bindings: Bindings,
  { typing, run }: KeyCircumstances,
): KeyCommand | undefined {
  const found = actionOfChord(chord, bindings);
  if (found?.command === undefined || chord === undefined) return undefined;
  if (typing && !worksWhileTyping(found.id, chord)) return undefined;
  return found.id === 'pause' ? pauseOrResume(run) : found.command;
}

/** Function keys, and what is held with Ctrl but a field's own undo. */
function worksWhileTyping(id: KeyId, chord: string): boolean {
  if (id === 'undo' || id === 'redo') return false;
  return /^((Ctrl|Alt|Shift)\+)*F\d+$/.test(chord) || chord.startsWith('Ctrl+');
}

function pauseOrResume(run: RunState | undefined): KeyCommand {
  const held = run?.kind === 'paused' || run?.kind === 'suspended' || run?.kind === 'pausing';
  return { kind: held ? 'resume' : 'pause' };
}

/** Keys that belong to the system, the browser or the way through the window. */
const RESERVED =
  /^((Ctrl\+)?(Shift\+)?Tab|(Shift\+)?(Enter|Space|Backspace|Delete)|(Shift\+)?Arrow.+|(Shift\+)?Escape|Ctrl\+[ACVXQWR]|Alt\+F4)$/;

/** Why a key cannot be given to an action: it is fixed or reserved, or another action has it. */
export type KeyConflict =
  | { readonly kind: 'reserved' }
  | { readonly kind: 'fixed'; readonly id: KeyId }
  | { readonly kind: 'taken'; readonly id: KeyId };

/** What stands against giving a key to an action; undefined where nothing does. */
export function conflictOf(chord: string, id: KeyId, keys: KeySettings): KeyConflict | undefined {
  if (RESERVED.test(chord)) return { kind: 'reserved' };
  // A key that is switched off as a single one is taken all the same.
  const bindings = bindingsOf({ ...keys, single: true });
  const other = KEY_ACTIONS.find((known) => known.id !== id && bindings.get(known.id) === chord);
  if (other === undefined) return undefined;
  return { kind: other.fixed === true ? 'fixed' : 'taken', id: other.id };
}

/** The settings with a key given to an action; who had it before has none. Fixed keys are never given away. */
export function withKey(keys: KeySettings, id: KeyId, chord: string): KeySettings {
  const conflict = chord === '' ? undefined : conflictOf(chord, id, keys);
  const target = KEY_ACTIONS.find((known) => known.id === id);
  if (target?.fixed === true || (conflict !== undefined && conflict.kind !== 'taken')) return keys;
  const own: Record<string, string> = { ...keys.own, [id]: chord };
  if (conflict !== undefined) own[conflict.id] = '';
  return { ...keys, own };
}

/** The settings with the program's key for one action again. Whoever has that key now loses it. */
export function withoutOwn(keys: KeySettings, id: KeyId): KeySettings {
  const { [id]: _, ...own } = keys.own;
  const key = KEY_ACTIONS.find((known) => known.id === id)?.key ?? '';
  const other = conflictOf(key, id, { ...keys, own });
  return { ...keys, own: other?.kind === 'taken' ? { ...own, [other.id]: '' } : own };
}
