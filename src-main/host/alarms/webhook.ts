/**
 * Tells an address of the lab of an alarm: the one request that the program makes beyond its instrument, off until a person
 * switches it on, to that address only. One attempt, in a bounded time; nothing waits for it.
 */
import { ConsoleError } from '../../../src-shared/errors';
import type { AlarmNotice } from '../../../src-shared/notifications';

const TIMEOUT_MILLIS = 5000;

/** Sends one notice. Rejects with `config/invalid` for an unusable address and `notice/failed` where it was not taken. */
export async function postNotice(address: string, notice: AlarmNotice): Promise<void> {
  const url = webhookUrl(address);
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(notice),
    // Another address than the one that was written down is never told.
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MILLIS),
  }).catch((error: unknown) => {
    throw failed(url, whyOf(error));
  });
  await answer.body?.cancel(); // what it answers is of no interest
  if (!answer.ok) throw failed(url, `it answered with status ${answer.status}`);
}

function failed(url: URL, why: string): ConsoleError {
  return new ConsoleError({
    code: 'notice/failed',
    message: `The address for alarms, ${url.host}, was not reached: ${why}.`,
    hint: 'Check the address in Settings and send a test. The run does not depend on it.',
  });
}

/** The innermost reason; `fetch` itself only says that it failed. */
function whyOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no answer within ${TIMEOUT_MILLIS / 1000} s`;
  return error.cause instanceof Error ? error.cause.message : error.message;
}

/** The address, where one may be used. Throws `config/invalid` for what is no plain http or https address. */
export function webhookUrl(url: string): URL {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed !== undefined && /^https?:$/.test(parsed.protocol) && parsed.username === '' && parsed.password === '')
    return parsed;
  throw new ConsoleError({
    code: 'config/invalid',
    message: `"${url}" is not an address that alarms can be sent to.`,
    hint: 'Write it with http:// or https://, without a user name, as in http://alarms.lab.example/hook.',
  });
}
