/** The keys that work everywhere in the window. */
import { useEffect } from 'react';
import { commandOfKey } from './keys.model';
import { useWindow } from './store/context';
import { isPlain, isTyping } from './ui/keys';
import { useCommand } from './useCommand';

/** Listens to the keyboard as long as the window is open. */
export function useKeys(): void {
  const perform = useCommand();
  const run = useWindow((state) => state.console?.run.state);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const command = commandOfKey(event.key, {
        control: event.ctrlKey,
        shift: event.shiftKey,
        typing: isTyping(event.target),
        plain: isPlain(event) && !isTyping(event.target),
        run,
      });
      if (command === undefined) return;
      event.preventDefault();
      perform(command);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [perform, run]);
}
