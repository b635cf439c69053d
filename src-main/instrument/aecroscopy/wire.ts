/** Messages between console and bridge: one line of JSON, then the bytes of its arrays. See bridge/wire.py. */
import { z } from '../../../src-shared/zod';

/** No reply is larger: a frame of 4096 by 4096 heights has 64 MiB. */
const MAX_BYTES = 2 ** 26 + 2 ** 20;
const MAX_LINE = 2 ** 20;
const SIZES = { float32: 4, float64: 8 } as const;

const Head = z.object({
  re: z.int(),
  ok: z.boolean(),
  result: z.unknown().optional(),
  error: z.object({ code: z.string(), message: z.string() }).optional(),
  bytes: z.int().min(0).max(MAX_BYTES).default(0),
  blocks: z
    .array(z.object({ name: z.string(), type: z.enum(['float32', 'float64']), count: z.int().min(0) }))
    .default([]),
});

/** What the bridge answers to the request with the number `re`. */
export interface Reply {
  readonly re: number;
  readonly result: unknown;
  readonly error: { readonly code: string; readonly message: string } | undefined;
  readonly arrays: ReadonlyMap<string, Float64Array>;
}

/** One request as bytes. */
export function encodeRequest(request: Readonly<Record<string, unknown>>): string {
  return `${JSON.stringify(request)}\n`;
}

/**
 * The first whole reply of what was received, and what is left of it; undefined while it is not whole. Throws a plain
 * error for what is not a reply.
 */
export function takeReply(received: Buffer): { readonly reply: Reply; readonly rest: Buffer } | undefined {
  const end = received.indexOf(0x0a);
  if (end === -1) {
    if (received.length > MAX_LINE) throw new Error(`a line of more than ${MAX_LINE} bytes`);
    return undefined;
  }
  const head = Head.parse(JSON.parse(received.toString('utf8', 0, end)));
  const body = end + 1;
  if (received.length < body + head.bytes) return undefined;
  const total = head.blocks.reduce((sum, { type, count }) => sum + SIZES[type] * count, 0);
  if (total !== head.bytes) throw new Error(`${head.bytes} bytes for arrays of ${total}`);
  if (head.ok === (head.error !== undefined)) throw new Error('an answer that is neither a result nor an error');
  const arrays = new Map<string, Float64Array>();
  let at = body;
  for (const { name, type, count } of head.blocks) {
    const values = new Float64Array(count);
    for (let i = 0; i < count; i++, at += SIZES[type])
      values[i] = type === 'float32' ? received.readFloatLE(at) : received.readDoubleLE(at);
    arrays.set(name, values);
  }
  return { reply: { re: head.re, result: head.result, error: head.error, arrays }, rest: received.subarray(at) };
}
