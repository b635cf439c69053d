/** Keeps the computer from going to sleep while a run goes on. The screen may go dark; the run does not need it. */
import { powerSaveBlocker } from 'electron';
import type { Host } from '../host/createHost';

/** Follows the runs of a host. */
export function keepAwake(host: Host): void {
  let blocker: number | undefined;
  host.subscribe((event) => {
    if (event.kind !== 'run') return;
    const running = event.run.state.kind !== 'idle';
    if (running) blocker ??= powerSaveBlocker.start('prevent-app-suspension');
    else if (blocker !== undefined) {
      powerSaveBlocker.stop(blocker);
      blocker = undefined;
    }
  });
}
