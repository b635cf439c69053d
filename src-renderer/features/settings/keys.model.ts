/** The list of keys in the settings: what a search leaves of it. */
import { KEY_ACTIONS, type Bindings, type KeyAction } from '../../keys.model';
import { ACTION_NAMES, keyWords } from '../../store/useKeyNames';

export interface KeyRow extends KeyAction {
  readonly name: string;
  /** The key in force as it is written; empty for none. */
  readonly words: string;
}

/** The actions whose name or key holds every word that was typed. */
export function keyRowsFor(bindings: Bindings, typed: string): readonly KeyRow[] {
  const wanted = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return KEY_ACTIONS.map((action) => ({
    ...action,
    name: ACTION_NAMES.get(action.id) ?? action.id,
    words: keyWords(bindings.get(action.id)),
  })).filter(({ name, words }) => {
    const line = `${name} ${words}`.toLowerCase();
    return wanted.every((word) => line.includes(word));
  });
}
