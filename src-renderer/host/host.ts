/** The only reader of `window.host`: typed calls to the main process, with refusals as {@link ConsoleError}. */
import { ConsoleError, fromWire } from '../../src-shared/errors';
import type { CommandInput, CommandOutput, ConsoleEvent, HostBridge } from '../../src-shared/ipc/contract';
import type { CommandName } from '../../src-shared/ipc/names';

declare global {
  interface Window {
    readonly host?: HostBridge;
  }
}

/** Commands without input are called with their name alone. */
export type InputArguments<N extends CommandName> =
  CommandInput<N> extends undefined ? readonly [] : readonly [input: CommandInput<N>];

export interface Host {
  /** Runs one command; rejects with a {@link ConsoleError} where the main process refused it. */
  call<N extends CommandName>(name: N, ...input: InputArguments<N>): Promise<CommandOutput<N>>;
  /** Every announcement from now on; gives back the way to end it. */
  subscribe(listener: (event: ConsoleEvent) => void): () => void;
}

/** The host behind a bridge. The value in an answered envelope is trusted: the main process derives it from the same contract. */
export function hostOf(bridge: HostBridge): Host {
  return {
    async call<N extends CommandName>(name: N, ...input: InputArguments<N>): Promise<CommandOutput<N>> {
      const envelope = await bridge.invoke(name, input[0]);
      if (!envelope.ok) throw fromWire(envelope.error);
      return envelope.value as CommandOutput<N>;
    },
    subscribe: (listener) => bridge.subscribe(listener),
  };
}

/** The host of this window; throws where the preload script is missing. */
export function windowHost(): Host {
  if (window.host === undefined)
    throw new ConsoleError({
      code: 'internal',
      message: 'The window has no connection to the main process: the preload script did not run.',
      hint: 'Start Curioscope itself; this page does nothing in a browser.',
    });
  return hostOf(window.host);
}
