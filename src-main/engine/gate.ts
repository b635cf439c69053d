/**
 * The one way to the instrument. Whatever can move or bias the tip waits in one queue, is held against the limits, is
 * journalled as intent, performed in the time it may take, looked at, and journalled as outcome. `withdraw` alone does not
 * wait: it goes at once.
 */
import { ConsoleError, toWire } from '../../src-shared/errors';
import type { SamplePoint } from '../../src-shared/geometry';
import type { Frame, ScanLine } from '../../src-shared/scan';
import type { HardwareEffect } from '../../src-shared/session/record';
import type { Clock, Instrument, Journal, SweepResult } from './ports';
import { deadlineSeconds, inTime } from './deadline';
import { checkEffect, refusal, type GateContext } from './safety';
import { createTipWatch } from './tipWatch';

/** What an effect brought back from the instrument. */
export interface HardwareResults {
  readonly scanFrame: Frame;
  readonly moveTo: SamplePoint;
  readonly sweepBias: SweepResult;
  readonly makeSafe: undefined;
}
type QueuedKind = keyof HardwareResults;
type EffectOf<K extends QueuedKind> = Extract<HardwareEffect, { kind: K }>;

export interface GatePorts {
  readonly instrument: Instrument;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly rules: Omit<GateContext, 'capabilities' | 'sweeps'>;
  /** Sweeps made in this session before this gate was opened. */
  readonly sweepsBefore: number;
  /** Number of the first intent, one above the last in the journal. */
  readonly firstIntent: number;
  /** Lines of a survey, not of a part of it that is taken again. */
  readonly onLine: (line: ScanLine) => void;
  /** The survey of a session that is continued. */
  readonly frame?: Frame | undefined;
  /** Told when the tip was at work, on the monotonic clock. */
  readonly onTip?: (kind: QueuedKind, began: number, ended: number) => void;
}

export interface Gate {
  /** Waits its turn, checks, performs. Rejects with `safety/limit`, or with what the driver rejected with. */
  perform<K extends QueuedKind>(
    effect: EffectOf<K>,
    signal: AbortSignal,
  ): Promise<{ readonly value: HardwareResults[K]; readonly seconds: number }>;
  /** Takes the tip away now, ahead of everything. Resolves when the instrument says it is done. */
  withdraw(): Promise<void>;
}

/** Opens the gate of one session. */
export function createGate(ports: GatePorts): Gate {
  let queue: Promise<unknown> = Promise.resolve();
  let sweeps = ports.sweepsBefore;
  let nextIntent = ports.firstIntent;
  const watch = createTipWatch(ports);

  async function pass(effect: HardwareEffect, signal: AbortSignal) {
    const id = nextIntent++;
    await ports.journal.append({ kind: 'intent', id, effect });
    const began = ports.clock.monotonicSeconds();
    try {
      refuseViolations(effect);
      if (effect.kind !== 'makeSafe') {
        signal.throwIfAborted();
        await watch.before(effect, signal);
        signal.throwIfAborted();
      }
      if (effect.kind === 'sweepBias') sweeps++;
      const seconds = deadlineSeconds(effect, ports.rules);
      const value = await inTime(ports.clock, { seconds, what: effect.kind, signal }, (inside) =>
        drive(ports, effect, inside),
      );
      await watch.after(effect, value);
      const ended = ports.clock.monotonicSeconds();
      if (effect.kind !== 'withdraw') ports.onTip?.(effect.kind, began, ended);
      // Not waited for: where it cannot be written nothing after it can, and nothing moves without its own line on disk.
      const outcome = { kind: 'outcome', id, result: 'done', seconds: ended - began } as const;
      ports.journal.append(outcome, 'withNext').catch(() => undefined);
      return { value, seconds: ended - began };
    } catch (error) {
      watch.failed();
      const seconds = ports.clock.monotonicSeconds() - began;
      await ports.journal.append({ kind: 'outcome', id, seconds, ...outcomeOf(error, signal) });
      throw error;
    }
  }

  function refuseViolations(effect: HardwareEffect): void {
    const context = { ...ports.rules, capabilities: ports.instrument.capabilities, sweeps };
    const violations = checkEffect(effect, context);
    if (violations.length > 0) throw refusal(violations);
  }

  return {
    perform<K extends QueuedKind>(effect: EffectOf<K>, signal: AbortSignal) {
      const turn = queue.then(() => pass(effect, signal));
      queue = turn.catch(() => undefined); // the caller hears of the error; the queue goes on
      return turn as Promise<{ value: HardwareResults[K]; seconds: number }>;
    },
    async withdraw() {
      const id = nextIntent++;
      const began = ports.clock.monotonicSeconds();
      // The instrument first: a disk that is full or slow must not stand between the operator and a safe tip.
      const moving = ports.instrument.withdraw();
      const told = ports.journal.append({ kind: 'intent', id, effect: { kind: 'withdraw' } });
      const [moved] = await Promise.allSettled([moving, told]);
      const seconds = ports.clock.monotonicSeconds() - began;
      const outcome = moved.status === 'fulfilled' ? { result: 'done' as const } : failureOf(moved.reason);
      await Promise.allSettled([ports.journal.append({ kind: 'outcome', id, seconds, ...outcome })]);
      if (moved.status === 'rejected') throw moved.reason;
    },
  };
}

function drive(ports: GatePorts, effect: HardwareEffect, signal: AbortSignal): Promise<unknown> {
  const { instrument, rules } = ports;
  switch (effect.kind) {
    case 'scanFrame':
      return effect.part === undefined
        ? instrument.scanFrame(rules.scan, ports.onLine, signal)
        : instrument.scanFrame({ ...rules.scan, ...effect.part }, () => undefined, signal);
    case 'moveTo':
      return instrument.moveTo(effect.at as SamplePoint, signal);
    case 'sweepBias':
      return instrument.sweepBias(rules.sweep, rules.limits.maxCurrentAmperes, signal);
    case 'makeSafe':
      return instrument.makeSafe();
    case 'withdraw':
      return instrument.withdraw();
  }
}

function outcomeOf(error: unknown, signal: AbortSignal) {
  if (signal.aborted) return { result: 'aborted' as const };
  if (error instanceof ConsoleError && error.code === 'safety/limit')
    return { result: 'refused' as const, error: wireWithoutHint(error) };
  return failureOf(error);
}

function failureOf(error: unknown) {
  return { result: 'failed' as const, error: wireWithoutHint(error) };
}

function wireWithoutHint(error: unknown) {
  const { code, message } = toWire(error);
  return { code, message };
}
