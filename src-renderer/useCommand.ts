/** What a command does, whether it came from a key or from the palette. */
import { useCallback } from 'react';
import { NEXT_POINT_ID } from './features/nextPoint';
import type { KeyCommand } from './keys.model';
import { useActions, useWindow } from './store/context';
import { canEdit } from './store/selectors';

/** The way to perform a command. */
export function useCommand(): (command: KeyCommand) => void {
  const actions = useActions();
  const toolInHand = useWindow((state) => state.desk.tool !== undefined);
  const editable = useWindow((state) => canEdit(state) && state.console?.session?.grid !== undefined);
  return useCallback(
    (command) => {
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
        case 'overlay':
          return actions.overlay(command.overlay);
        case 'card':
          return document.getElementById(NEXT_POINT_ID)?.focus();
      }
    },
    [actions, toolInHand, editable],
  );
}
