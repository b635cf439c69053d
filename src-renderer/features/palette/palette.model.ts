/** Every view and command by name, and those that a few letters mean. */
import { MAP_KINDS } from '../../../src-shared/maps';
import type { KeyCommand, KeyId } from '../../keys.model';
import { text } from '../../messages';
import { VIEW_NAMES } from '../../store/state';

export interface PaletteEntry {
  readonly name: string;
  /** The action whose key does the same. */
  readonly id: KeyId;
  readonly command: KeyCommand;
}

const { names, view, map } = text.palette;

/** In the order in which they are listed while nothing is typed. */
export const PALETTE: readonly PaletteEntry[] = [
  ...VIEW_NAMES.map((name) => entry(view(text.rail.views[name]), `view.${name}`, { kind: 'view', view: name })),
  entry(names.halt, 'halt', { kind: 'halt' }),
  entry(names.pause, 'pause', { kind: 'pause' }),
  entry(names.resume, 'pause', { kind: 'resume' }),
  entry(names.stop, 'stop', { kind: 'stop' }),
  entry(names.undo, 'undo', { kind: 'undo' }),
  entry(names.redo, 'redo', { kind: 'redo' }),
  entry(names.card, 'card', { kind: 'card' }),
  entry(names.exclude, 'exclude', { kind: 'region', effect: 'exclude' }),
  entry(names.include, 'include', { kind: 'region', effect: 'include' }),
  entry(names.back, 'back', { kind: 'step', to: -1 }),
  entry(names.forth, 'forth', { kind: 'step', to: 1 }),
  entry(names.first, 'first', { kind: 'step', to: 'first' }),
  entry(names.live, 'live', { kind: 'step', to: 'live' }),
  entry(names.next, 'next', { kind: 'select', by: 1 }),
  entry(names.previous, 'previous', { kind: 'select', by: -1 }),
  entry(text.keyNames.mark, 'mark', { kind: 'mark' }),
  entry(text.keyNames.note, 'note', { kind: 'note' }),
  entry(text.keyNames.profile, 'profile', { kind: 'profile' }),
  entry(names.deselect, 'deselect', { kind: 'deselect' }),
  ...(['topography', ...MAP_KINDS] as const).map((stage) =>
    entry(map(text.maps.names[stage]), `map.${stage}`, { kind: 'stage', stage }),
  ),
  entry(text.keyNames.panel, 'panel', { kind: 'panel' }),
  entry(text.keyNames.guide, 'guide', { kind: 'overlay', overlay: 'guide' }),
  entry(names.help, 'help', { kind: 'overlay', overlay: 'help' }),
];

function entry(name: string, id: KeyId, command: KeyCommand): PaletteEntry {
  return { name, id, command };
}

/** The entries that hold every word that was typed; those that begin with it first. */
export function matching(entries: readonly PaletteEntry[], typed: string): readonly PaletteEntry[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const found = entries.filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)));
  const begins = ({ name }: PaletteEntry): number => (name.toLowerCase().startsWith(words[0] ?? '') ? 0 : 1);
  return [...found].sort((a, b) => begins(a) - begins(b));
}
