/** The closed set of things that can go wrong, in a form that crosses every boundary of the program. */

export const ERROR_CODES = [
  'config/invalid',
  'instrument/offline',
  'instrument/timeout',
  'instrument/out-of-range',
  'instrument/aborted',
  'instrument/unknown-outcome',
  'instrument/fault',
  'instrument/off-place',
  'instrument/tip-fault',
  'instrument/drift',
  'instrument/wear',
  'safety/limit',
  'run/illegal',
  'run/no-candidates',
  'run/few-candidates',
  'learner/not-positive-definite',
  'learner/crashed',
  'learner/bad-data',
  'manifold/untrained',
  'manifold/refused',
  'journal/write-failed',
  'journal/corrupt',
  'session/not-found',
  'file/unreadable',
  'file/unsuitable',
  'file/write-failed',
  'notice/failed',
  'update/failed',
  'ipc/invalid-input',
  'ipc/untrusted-sender',
  'internal',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** An error as plain data: what happened, with which number, and what the operator can do. */
export interface WireError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint?: string | undefined;
}

/** An expected failure with a name, a message that says what happened and a hint that says what to do. */
export class ConsoleError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;

  constructor(error: WireError, cause?: unknown) {
    super(error.message, cause === undefined ? undefined : { cause });
    this.name = 'ConsoleError';
    this.code = error.code;
    this.hint = error.hint;
  }
}

/** Any thrown thing as plain data; what is not a {@link ConsoleError} becomes `internal`. */
export function toWire(error: unknown): WireError {
  if (error instanceof ConsoleError) return { code: error.code, message: error.message, hint: error.hint };
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'internal', message, hint: 'This is a defect of the program. The log holds the details.' };
}

/** The error that plain data stands for; the inverse of {@link toWire}. */
export function fromWire(error: WireError): ConsoleError {
  return new ConsoleError(error);
}
