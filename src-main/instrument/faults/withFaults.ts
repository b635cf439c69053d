/**
 * An instrument with whom things go wrong as a script says, for tests and for trying out what the console does about them.
 * It wraps any driver. Each fault is what the driver's caller would see of it; bytes on a wire are the business of the
 * servers that are simulated with them.
 */
import { ConsoleError, type ErrorCode } from '../../../src-shared/errors';
import { samplePoint, type SamplePoint } from '../../../src-shared/geometry';
import type { Frame } from '../../../src-shared/scan';
import type { Instrument, InstrumentStatus, SweepResult } from '../../engine/ports';
import { OFFLINE } from '../offline';
import type { FaultOf, FaultScript, StruckCall } from './faultScript';

/** How far a tip goes that somebody else moves, as a share of the largest frame. */
const MOVED_SHARE = 0.1;
const CRASH_METRES = 2e-6;
const NANO = 1e9;
/** Share of a sweep that is measured before it is cut off, and of the current at which it saturates. */
const CUT_SHARE = 0.6;

interface Plan {
  /** The fault that strikes this call, which is counted. */
  readonly strike: <C extends StruckCall>(on: C) => FaultOf<C> | undefined;
  readonly swept: () => void;
}

/** The instrument under a script. `simulated` and capabilities stay those of the driver. */
export function withFaults(driver: Instrument, script: FaultScript): Instrument {
  const { instrument, mirror } = mirrorable(driver);
  const plan = planOf(script);
  const line = createLine();
  const { state, performed } = line;

  return {
    identity: instrument.identity,
    capabilities: instrument.capabilities,
    async connect(signal) {
      const fault = plan.strike('connect');
      if (fault === 'refused') throw failure('instrument/offline', 'The connection was refused.');
      if (fault === 'silent') return unanswered(signal);
      await instrument.connect(signal);
      if (fault === 'mirrored') mirror();
      state.lost = false;
    },
    async status() {
      const fault = plan.strike('status');
      state.lost ||= fault === 'lost';
      if (state.lost || fault === 'lost') return OFFLINE;
      if (fault === 'silent') return unanswered(new AbortController().signal);
      const status = await instrument.status();
      return fault === undefined ? status : spoilStatus(status, fault, instrument.capabilities.maxFrameMetres);
    },
    async scanFrame(settings, onLine, signal) {
      const fault = plan.strike('scanFrame');
      const own = fault === 'short' || fault === 'infinite' || fault === 'units' ? fault : undefined;
      const before = own === undefined ? (fault as Exclude<typeof fault, 'short' | 'infinite' | 'units'>) : undefined;
      const frame = await performed(before, { what: 'the scan', signal }, () =>
        instrument.scanFrame(settings, onLine, signal),
      );
      return own === undefined ? frame : spoilFrame(frame, own);
    },
    async moveTo(at, signal) {
      const fault = plan.strike('moveTo');
      const clamped = fault === 'clamped' || fault === 'noNumber';
      const target = fault === 'clamped' ? samplePoint(0.5 * at.xMetres, 0.5 * at.yMetres) : at;
      const before = clamped ? undefined : fault;
      const reached = await performed(before, { what: 'the move', signal }, () => instrument.moveTo(target, signal));
      return fault === 'noNumber' ? samplePoint(NaN, reached.yMetres) : reached;
    },
    sweepBias: (sweep, limit, signal) =>
      sweepUnder({ plan, line }, () => instrument.sweepBias(sweep, limit, signal), signal),
    async makeSafe() {
      if (plan.strike('makeSafe') === 'refusal') throw failure('instrument/fault', 'The bias does not go to 0 V.');
      await instrument.makeSafe();
    },
    async withdraw() {
      const fault = plan.strike('withdraw');
      if (fault === 'refusal') throw failure('instrument/fault', 'The tip does not withdraw.');
      if (fault === 'silent') return unanswered(new AbortController().signal);
      await instrument.withdraw();
    },
    close: () => instrument.close(),
  };
}

/** The instrument, and what makes x of its tip run the other way from then on, in all that it says of places. */
function mirrorable(instrument: Instrument): { readonly instrument: Instrument; readonly mirror: () => void } {
  let sign = 1;
  const turned = (at: SamplePoint): SamplePoint => samplePoint(sign * at.xMetres, at.yMetres);
  return {
    mirror: () => void (sign = -1),
    instrument: {
      ...instrument,
      status: async () => {
        const status = await instrument.status();
        return { ...status, position: status.position && turned(status.position) };
      },
      moveTo: async (at, signal) => turned(await instrument.moveTo(turned(at), signal)),
      sweepBias: async (...asked) => {
        const curve = await instrument.sweepBias(...asked);
        return {
          ...curve,
          positionBefore: turned(curve.positionBefore),
          positionAfter: turned(curve.positionAfter),
        };
      },
    },
  };
}

type LineFault = 'lost' | 'silent' | 'protocol' | 'refusal';

/** The way to the driver, which may be lost. */
function createLine() {
  const state = { lost: false };

  async function performed<T>(
    fault: LineFault | undefined,
    { what, signal }: { readonly what: string; readonly signal: AbortSignal },
    work: () => Promise<T>,
  ): Promise<T> {
    if (state.lost) throw offline();
    switch (fault) {
      case 'lost':
        state.lost = true;
        throw offline();
      case 'silent':
        return unanswered(signal);
      case 'protocol':
        throw failure('instrument/fault', `The reply to ${what} is cut off after 12 of 96 bytes.`);
      case 'refusal':
        throw failure('instrument/fault', `The instrument refuses ${what}: "Error 38: not now".`);
      case undefined:
        return work();
    }
  }

  return { state, performed };
}

/** A sweep, and what the script makes of it. */
async function sweepUnder(
  { plan, line: { state, performed } }: { readonly plan: Plan; readonly line: ReturnType<typeof createLine> },
  work: () => Promise<SweepResult>,
  signal: AbortSignal,
): Promise<SweepResult> {
  const fault = plan.strike('sweepBias');
  if (fault === 'lost' && !state.lost) {
    // The instrument sweeps, and nobody hears of it.
    await work();
    plan.swept();
    state.lost = true;
    throw failure(
      'instrument/unknown-outcome',
      'The connection was lost while the sweep ran; whether it ended is not known.',
    );
  }
  const before = fault === 'silent' || fault === 'protocol' || fault === 'refusal' ? fault : undefined;
  const curve = await performed(before, { what: 'the sweep', signal }, work);
  plan.swept();
  return fault === undefined ? curve : spoilCurve(curve, fault);
}

function planOf({ faults }: FaultScript): Plan {
  let sweeps = 0;
  const left = faults.map((fault) => ({ ...fault, calls: 0 }));
  return {
    strike<C extends StruckCall>(on: C): FaultOf<C> | undefined {
      let struck: (typeof left)[number] | undefined;
      for (const fault of left) {
        if (fault.on !== on || sweeps < fault.afterSweeps) continue;
        fault.calls += 1;
        if (fault.calls >= fault.call && fault.calls < fault.call + fault.times) struck ??= fault;
      }
      return struck?.fault;
    },
    swept: () => void (sweeps += 1),
  };
}

/** Never answers; ends when its caller gives up. */
function unanswered(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const end = (): void => reject(failure('instrument/aborted', 'No answer before it was called off.'));
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}

type StatusFault = Exclude<FaultOf<'status'>, 'lost' | 'silent'>;

function spoilStatus(status: InstrumentStatus, fault: StatusFault, reach: number): InstrumentStatus {
  switch (fault) {
    case 'busy':
      return { ...status, phase: 'scanning' };
    case 'moved':
      return { ...status, position: shifted(status.position, MOVED_SHARE * reach) };
    case 'latched':
      return { ...status, phase: 'fault', tipEngaged: false };
    case 'crash':
      return { ...status, heightMetres: (status.heightMetres ?? 0) - CRASH_METRES };
    case 'contactLost':
      return { ...status, tipEngaged: false, heightMetres: undefined };
  }
}

function spoilFrame(frame: Frame, fault: 'short' | 'infinite' | 'units'): Frame {
  const heights = frame.heightsMetres;
  if (fault === 'short') return { ...frame, heightsMetres: heights.slice(0, -frame.cols) };
  if (fault === 'units') return { ...frame, heightsMetres: heights.map((height) => NANO * height) };
  return { ...frame, heightsMetres: heights.map((height, k) => (k === 7 ? Infinity : height)) };
}

type CurveFault = Exclude<FaultOf<'sweepBias'>, 'silent' | 'protocol' | 'refusal'>;

function spoilCurve(curve: SweepResult, fault: CurveFault | 'silent' | 'protocol' | 'refusal'): SweepResult {
  const { volts, amperes, flags } = curve;
  const cut = Math.round(CUT_SHARE * amperes.length);
  const most = amperes.reduce((largest, current) => Math.max(largest, Math.abs(current)), 0);
  switch (fault) {
    case 'noNumber':
      return { ...curve, amperes: amperes.map((current, k) => (k === 5 ? NaN : current)) };
    case 'short':
      return { ...curve, amperes: amperes.slice(0, -1) };
    case 'long':
      return { ...curve, amperes: Float64Array.of(...amperes, 0), volts: Float64Array.of(...volts, 0) };
    case 'axis':
      return { ...curve, volts: volts.map((bias) => bias / 2) };
    case 'units':
      return { ...curve, amperes: amperes.map((current) => NANO * current) };
    case 'drifted':
      return { ...curve, positionAfter: shifted(curve.positionAfter, 1e-6)! };
    case 'compliance':
      return { ...curve, amperes: clip(amperes, CUT_SHARE * most), flags: { ...flags, compliance: true } };
    case 'saturated':
      return { ...curve, amperes: clip(amperes, CUT_SHARE * most), flags: { ...flags, saturated: true } };
    case 'noTail':
      return { ...curve, amperes: amperes.map((current, k) => (k < cut ? current : NaN)) };
    case 'cutOff':
      return {
        ...curve,
        volts: volts.slice(0, cut),
        amperes: amperes.slice(0, cut),
        flags: { complete: false, compliance: true, saturated: false },
      };
    default:
      return curve;
  }
}

function clip(values: Float64Array, most: number): Float64Array {
  return values.map((value) => Math.max(-most, Math.min(most, value)));
}

function shifted(at: SamplePoint | undefined, metres: number): SamplePoint | undefined {
  return at && samplePoint(at.xMetres + metres, at.yMetres);
}

function offline(): ConsoleError {
  return failure('instrument/offline', 'The connection to the instrument is lost.');
}

function failure(code: ErrorCode, message: string): ConsoleError {
  return new ConsoleError({ code, message, hint: 'This fault comes from the script of faults.' });
}
