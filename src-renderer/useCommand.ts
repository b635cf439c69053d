/** What a command does, whether it came from a key or from the palette. */
import { useCallback } from 'react';
import { NEXT_POINT_ID } from './features/nextPoint';
import type { KeyCommand } from './keys.model';
import { useActions, useWindow } from './store/context';
import { canEdit } from './store/selectors';
import type { Actions } from './store/store';

/** Brings the keyboard to the card of the next point, which may lie behind a tab or not be in this view. */
function toCard(actions: Actions): void {
  const card = (): HTMLElement | null => document.getElementById(NEXT_POINT_ID);
  if (card() === null) {
    actions.show('live');
    actions.tab('next');
    requestAnimationFrame(() => card()?.focus());
  } else card()?.focus();
}

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
        case 'panel':
          return void actions.openPanel();
        case 'undo':
          return void actions.remarks.undo();
        case 'redo':
          return void actions.remarks.redo();
        case 'mark':
          return void actions.remarks.toggleMark();
        case 'note':
          actions.show('live');
          actions.tab('curves');
          return actions.remarks.writeNote(true);
        case 'profile':
          actions.show('maps');
          return actions.drawProfile(true);
        case 'region': {
          if (!editable) return undefined;
          actions.show('live');
          const { effect } = command;
          return actions.desk.useTool({ kind: 'region', form: 'rectangle', effect, corners: [] });
        }
        case 'overlay':
          return actions.overlay(command.overlay);
        case 'card':
          return toCard(actions);
      }
    },
    [actions, toolInHand, editable],
  );
}
