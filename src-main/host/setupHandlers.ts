/** The commands of the Setup view: connection, limits, coordinate check, a file from a dialog. */
import { ConsoleError } from '../../src-shared/errors';
import { loosened, type CoordinateCheck } from '../../src-shared/instrumentSettings';
import type { CheckMove } from '../../src-shared/ipc/contract';
import { sameLimits } from '../../src-shared/limits';
import type { Settings } from '../../src-shared/settings';
import type { Clock } from '../engine/ports';
import type { CoordinateChecker } from './coordinateCheck';
import type { Handlers } from './dispatch';
import type { InstrumentLink } from './instrumentLink';
import type { SettingsKeeper } from './settingsKeeper';
import type { Stage } from './stage';

type SetupCommands =
  'setup.chooseFile' | 'setup.test' | 'setup.limits' | 'setup.scan' | 'setup.move' | 'setup.checked' | 'setup.endCheck';

/** Opens the system's dialog; undefined where nothing was chosen. */
export type ChooseFile = (what: 'file' | 'folder') => Promise<string | undefined>;

export interface SetupPorts {
  readonly clock: Clock;
  readonly stage: Stage;
  readonly link: InstrumentLink;
  readonly check: CoordinateChecker;
  readonly chooseFile: ChooseFile;
  readonly settings: () => Settings;
  readonly save: SettingsKeeper['change'];
}

/** All of them are refused with `run/illegal` while a run goes on. */
export function setupHandlers(ports: SetupPorts): Pick<Handlers, SetupCommands> {
  const { stage, link, check, settings, save } = ports;
  let moved: CheckMove | undefined;
  return {
    'setup.chooseFile': ({ what }) => ports.chooseFile(what),
    'setup.test': async () => {
      stage.refuseWhileRunning();
      await check.end();
      await link.reopen(settings());
    },
    'setup.limits': async ({ from, to }) => {
      await save((now) => {
        if (!sameLimits(from, now.limits))
          throw new ConsoleError({
            code: 'run/illegal',
            message: 'The limits have changed since they were shown.',
            hint: 'Look at them again.',
          });
        return { ...now, limits: to };
      });
    },
    'setup.scan': async () => {
      stage.refuseWhileRunning();
      moved = undefined;
      await link.ready(settings());
      return check.scan(settings());
    },
    'setup.move': async ({ pixel }) => {
      stage.refuseWhileRunning();
      moved = await check.move(pixel);
      return moved;
    },
    'setup.checked': async ({ seen }) => {
      if (moved === undefined)
        throw new ConsoleError({ code: 'run/illegal', message: 'The tip has not gone anywhere in this check.' });
      const { asked, reached, heights } = moved;
      const result: CoordinateCheck = {
        at: new Date(ports.clock.now()).toISOString(),
        instrument: link.current().instrument.identity.name,
        askedX: asked.xMetres,
        askedY: asked.yMetres,
        reachedX: reached.xMetres,
        reachedY: reached.yMetres,
        heights,
        seen,
      };
      moved = undefined;
      await save((now) => ({ ...now, check: result }));
      await check.end();
    },
    'setup.endCheck': () => check.end(),
  };
}

/** Limits are loosened in one way only: shown, old beside new, and agreed to. */
export function refuseLoosened(now: Settings, next: Settings): void {
  const names = loosened(now.limits, next.limits);
  if (names.length === 0) return;
  throw new ConsoleError({
    code: 'safety/limit',
    message: `These settings would loosen limits without asking: ${names.join(', ')}.`,
    hint: 'Change limits in Setup, where the old ones are shown beside the new ones.',
  });
}

/** An instrument whose tip went elsewhere in the coordinate check measures nothing. */
export function refuseWrongAxes({ check }: Settings): void {
  if (check?.seen !== 'wrong') return;
  throw new ConsoleError({
    code: 'safety/limit',
    message: 'In the coordinate check the tip went to another place than the image showed.',
    hint: 'Put the axes of the instrument right, then repeat the check in Setup.',
  });
}
