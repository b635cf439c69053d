/** Both connections to a Nanonis and what is learnt of it when they open. */
import { ConsoleError } from '../../../src-shared/errors';
import type { Clock } from '../../engine/ports';
import { openConnection, type Connection } from './connection';

export interface NanonisSetup {
  readonly host: string;
  /** Ports of the work and of the watch and stop connection; each port takes one client. */
  readonly ports: readonly [work: number, watch: number];
  readonly clock: Clock;
  /** Speed of the tip on the way to a place, metres per second. */
  readonly travelMetresPerSecond: number;
  /** Largest distance between the place that was asked for and the one read back, metres. */
  readonly positionToleranceMetres: number;
  /** Current at which the preamplifier clips, amperes. */
  readonly preampRangeAmperes: number;
}

/** What does not change while connected. */
export interface NanonisFacts {
  readonly product: string;
  readonly version: string;
  readonly release: number;
  /** Indexes of the signals that are recorded. */
  readonly currentSignal: number;
  readonly heightSignal: number;
  /** Width of the scanner's range in x and y, metres. */
  readonly rangeMetres: readonly [number, number];
  /** Middle of the frame on the scanner, metres: the origin of the frame's coordinates. */
  readonly centre: readonly [number, number];
}

export interface Link {
  readonly work: Connection;
  readonly watch: Connection;
  readonly facts: NanonisFacts;
}

export const CURRENT_NAME = 'Current (A)';
export const HEIGHT_NAME = 'Z (m)';

/**
 * Releases whose layouts are known. The set of arguments changes between releases: what is newer or older than this might
 * take a number for another one, so it is not written to.
 */
const RELEASES = { first: 14_573, last: 14_999 } as const;

/** Opens both connections and reads what must be known before anything may be asked to move. Writes nothing. */
export async function openLink({ host, ports, clock }: NanonisSetup, signal: AbortSignal): Promise<Link> {
  const work = await openConnection({ host, port: ports[0] }, clock, signal);
  try {
    const watch = await openConnection({ host, port: ports[1] }, clock, signal);
    const stop = (): void => {
      work.close();
      watch.close();
    };
    signal.addEventListener('abort', stop, { once: true });
    try {
      const facts = await readFacts(work);
      await refuseStranger(watch, facts);
      return { work, watch, facts };
    } catch (error) {
      stop();
      if (signal.aborted)
        throw new ConsoleError({ code: 'instrument/aborted', message: 'The connection was called off.' });
      throw error;
    } finally {
      signal.removeEventListener('abort', stop);
    }
  } catch (error) {
    work.close();
    throw error;
  }
}

async function readFacts(work: Connection): Promise<NanonisFacts> {
  const [product, version, release] = await work.call('Util.VersionGet', []);
  if (release < RELEASES.first || release > RELEASES.last)
    throw new ConsoleError({
      code: 'instrument/fault',
      message: `Nanonis release ${release} is not one that this driver knows (${RELEASES.first} to ${RELEASES.last}); nothing is sent to it.`,
      hint: 'Commands change their arguments between releases. Use a known release, or a newer version of this program.',
    });
  const [names] = await work.call('Signals.NamesGet', []);
  const [xRange, yRange] = await work.call('Piezo.RangeGet', []);
  const [x, y] = await work.call('Scan.FrameGet', []);
  return {
    product,
    version,
    release,
    currentSignal: signalIndex(names, CURRENT_NAME),
    heightSignal: signalIndex(names, HEIGHT_NAME),
    rangeMetres: [xRange, yRange],
    centre: [x, y],
  };
}

/** Both ports must lead to the same instrument, or a stop would reach another one. */
async function refuseStranger(watch: Connection, facts: NanonisFacts): Promise<void> {
  const [product, , release] = await watch.call('Util.VersionGet', []);
  if (product === facts.product && release === facts.release) return;
  throw new ConsoleError({
    code: 'instrument/fault',
    message: `The two ports lead to different instruments: ${facts.product} ${facts.release} and ${product} ${release}.`,
    hint: 'Give two ports of one Nanonis.',
  });
}

function signalIndex(names: readonly string[], name: string): number {
  const index = names.indexOf(name);
  if (index >= 0) return index;
  throw new ConsoleError({
    code: 'instrument/fault',
    message: `Nanonis has no signal called "${name}".`,
    hint: 'Name the signals of current and height so in the Signals Manager.',
  });
}
