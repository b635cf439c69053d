/** Faults of the simulated Nanonis, for tests and for trying out what the console does about them. */
import type { CommandName } from '../commands';

/**
 * What may go wrong with the reply to a command: the connection closes before or instead of it, it never comes, comes in
 * pieces of one byte, is cut off, has another name, or says that the instrument refused.
 */
export const FAULT_KINDS = [
  'close',
  'silent',
  'split',
  'truncate',
  'rename',
  'error',
  'error-with-results',
  'safe-tip',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface Fault {
  readonly command: CommandName;
  readonly kind: FaultKind;
  /** The how manieth call of the command it strikes, from 1; every call without it. */
  readonly call?: number;
}

/** Says which fault strikes a call. Counts the calls of each command. */
export function faultPlan(faults: readonly Fault[]): (command: string) => FaultKind | undefined {
  const calls = new Map<string, number>();
  return (command) => {
    const call = (calls.get(command) ?? 0) + 1;
    calls.set(command, call);
    return faults.find((fault) => fault.command === command && (fault.call ?? call) === call)?.kind;
  };
}
