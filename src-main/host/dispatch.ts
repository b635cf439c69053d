/** From a name and an unchecked input to an answer: schema first, then the handler, and never a rejection. */
import { ConsoleError, toWire } from '../../src-shared/errors';
import { commandInputs, type CommandInput, type CommandOutput, type Envelope } from '../../src-shared/ipc/contract';
import { COMMAND_NAMES, type CommandName } from '../../src-shared/ipc/names';

export type Handlers = {
  readonly [N in CommandName]: (input: CommandInput<N>) => Answer<CommandOutput<N>>;
};

/** A command without an answer may give nothing at all. */
type Answer<T> = T | Promise<T> | (undefined extends T ? ReturnType<() => void> | Promise<void> : never);

export type Dispatch = (name: string, input: unknown) => Promise<Envelope<unknown>>;

/** The dispatcher over a full set of handlers. */
export function createDispatch(handlers: Handlers): Dispatch {
  return async (name, input) => {
    try {
      if (!isCommand(name)) throw invalid(`There is no command "${name}".`);
      const parsed = commandInputs[name].safeParse(input);
      if (!parsed.success) {
        const issue = parsed.error.issues[0];
        throw invalid(`${name} cannot take "${issue?.path.join('.') ?? ''}": ${issue?.message ?? 'it does not fit'}`);
      }
      const handle = handlers[name] as (input: unknown) => unknown;
      return { ok: true, value: await handle(parsed.data) };
    } catch (error) {
      return { ok: false, error: toWire(error) };
    }
  };
}

function isCommand(name: string): name is CommandName {
  return (COMMAND_NAMES as readonly string[]).includes(name);
}

function invalid(message: string): ConsoleError {
  return new ConsoleError({ code: 'ipc/invalid-input', message });
}
