/** The settings in force, and the only way to other ones. */
import type { Settings } from '../../src-shared/settings';
import { writeSettings } from './settingsFile';

export interface SettingsKeeper {
  current(): Settings;
  /**
   * Replaces the settings by what `next` makes of those in force: one change after the other, so that two windows, or
   * two quick clicks, cannot undo each other's. The new ones are on disk and told when it resolves, with the old ones
   * beside them. Rejects with what `next` or the disk refused; nothing has changed then.
   */
  change(
    next: (now: Settings) => Settings | Promise<Settings>,
  ): Promise<{ readonly before: Settings; readonly after: Settings }>;
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
        const before = settings;
        const after = await next(before);
        await writeSettings(file, after);
        settings = after;
        tell(after);
        return { before, after };
      });
      // Whoever asked hears of a refusal; it does not keep the next change back.
      last = changed.catch(() => undefined);
      return changed;
    },
  };
}
