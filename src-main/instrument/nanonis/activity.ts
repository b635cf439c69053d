/** What an operation of a Nanonis works with. */
import { abortedError, createActivities, type Activities, type Operation } from '../activities';
import type { Arguments, CommandName, Reply } from './commands';
import type { Link } from './link';

export interface Activity extends Operation<Link> {
  /** Sends a command over the work connection; throws `instrument/aborted` instead once the operation has been stopped. */
  send<N extends CommandName>(name: N, args: Arguments<N>, deadlineSeconds?: number): Promise<Reply<N>>;
}

/** The operations of one driver. `link` gives the connections, or throws while there are none. */
export function nanonisActivities(link: () => Link, halt: () => Promise<void>): Activities<Activity> {
  return createActivities<Link, Activity>({
    instrument: 'Nanonis',
    link,
    halt,
    equip: (operation) => ({
      ...operation,
      send: (command, args, deadline) =>
        operation.stopped()
          ? Promise.reject(abortedError(operation.name))
          : operation.link.work.call(command, args, deadline),
    }),
  });
}
