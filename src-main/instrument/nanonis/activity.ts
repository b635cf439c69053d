/** One operation at a time: begun, stopped, waited for. */
import { ConsoleError } from '../../../src-shared/errors';
import type { Arguments, CommandName, Reply } from './commands';
import type { Link } from './link';

export type ActivityName = 'move' | 'scan' | 'sweep';

/** What an operation works with. */
export interface Activity {
  readonly name: ActivityName;
  readonly link: Link;
  readonly stopped: () => boolean;
  /** Sends a command over the work connection; throws `instrument/aborted` instead once the operation has been stopped. */
  send<N extends CommandName>(name: N, args: Arguments<N>, deadlineSeconds?: number): Promise<Reply<N>>;
}

export interface Activities {
  current(): Activity | undefined;
  /** Runs an operation. `halt` brings the instrument to rest when the signal fires or {@link stop} is called. */
  run<T>(name: ActivityName, signal: AbortSignal, work: (activity: Activity) => Promise<T>): Promise<T>;
  /** Tells the operation in hand to send nothing more; resolves with whether it has ended by itself in time. */
  stop(): void;
  ended(): Promise<void>;
}

/** The operations of one driver. `link` gives the connections, or throws while there are none. */
export function createActivities(link: () => Link, halt: () => Promise<void>): Activities {
  let current: { readonly activity: Activity; readonly stop: () => void; readonly ended: Promise<void> } | undefined;

  return {
    current: () => current?.activity,
    stop: () => current?.stop(),
    ended: () => current?.ended ?? Promise.resolve(),
    async run(name, signal, work) {
      const here = link();
      if (current !== undefined) throw busy(current.activity.name, name);
      if (signal.aborted) throw abortedError(name);
      const stopper = new AbortController();
      const stopped = (): boolean => stopper.signal.aborted;
      let halting: Promise<void> | undefined;
      const abort = (): void => {
        stopper.abort();
        halting = halt();
        halting.catch(() => undefined); // heard of below, when the work has ended
      };
      let end = (): void => undefined;
      const ended = new Promise<void>((resolve) => (end = resolve));
      const send: Activity['send'] = (command, args, deadline) =>
        stopped() ? Promise.reject(abortedError(name)) : here.work.call(command, args, deadline);
      const activity = { name, link: here, stopped, send };
      signal.addEventListener('abort', abort, { once: true });
      current = { activity, stop: () => stopper.abort(), ended };
      try {
        const result = await work(activity);
        if (stopped()) throw abortedError(name);
        return result;
      } catch (error) {
        await halting;
        throw stopped() ? abortedError(name, error) : error;
      } finally {
        signal.removeEventListener('abort', abort);
        current = undefined;
        end();
      }
    },
  };
}

function busy(running: ActivityName, refused: ActivityName): ConsoleError {
  return new ConsoleError({
    code: 'instrument/fault',
    message: `Nanonis is busy with a ${running}; the ${refused} was refused.`,
    hint: 'Wait for it to end or stop it first.',
  });
}

/** The error of an operation that was stopped. */
function abortedError(name: ActivityName, cause?: unknown): ConsoleError {
  return new ConsoleError({ code: 'instrument/aborted', message: `The ${name} was aborted.` }, cause);
}
