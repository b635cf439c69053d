/** The keys that work everywhere in the window. */
import { useEffect } from 'react';
import { chordOf, commandOfChord } from './keys.model';
import { useWindow } from './store/context';
import { useBindings } from './store/useKeyNames';
import { isTyping } from './ui/keys';
import { useCommand } from './useCommand';

/** Listens to the keyboard as long as the window is open. */
export function useKeys(): void {
  const perform = useCommand();
  const run = useWindow((state) => state.console?.run.state);
  const bindings = useBindings();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const command = commandOfChord(chordOf(event), bindings, { typing: isTyping(event.target), run });
      if (command === undefined) return;
      event.preventDefault();
      perform(command);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [perform, run, bindings]);
}
