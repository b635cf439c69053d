/** The keys that work everywhere in the window. */
import { useEffect } from 'react';
import { NEXT_POINT_ID } from './features/nextPoint';
import { commandOfKey } from './keys.model';
import { useActions, useWindow } from './store/context';
import { canEdit } from './store/selectors';
import { isPlain, isTyping } from './ui/keys';

/** Listens to the keyboard as long as the window is open. */
export function useKeys(): void {
  const actions = useActions();
  const run = useWindow((state) => state.console?.run.state);
  const toolInHand = useWindow((state) => state.desk.tool !== undefined);
  const editable = useWindow((state) => canEdit(state) && state.console?.session?.grid !== undefined);
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
        case 'step':
          return command.to === 'live'
            ? actions.time.live()
            : void (command.to === 'first' ? actions.time.goTo(1) : actions.time.by(command.to));
        case 'select':
          return actions.stepSelection(command.by);
        case 'deselect':
          return toolInHand ? actions.desk.useTool(undefined) : actions.select(undefined);
        case 'undo':
          return void actions.desk.undo();
        case 'redo':
          return void actions.desk.redo();
        case 'region': {
          if (!editable) return undefined;
          actions.show('live');
          const { effect } = command;
          return actions.desk.useTool({ kind: 'region', form: 'rectangle', effect, corners: [] });
        }
        case 'card':
          return document.getElementById(NEXT_POINT_ID)?.focus();
      }
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [actions, run, toolInHand, editable]);
}
