/** Frames of the Nanonis TCP protocol: a header of 40 bytes, then a body; replies end with an error tail. */
import { encodeFields, FieldProblem, decodeFields, type Field, type Values } from './fields';

const HEADER_BYTES = 40;
const NAME_BYTES = 32;
/** A frame of 8192 by 8192 pixels; what claims to be larger is no reply. */
const MAX_BODY_BYTES = 300_000_000;

export interface Message {
  readonly name: string;
  readonly body: Buffer;
}

/** The bytes of a request; a reply is always asked for. */
export function encodeRequest(name: string, body: Buffer): Buffer {
  return withHeader(name, body, 1);
}

/** The bytes of a reply: results, then the error tail. */
export function encodeReply(name: string, results: Buffer, error: string): Buffer {
  const tail = encodeFields(['u32', 'text'] as const, [error === '' ? 0 : 1, error]);
  return withHeader(name, Buffer.concat([results, tail]), 0);
}

function withHeader(name: string, body: Buffer, sendBack: 0 | 1): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.write(name, 0, NAME_BYTES, 'latin1');
  header.writeInt32BE(body.length, NAME_BYTES);
  header.writeUInt16BE(sendBack, NAME_BYTES + 4);
  return Buffer.concat([header, body]);
}

/** The first whole message of what has come so far, and the rest; undefined while it is not whole. Throws a FieldProblem. */
export function takeMessage(received: Buffer): { readonly message: Message; readonly rest: Buffer } | undefined {
  if (received.length < HEADER_BYTES) return undefined;
  const size = received.readInt32BE(NAME_BYTES);
  if (size < 0 || size > MAX_BODY_BYTES) throw new FieldProblem(`a body of ${size} bytes is announced`);
  const end = HEADER_BYTES + size;
  if (received.length < end) return undefined;
  const name = received.toString('latin1', 0, NAME_BYTES).replace(/\0.*$/s, '');
  return { message: { name, body: received.subarray(HEADER_BYTES, end) }, rest: received.subarray(end) };
}

/** What a reply says: its results, or the words of the instrument's error. */
export type ReplyContent<L extends readonly Field[]> =
  { readonly ok: true; readonly values: Values<L> } | { readonly ok: false; readonly error: string };

/**
 * Takes a reply apart. On an error the results before the tail may be there or not, so a body that does not hold them is
 * read as a tail alone. Throws a FieldProblem where neither fits.
 */
export function decodeReply<L extends readonly Field[]>(layout: L, body: Buffer): ReplyContent<L> {
  const alone = layout.length === 0 ? undefined : tailOf(body);
  if (alone !== undefined && alone.error !== '') return { ok: false, error: alone.error };
  const { values, end } = decodeFields(layout, body);
  if (layout.at(-1) === 'rest') return { ok: true, values };
  const tail = tailOf(body.subarray(end));
  if (tail === undefined) throw new FieldProblem(`${body.length - end} bytes behind the results are no error tail`);
  return tail.error === '' ? { ok: true, values } : { ok: false, error: tail.error };
}

/** The error tail that fills these bytes exactly; `error` is empty where all went well. */
function tailOf(bytes: Buffer): { readonly error: string } | undefined {
  if (bytes.length < 8 || bytes.readInt32BE(4) !== bytes.length - 8) return undefined;
  const status = bytes.readUInt32BE(0);
  if (status > 1) return undefined;
  return { error: status === 0 ? '' : bytes.toString('latin1', 8) || 'an error without words' };
}
