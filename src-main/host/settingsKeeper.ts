/** The settings in force, and the only way to other ones. */
import type { Settings } from '../../src-shared/settings';
import { writeSettings } from './settingsFile';

export interface SettingsKeeper {
  current(): Settings;
  /**
   * Replaces the settings by what `next` makes of those in force: one change after the other, so that two windows, or
   * two quick clicks, cannot undo each other's. The new ones are on disk and told when it resolves. Rejects with what
   * `next` or the disk refused; nothing has changed then.
   */
  change(next: (now: Settings) => Settings | Promise<Settings>): Promise<void>;
}

/** @param tell hears every new state */
export function createSettingsKeeper(
  file: string,
  first: Settings,
  tell: (settings: Settings) => void,
): SettingsKeeper {
  let settings = first;
  let last: Promise<unknown> = Promise.resolve();
  return {
    current: () => settings,
    change(next) {
      const changed = last.then(async () => {
        const wanted = await next(settings);
        await writeSettings(file, wanted);
        settings = wanted;
        tell(wanted);
      });
      // Whoever asked hears of a refusal; it does not keep the next change back.
      last = changed.catch(() => undefined);
      return changed;
    },
  };
}
