/** One operation at a time on the work connection: begun, stopped, waited for. */
import { ConsoleError } from '../../../src-shared/errors';
import type { Link } from './link';
import type { Reply } from './wire';

export type ActivityName = 'move' | 'scan' | 'sweep';

/** What an operation works with. */
export interface Activity {
  readonly name: ActivityName;
  readonly link: Link;
  readonly stopped: () => boolean;
  /** Has the bridge do something once; throws `instrument/aborted` instead once the operation has been stopped. */
  send(op: string, args: Readonly<Record<string, unknown>>, deadlineSeconds: number): Promise<Reply>;
}

export interface Activities {
  current(): Activity | undefined;
  run<T>(name: ActivityName, signal: AbortSignal, work: (activity: Activity) => Promise<T>): Promise<T>;
  /** Tells the operation in hand to send nothing more; gives the epoch before which the bridge is to do nothing either. */
  stop(): number;
  ended(): Promise<void>;
}

/** The operations of one driver. `link` gives the connections or throws; `halt` brings the microscope to rest. */
export function createActivities(link: () => Link, halt: () => Promise<void>): Activities {
  let current: { readonly activity: Activity; readonly stop: () => void; readonly ended: Promise<void> } | undefined;
  let epoch = 0;
  let sent = 0;

  return {
    current: () => current?.activity,
    stop() {
      current?.stop();
      return ++epoch;
    },
    ended: () => current?.ended ?? Promise.resolve(),
    async run(name, signal, work) {
      const here = link();
      if (current !== undefined) throw busy(current.activity.name, name);
      if (signal.aborted) throw aborted(name);
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
      const send: Activity['send'] = (op, args, deadline) =>
        stopped()
          ? Promise.reject(aborted(name))
          : here.work.call({ op, args, once: { key: `${here.hello.session}-${++sent}`, epoch } }, deadline);
      const activity = { name, link: here, stopped, send };
      signal.addEventListener('abort', abort, { once: true });
      current = { activity, stop: () => stopper.abort(), ended };
      try {
        const result = await work(activity);
        if (stopped()) throw aborted(name);
        return result;
      } catch (error) {
        await halting;
        throw stopped() ? aborted(name, error) : error;
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
    message: `The AEcroscopy bridge is busy with a ${running}; the ${refused} was refused.`,
    hint: 'Wait for it to end or stop it first.',
  });
}

function aborted(name: ActivityName, cause?: unknown): ConsoleError {
  return new ConsoleError({ code: 'instrument/aborted', message: `The ${name} was aborted.` }, cause);
}
