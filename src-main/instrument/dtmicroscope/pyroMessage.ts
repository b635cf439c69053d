/** Messages of Pyro5's wire protocol, version 502, with JSON bodies: bytes in, bytes out. */
import { inflateSync } from 'node:zlib';
import { ConsoleError } from '../../../src-shared/errors';

const HEADER_BYTES = 40;
const VERSION = 502;
const JSON_SERIALIZER = 3;
const MAGIC = 0x4dc5;
const FLAG_EXCEPTION = 1;
const FLAG_COMPRESSED = 2;
/** Largest message that is taken in; the largest image that makes sense is a tenth of it. */
const MAX_BYTES = 256 * 1024 * 1024;

export const MESSAGE = { connect: 1, connectOk: 2, connectFail: 3, invoke: 4, result: 5 } as const;
export type MessageType = (typeof MESSAGE)[keyof typeof MESSAGE];

export interface PyroMessage {
  readonly type: number;
  readonly sequence: number;
  /** Whether the body is an error of the other side. */
  readonly failed: boolean;
  /** Numbers that JSON cannot hold come as the words "NaN", "Infinity", "-Infinity". */
  readonly body: unknown;
}

/** A message as bytes. */
export function encodeMessage(type: MessageType, sequence: number, body: unknown, failed = false): Buffer {
  const data = Buffer.from(JSON.stringify(body), 'utf8');
  const header = Buffer.alloc(HEADER_BYTES);
  header.write('PYRO', 0, 'latin1');
  header.writeUInt16BE(VERSION, 4);
  header.writeUInt8(type, 6);
  header.writeUInt8(JSON_SERIALIZER, 7);
  header.writeUInt16BE(failed ? FLAG_EXCEPTION : 0, 8);
  header.writeUInt16BE(sequence & 0xffff, 10);
  header.writeUInt32BE(data.length, 12);
  header.writeUInt16BE(MAGIC, 38);
  return Buffer.concat([header, data]);
}

/**
 * Takes the first whole message off the bytes that came so far; undefined where more have to come.
 *
 * @throws ConsoleError `instrument/fault` for bytes that are no such message
 */
export function takeMessage(bytes: Buffer): { readonly message: PyroMessage; readonly rest: Buffer } | undefined {
  if (bytes.length < HEADER_BYTES) return undefined;
  if (bytes.toString('latin1', 0, 4) !== 'PYRO' || bytes.readUInt16BE(38) !== MAGIC)
    throw protocol('The answer does not begin as a Pyro5 message does.');
  const version = bytes.readUInt16BE(4);
  if (version !== VERSION) throw protocol(`The server speaks version ${version} of the Pyro protocol, not ${VERSION}.`);
  const serializer = bytes.readUInt8(7);
  const flags = bytes.readUInt16BE(8);
  const dataLength = bytes.readUInt32BE(12);
  const annotationsLength = bytes.readUInt32BE(16);
  if (dataLength + annotationsLength > MAX_BYTES)
    throw protocol(`The answer says it has ${dataLength} bytes; ${MAX_BYTES} are taken at most.`);
  const end = HEADER_BYTES + annotationsLength + dataLength;
  if (bytes.length < end) return undefined;
  const data = bytes.subarray(HEADER_BYTES + annotationsLength, end);
  // A daemon that is full says so in its own serializer, before it has read ours.
  if (serializer !== JSON_SERIALIZER)
    throw protocol(`The server answered with serializer ${serializer}, not JSON: "${printable(data)}".`);
  const text = (flags & FLAG_COMPRESSED ? inflateSync(data, { maxOutputLength: MAX_BYTES }) : data).toString('utf8');
  const message = {
    type: bytes.readUInt8(6),
    sequence: bytes.readUInt16BE(10),
    failed: (flags & FLAG_EXCEPTION) !== 0,
    body: parseBody(text),
  };
  return { message, rest: bytes.subarray(end) };
}

/** Python writes NaN and infinities as bare words, which JSON does not know; they become strings. */
function parseBody(text: string): unknown {
  const strict = text.replace(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g, (token) =>
    token.startsWith('"') ? token : `"${token}"`,
  );
  try {
    return JSON.parse(strict);
  } catch {
    throw protocol('The answer is not JSON.');
  }
}

/** The letters in bytes of another kind. */
function printable(data: Buffer): string {
  return data
    .toString('latin1', 0, 200)
    .replace(/[^ -~]+/g, ' ')
    .trim();
}

function protocol(message: string): ConsoleError {
  return new ConsoleError({
    code: 'instrument/fault',
    message,
    hint: 'Check that host and port are those of a DTMicroscope server.',
  });
}
