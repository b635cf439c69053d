/** What an operation of the bridge works with. */
import { abortedError, createActivities, type Activities, type Operation } from '../activities';
import type { Link } from './link';
import type { Reply } from './wire';

export interface Activity extends Operation<Link> {
  /** Has the bridge do something once; throws `instrument/aborted` instead once the operation has been stopped. */
  send(op: string, args: Readonly<Record<string, unknown>>, deadlineSeconds: number): Promise<Reply>;
}

export interface BridgeActivities extends Omit<Activities<Activity>, 'stop'> {
  /** Tells the operation in hand to send nothing more; gives the epoch before which the bridge is to do nothing either. */
  stop(): number;
}

/** The operations of one driver. `link` gives the connections or throws; `halt` brings the microscope to rest. */
export function bridgeActivities(link: () => Link, halt: () => Promise<void>): BridgeActivities {
  let epoch = 0;
  let sent = 0;
  const activities = createActivities<Link, Activity>({
    instrument: 'The AEcroscopy bridge',
    link,
    halt,
    equip: (operation) => ({
      ...operation,
      send: (op, args, deadline) => {
        if (operation.stopped()) return Promise.reject(abortedError(operation.name));
        const { work, hello } = operation.link;
        return work.call({ op, args, once: { key: `${hello.session}-${++sent}`, epoch } }, deadline);
      },
    }),
  });
  return {
    ...activities,
    stop() {
      activities.stop();
      return ++epoch;
    },
  };
}
