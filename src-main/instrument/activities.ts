/** One operation at a time on an instrument that is stopped past it: begun, stopped, waited for. */
import { ConsoleError } from '../../src-shared/errors';

export type ActivityName = 'move' | 'scan' | 'sweep';

/** An operation that goes on, over the connections that it began with. */
export interface Operation<L> {
  readonly name: ActivityName;
  readonly link: L;
  readonly stopped: () => boolean;
}

export interface Activities<A> {
  current(): A | undefined;
  /** Runs an operation; `halt` brings the instrument to rest when the signal fires. */
  run<T>(name: ActivityName, signal: AbortSignal, work: (activity: A) => Promise<T>): Promise<T>;
  /** Tells the operation in hand to send nothing more. */
  stop(): void;
  /** Resolves when no operation is in hand. */
  ended(): Promise<void>;
}

export interface ActivityPorts<L, A extends Operation<L>> {
  /** What messages call the instrument at the beginning of a sentence. */
  readonly instrument: string;
  /** The connections; throws while there are none. */
  readonly link: () => L;
  readonly halt: () => Promise<void>;
  /** The operation with its ways to send. */
  readonly equip: (operation: Operation<L>) => A;
}

/** The operations of one driver. */
export function createActivities<L, A extends Operation<L>>(ports: ActivityPorts<L, A>): Activities<A> {
  let current: { readonly activity: A; readonly stop: () => void; readonly ended: Promise<void> } | undefined;

  return {
    current: () => current?.activity,
    stop: () => current?.stop(),
    ended: () => current?.ended ?? Promise.resolve(),
    async run(name, signal, work) {
      const link = ports.link();
      if (current !== undefined) throw busy(ports.instrument, current.activity.name, name);
      if (signal.aborted) throw abortedError(name);
      const stopper = new AbortController();
      const stopped = (): boolean => stopper.signal.aborted;
      let halting: Promise<void> | undefined;
      const abort = (): void => {
        stopper.abort();
        halting = ports.halt();
        halting.catch(() => undefined); // heard of below, when the work has ended
      };
      let end = (): void => undefined;
      const ended = new Promise<void>((resolve) => (end = resolve));
      const activity = ports.equip({ name, link, stopped });
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

function busy(instrument: string, running: ActivityName, refused: ActivityName): ConsoleError {
  return new ConsoleError({
    code: 'instrument/fault',
    message: `${instrument} is busy with a ${running}; the ${refused} was refused.`,
    hint: 'Wait for it to end or stop it first.',
  });
}

/** The error of an operation that was stopped. */
export function abortedError(name: ActivityName, cause?: unknown): ConsoleError {
  return new ConsoleError({ code: 'instrument/aborted', message: `The ${name} was aborted.` }, cause);
}
