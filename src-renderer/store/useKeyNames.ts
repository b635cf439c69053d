/** The keys in force, and how they are written on the screen. */
import { useMemo } from 'react';
import { DEFAULT_KEYS } from '../../src-shared/keys';
import { MAP_KINDS } from '../../src-shared/maps';
import { KEY_ACTIONS, bindingsOf, type Bindings, type KeyId } from '../keys.model';
import { text } from '../messages';
import { useWindow } from './context';
import { VIEW_NAMES } from './state';

const { keyList } = text;

/** The name of each action with a key. */
export const ACTION_NAMES: ReadonlyMap<KeyId, string> = new Map<KeyId, string>([
  ...(Object.entries(text.keyNames) as [KeyId, string][]),
  ...(['topography', ...MAP_KINDS] as const).map((map): [KeyId, string] => [
    `map.${map}`,
    keyList.mapName(text.maps.names[map]),
  ]),
  ...VIEW_NAMES.map((view): [KeyId, string] => [`view.${view}`, keyList.viewName(text.rail.views[view])]),
]);

/** The keys of the settings, those of the program until they are known. */
export function useBindings(): Bindings {
  const keys = useWindow((state) => state.console?.settings.keys) ?? DEFAULT_KEYS;
  return useMemo(() => bindingsOf(keys), [keys]);
}

/** A key as it stands on the keyboard; empty for none. */
export function keyWords(chord: string | undefined): string {
  return chord === undefined ? '' : (keyList.shown[chord] ?? chord);
}

/** Rows of the list of keys: key and action, without actions that have none. */
export function keyRows(bindings: Bindings): readonly (readonly [key: string, action: string])[] {
  const own = KEY_ACTIONS.filter(({ id }) => bindings.has(id)).map(
    ({ id }) => [keyWords(bindings.get(id)), ACTION_NAMES.get(id) ?? id] as const,
  );
  return [...own, ...keyList.more];
}
