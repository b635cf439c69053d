/**
 * Looks for a newer version where the settings say, fetches it when a person asks, and tells how to install it; it never
 * installs anything. While it is off nothing is read and nothing is asked; while a run goes on neither.
 */
import { ConsoleError, toWire } from '../../src-shared/errors';
import type { UpdateSettings, UpdateState } from '../../src-shared/updates';
import { savePackage } from './download';
import { LIST_MILLIS, openPlace, PACKAGE_MILLIS, type ReadPlace } from './place';
import {
  installCommand,
  kindOf,
  packageFor,
  parseRelease,
  RELEASE_FILE,
  type Installation,
  type Package,
} from './release';
import { isNewer } from './versions';

/** A list is small; what is longer is none. */
const MAX_LIST_BYTES = 1e6;

export interface UpdaterPorts {
  /** Version of the program that runs. */
  readonly version: string;
  readonly installation: Installation;
  /** Folder that packages are put into. */
  readonly downloads: () => string;
  readonly settings: () => UpdateSettings;
  /** Throws while a run goes on. */
  readonly refuseWhileRunning: () => void;
  readonly onChange: (state: UpdateState) => void;
}

export interface Updater {
  state(): UpdateState;
  /** Looks for a newer version. What comes of it, failures too, is in the state; rejects where it may not look now. */
  look(): Promise<void>;
  /** Fetches the newer version that was found. As `look`. */
  get(): Promise<void>;
  /** The place has changed: what was known of the old one is forgotten. */
  forget(): void;
  /** Breaks off what goes on, as when a run begins. */
  stop(): void;
}

/** The updater of one console. */
export function createUpdater(ports: UpdaterPorts): Updater {
  const { installation, settings } = ports;
  let state: UpdateState = { kind: 'unknown' };
  let found: { readonly read: ReadPlace; readonly wanted: Package } | undefined;
  const work = createWork((next) => {
    state = next;
    ports.onChange(next);
  });

  function refuseIfNotNow(): void {
    ports.refuseWhileRunning();
    if (!settings().on)
      throw refusal('Updates are off, so nothing is looked for.', 'Switch them on in Settings first.');
  }

  return {
    state: () => state,
    look: async () => {
      refuseIfNotNow();
      await work.begin({ kind: 'looking' }, LIST_MILLIS, async (signal) => {
        found = undefined;
        const read = openPlace(settings().from);
        const release = parseRelease(await textOf(read(RELEASE_FILE, signal)));
        if (!isNewer(release.version, ports.version)) return { kind: 'newest', there: release.version };
        const wanted = packageFor(release, installation);
        found = { read, wanted };
        return { kind: 'newer', newer: { version: release.version, file: wanted.file, bytes: wanted.bytes } };
      });
    },
    get: async () => {
      refuseIfNotNow();
      if (found === undefined || (state.kind !== 'newer' && state.kind !== 'got'))
        throw refusal('No newer version has been found yet.', 'Look for one first.');
      const { read, wanted } = found;
      const { newer } = state;
      const begun = { kind: 'getting', newer, receivedBytes: 0 } as const;
      await work.begin(begun, PACKAGE_MILLIS, async (signal, tell) => {
        const progress = (receivedBytes: number): void => tell({ ...begun, receivedBytes });
        const path = await savePackage(wanted, () => read(wanted.file, signal), ports.downloads(), progress);
        return { kind: 'got', newer, path, install: installCommand(kindOf(installation), path) };
      });
    },
    forget() {
      found = undefined;
      if (!work.callOff({ kind: 'unknown' }) && state.kind !== 'unknown') work.set({ kind: 'unknown' });
    },
    stop() {
      work.callOff(state.kind === 'getting' ? { kind: 'newer', newer: state.newer } : { kind: 'unknown' });
    },
  };
}

type Tell = (state: UpdateState) => void;

/** One thing at a time, in a bounded time; what was called off says nothing any more. */
function createWork(set: Tell) {
  let now: AbortController | undefined;
  return {
    set,
    /** Ends in the state that the work gives, or in why it failed. Rejects while something goes on already. */
    async begin(
      begun: UpdateState,
      millis: number,
      work: (signal: AbortSignal, tell: Tell) => Promise<UpdateState>,
    ): Promise<void> {
      if (now !== undefined)
        throw refusal('The newer version is being looked for or fetched already.', 'Wait until that has ended.');
      const mine = new AbortController();
      now = mine;
      const tell: Tell = (state) => {
        if (now === mine) set(state);
      };
      tell(begun);
      try {
        tell(await work(AbortSignal.any([mine.signal, AbortSignal.timeout(millis)]), tell));
      } catch (error) {
        tell({ kind: 'failed', problem: toWire(error) });
      } finally {
        if (now === mine) now = undefined;
      }
    },
    /** Breaks off what goes on and says how things stand then; false where nothing went on. */
    callOff(next: UpdateState): boolean {
      if (now === undefined) return false;
      now.abort();
      now = undefined;
      set(next);
      return true;
    },
  };
}

async function textOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > MAX_LIST_BYTES)
      throw refusal(
        `${RELEASE_FILE} is larger than ${MAX_LIST_BYTES / 1e6} MB.`,
        'Put the list there that was made with the packages.',
      );
    parts.push(chunk);
  }
  return Buffer.concat(parts).toString('utf8');
}

function refusal(message: string, hint: string): ConsoleError {
  return new ConsoleError({ code: 'update/failed', message, hint });
}
