/** The folder or address of the lab that versions come from. Nothing else is ever asked, and it only when it is told to. */
import { createReadStream } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { ConsoleError } from '../../src-shared/errors';

/** Gives the bytes of one file that lies there, in pieces. */
export type ReadPlace = (file: string, signal: AbortSignal) => AsyncIterable<Uint8Array>;

/** Longest wait for the list, and for a package. */
export const LIST_MILLIS = 10_000;
export const PACKAGE_MILLIS = 30 * 60_000;

/** A reader of that place. Throws `config/invalid` for what is neither a whole path nor a plain http or https address. */
export function openPlace(from: string): ReadPlace {
  if (/^https?:/i.test(from)) return readAddress(folderUrl(from));
  if (isAbsolute(from)) return (file, signal) => readFolder(join(from, file), signal);
  throw unusable(from);
}

/** The address as one that files lie under. */
function folderUrl(from: string): URL {
  const url = URL.canParse(from) ? new URL(from) : undefined;
  if (url === undefined || [url.username, url.password, url.search, url.hash].some((part) => part !== ''))
    throw unusable(from);
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}

function unusable(from: string): ConsoleError {
  return new ConsoleError({
    code: 'config/invalid',
    message: `"${from}" is not a place that versions can come from.`,
    hint: 'Write the whole path of a folder, or an address like http://files.lab.example/curioscope without a user name.',
  });
}

async function* readFolder(path: string, signal: AbortSignal): AsyncIterable<Uint8Array> {
  try {
    yield* createReadStream(path, { signal }) as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw failed(path, whyOf(error));
  }
}

function readAddress(base: URL): ReadPlace {
  return async function* (file, signal) {
    const url = new URL(file, base);
    try {
      // Another address than the one that was written down is never asked.
      const answer = await fetch(url, { redirect: 'error', signal });
      if (!answer.ok || answer.body === null) {
        await answer.body?.cancel(); // its words are of no use
        throw new Error(`it answered with status ${answer.status}`);
      }
      yield* answer.body as AsyncIterable<Uint8Array>;
    } catch (error) {
      throw failed(url.href, whyOf(error));
    }
  };
}

function failed(where: string, why: string): ConsoleError {
  return new ConsoleError({
    code: 'update/failed',
    message: `${where} cannot be read: ${why}.`,
    hint: 'Check the place in Settings, Updates. The program works without it.',
  });
}

/** The innermost reason; `fetch` itself only says that it failed. */
function whyOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const inner = error.cause instanceof Error ? error.cause : error;
  if (inner.name === 'TimeoutError') return 'no answer in time';
  if ('code' in inner && inner.code === 'ENOENT') return 'it is not there';
  return inner.message;
}
