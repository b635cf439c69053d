/** The keys that work everywhere in the window. */
import { useEffect } from 'react';
import { NEXT_POINT_ID } from './features/nextPoint';
import { commandOfKey } from './keys.model';
import { useActions, useWindow } from './store/context';
import { isPlain, isTyping } from './ui/keys';

/** Listens to the keyboard as long as the window is open. */
export function useKeys(): void {
  const actions = useActions();
  const run = useWindow((state) => state.console?.run.state);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const command = commandOfKey(event.key, {
        control: event.ctrlKey,
        plain: isPlain(event) && !isTyping(event.target),
        run,
      });
      if (command === undefined) return;
      event.preventDefault();
      switch (command.kind) {
        case 'halt':
          return void actions.send('run.halt');
        case 'pause':
          return void actions.send('run.pause', { when: 'afterStep' });
        case 'resume':
          return void actions.send('run.resume');
        case 'stop':
          return void actions.send('run.stop');
        case 'view':
          return actions.show(command.view);
        case 'stage':
          return actions.enlarge(command.stage);
        case 'select':
          return actions.stepSelection(command.by);
        case 'deselect':
          return actions.select(undefined);
        case 'card':
          return document.getElementById(NEXT_POINT_ID)?.focus();
      }
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [actions, run]);
}
