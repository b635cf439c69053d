/** What goes wrong with an instrument and when, as a file or a test writes it down. */
import { ConsoleError } from '../../../src-shared/errors';
import { z } from '../../../src-shared/zod';

/** The calls of an instrument that a fault can strike. */
export type StruckCall = keyof typeof FAULTS_OF;

/** Faults by the calls that they can strike. */
const FAULTS_OF = {
  /** Nobody listens; x of the tip runs against x of the image. */
  connect: ['refused', 'silent', 'mirrored'],
  /** Offline; busy with something else; moved by somebody else; Safe Tip; a crash in Z; off the surface. */
  status: ['lost', 'busy', 'moved', 'latched', 'crash', 'contactLost', 'silent'],
  /** A broken reply; the instrument's own refusal; wrong unit, number of points or numbers. */
  scanFrame: ['lost', 'silent', 'protocol', 'refusal', 'short', 'infinite', 'units'],
  moveTo: ['lost', 'silent', 'protocol', 'refusal', 'clamped', 'noNumber'],
  sweepBias: [
    'lost',
    'silent',
    'protocol',
    'refusal',
    'noNumber',
    'short',
    'long',
    'axis',
    'units',
    'drifted',
    'compliance',
    'cutOff',
    'noTail',
    'saturated',
  ],
  makeSafe: ['refusal'],
  withdraw: ['refusal', 'silent'],
} as const;
export type FaultOf<C extends StruckCall> = (typeof FAULTS_OF)[C][number];

const Timing = {
  /** The how manieth call of this kind it strikes first, from 1. */
  call: z.int().min(1).default(1),
  /** Nothing strikes, and no call counts, before so many sweeps have ended. */
  afterSweeps: z.int().min(0).default(0),
  /** How many calls in a row it strikes. */
  times: z.int().min(1).max(1_000_000).default(1),
};

const ScriptedFault = z.discriminatedUnion('on', [
  z.strictObject({ on: z.literal('connect'), fault: z.enum(FAULTS_OF.connect), ...Timing }),
  z.strictObject({ on: z.literal('status'), fault: z.enum(FAULTS_OF.status), ...Timing }),
  z.strictObject({ on: z.literal('scanFrame'), fault: z.enum(FAULTS_OF.scanFrame), ...Timing }),
  z.strictObject({ on: z.literal('moveTo'), fault: z.enum(FAULTS_OF.moveTo), ...Timing }),
  z.strictObject({ on: z.literal('sweepBias'), fault: z.enum(FAULTS_OF.sweepBias), ...Timing }),
  z.strictObject({ on: z.literal('makeSafe'), fault: z.enum(FAULTS_OF.makeSafe), ...Timing }),
  z.strictObject({ on: z.literal('withdraw'), fault: z.enum(FAULTS_OF.withdraw), ...Timing }),
]);

const FaultScript = z.strictObject({ faults: z.array(ScriptedFault).max(1000) });
export type FaultScript = z.infer<typeof FaultScript>;

/** A script from the text of its JSON file. Throws `config/invalid` naming what is wrong where. */
export function parseFaultScript(text: string): FaultScript {
  const parsed = FaultScript.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  throw invalid(`${first?.path.join('.') ?? ''}: ${first?.message ?? 'wrong'}`);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw invalid(cause instanceof Error ? cause.message : 'no JSON');
  }
}

function invalid(what: string): ConsoleError {
  return new ConsoleError({
    code: 'config/invalid',
    message: `The script of faults does not hold: ${what}.`,
    hint: 'docs/failures.md describes the file.',
  });
}
