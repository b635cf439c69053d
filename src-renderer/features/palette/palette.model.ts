/** Every view and command by name, and those that a few letters mean. */
import { MAP_KINDS } from '../../../src-shared/maps';
import type { KeyCommand } from '../../keys.model';
import { text } from '../../messages';
import { VIEW_NAMES } from '../../store/state';

export interface PaletteEntry {
  readonly name: string;
  /** The key that does the same; empty where there is none. */
  readonly key: string;
  readonly command: KeyCommand;
}

const { names, view, map } = text.palette;

/** In the order in which they are listed while nothing is typed. */
export const PALETTE: readonly PaletteEntry[] = [
  ...VIEW_NAMES.map((name, i) => entry(view(text.rail.views[name]), `Ctrl+${i + 1}`, { kind: 'view', view: name })),
  entry(names.halt, 'F12', { kind: 'halt' }),
  entry(names.pause, 'F8', { kind: 'pause' }),
  entry(names.resume, 'F8', { kind: 'resume' }),
  entry(names.stop, 'F9', { kind: 'stop' }),
  entry(names.undo, 'Ctrl+Z', { kind: 'undo' }),
  entry(names.redo, 'Ctrl+Shift+Z', { kind: 'redo' }),
  entry(names.card, 'G', { kind: 'card' }),
  entry(names.exclude, 'R', { kind: 'region', effect: 'exclude' }),
  entry(names.include, 'I', { kind: 'region', effect: 'include' }),
  entry(names.back, '[', { kind: 'step', to: -1 }),
  entry(names.forth, ']', { kind: 'step', to: 1 }),
  entry(names.first, 'Home', { kind: 'step', to: 'first' }),
  entry(names.live, 'End', { kind: 'step', to: 'live' }),
  entry(names.next, 'J', { kind: 'select', by: 1 }),
  entry(names.previous, 'K', { kind: 'select', by: -1 }),
  entry(names.deselect, 'Esc', { kind: 'deselect' }),
  ...(['topography', ...MAP_KINDS] as const).map((stage, i) =>
    entry(map(text.maps.names[stage]), String(i + 1), { kind: 'stage', stage }),
  ),
  entry(names.help, '?', { kind: 'overlay', overlay: 'help' }),
];

function entry(name: string, key: string, command: KeyCommand): PaletteEntry {
  return { name, key, command };
}

/** The entries that hold every word that was typed; those that begin with it first. */
export function matching(entries: readonly PaletteEntry[], typed: string): readonly PaletteEntry[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const found = entries.filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)));
  const begins = ({ name }: PaletteEntry): number => (name.toLowerCase().startsWith(words[0] ?? '') ? 0 : 1);
  return [...found].sort((a, b) => begins(a) - begins(b));
}
