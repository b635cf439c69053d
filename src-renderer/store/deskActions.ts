/** What the person at the window can do to the session beside answering. Everything is decided in the main process. */
import type { StoreApi } from 'zustand/vanilla';
import { toWire } from '../../src-shared/errors';
import type { CommandInput, CommandOutput, RuleAnswer } from '../../src-shared/ipc/contract';
import type { CommandName } from '../../src-shared/ipc/names';
import type { VetoReason } from '../../src-shared/proposal';
import type { RuleDraft, RuleEffect } from '../../src-shared/rules';
import type { RejectedCurve, Steering } from '../../src-shared/session/edits';
import type { Host, InputArguments } from '../host/host';
import { text } from '../messages';
import type { DeskWindow, MapTool } from './deskWindow';
import { editWords } from './editWords';
import type { WindowState } from './state';

/** What goes with a drafted rule when it comes into force. */
export interface RulePut {
  readonly reason: VetoReason;
  readonly text?: string | undefined;
  readonly proposalId?: string | undefined;
  readonly confirmed?: boolean | undefined;
}

export interface DeskActions {
  /** Shows what a rule would do, or lets go of it. With an id: what the changed rule would do. */
  draft(about: RuleDraft | undefined, id?: string): Promise<void>;
  /** What a rule would do, without showing it. */
  effectOf(about: RuleDraft, id: string): Promise<RuleEffect | undefined>;
  /** Puts the drafted rule in force; undefined where the main process refused. */
  putInForce(put: RulePut): Promise<RuleAnswer | undefined>;
  changeRule(change: CommandInput<'veto.edit'>): Promise<RuleAnswer | undefined>;
  useTool(tool: MapTool | undefined): void;
  /** Asks for maps and next place under other settings; changes nothing. */
  tryoutSteering(steering: Steering): Promise<void>;
  applySteering(steering: Steering): Promise<boolean>;
  revertSteering(): void;
  /** Takes a measured curve out of the training set. */
  reject(curve: RejectedCurve): Promise<void>;
  restore(index: number): Promise<void>;
  /** The newest edit of the run, taken back or made again; whether the main process did. */
  undo(): Promise<boolean>;
  redo(): Promise<boolean>;
  /** Says what the person has just done. */
  say(words: string): void;
  /** Candidates chosen in the list of proposals. */
  choose(candidates: readonly number[]): void;
  dismissNotice(): void;
}

/** The actions on a store and its host. */
// eslint-disable-next-line max-lines-per-function -- a flat list of short actions over one store
export function createDeskActions(host: Host, store: StoreApi<WindowState>): DeskActions {
  const change = (desk: Partial<DeskWindow>): void => store.setState((state) => ({ desk: { ...state.desk, ...desk } }));
  const desk = (): DeskWindow => store.getState().desk;

  /** Sends a command and gives its answer; a refusal becomes the alarm line and undefined. */
  async function ask<N extends CommandName>(
    name: N,
    ...input: InputArguments<N>
  ): Promise<{ readonly value: CommandOutput<N> } | undefined> {
    try {
      const value = await host.call(name, ...input);
      store.setState({ rejected: undefined });
      return { value };
    } catch (error) {
      store.setState({ rejected: { command: name, error: toWire(error) } });
      return undefined;
    }
  }

  const say = (words: string): void => change({ notice: { id: (desk().notice?.id ?? 0) + 1, words } });

  const judge = async (index: number, again: RejectedCurve['again'] | undefined): Promise<void> => {
    const before = store.getState().console?.session?.novelty;
    if (before !== undefined) change({ shift: { index, before } });
    const taken =
      again === undefined ? await ask('curve.restore', { index }) : await ask('curve.reject', { index, again });
    if (taken === undefined) change({ shift: undefined });
  };

  const goBack = async (name: 'edit.undo' | 'edit.redo'): Promise<boolean> => {
    const session = store.getState().console?.session;
    const answer = await ask(name);
    if (answer === undefined) return false;
    const words = editWords(session, answer.value.edit);
    say(name === 'edit.undo' ? text.undo.undone(words) : text.undo.redone(words));
    return true;
  };

  return {
    draft: async (about, id) => {
      if (about === undefined) {
        change({ draft: undefined });
        return;
      }
      const draft = { about, id, effect: undefined };
      change({ draft });
      const answer = await ask('veto.preview', id === undefined ? { about } : { about, id });
      // Somebody may have gone on to another rule while this one was counted.
      if (desk().draft === draft) change({ draft: answer && { ...draft, effect: answer.value } });
    },
    effectOf: async (about, id) => {
      try {
        return await host.call('veto.preview', { about, id });
      } catch {
        // The run may have ended while the table was being filled; the count is then left out.
        return undefined;
      }
    },
    putInForce: async (put) => {
      const { draft } = desk();
      if (draft === undefined) return undefined;
      const { about, id } = draft;
      const { reason, text: words, confirmed } = put;
      const answer =
        id === undefined
          ? await ask('veto.add', { about, ...put })
          : await ask('veto.edit', { id, about, reason, text: words, confirmed });
      if (answer?.value.needsConfirmation === false) change({ draft: undefined, tool: undefined });
      return answer?.value;
    },
    changeRule: async (edit) => (await ask('veto.edit', edit))?.value,
    useTool: (tool) => {
      change(tool === undefined ? { tool, draft: undefined } : { tool });
    },
    tryoutSteering: async (steering) => {
      const answer = await ask('steering.preview', steering);
      if (answer !== undefined) change({ trial: { steering, preview: answer.value } });
    },
    applySteering: async (steering) => {
      const answer = await ask('steering.apply', steering);
      if (answer !== undefined) change({ trial: undefined });
      return answer !== undefined;
    },
    revertSteering: () => change({ trial: undefined }),
    reject: ({ index, again }) => judge(index, again),
    restore: (index) => judge(index, undefined),
    undo: () => goBack('edit.undo'),
    redo: () => goBack('edit.redo'),
    say,
    choose: (chosen) => change({ chosen }),
    dismissNotice: () => change({ notice: undefined }),
  };
}
