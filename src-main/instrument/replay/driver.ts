/**
 * The replay: an instrument that measures what was measured before. Every move ends at the nearest place that has a curve,
 * and that place is what is read back; nothing is interpolated. Time passes as on a real instrument. It withdraws when
 * closed, and engages by itself before a scan or a sweep and after a move.
 */
import { ConsoleError } from '../../../src-shared/errors';
import type { SamplePoint } from '../../../src-shared/geometry';
import { distanceMetres, pixelToSample, samplePoint } from '../../../src-shared/geometry';
import type { Frame, ScanLine, ScanSettings } from '../../../src-shared/scan';
import { sweepSeconds, sweepVolts, type BiasSweep } from '../../../src-shared/sweep';
import { formatQuantity } from '../../../src-shared/units';
import type { Clock, Instrument, InstrumentStatus, SweepResult } from '../../engine/ports';
import { OFFLINE } from '../offline';
import {
  checkRecording,
  isSaturated,
  largestCurrent,
  nearestCurve,
  recordedCurve,
  recordedHeight,
  recordedLine,
  type Recording,
} from './recording';
import { createTurns, type Turn, type Turns, type TurnSpeed } from '../turns';

const CONNECT_SECONDS = 0.2;
const ENGAGE_SECONDS = 0.5;
const SETTLE_SECONDS = 0.1;
/** The tip crosses the recorded frame in so many seconds. */
const CROSSING_SECONDS = 2;
/** Two numbers of a file that differ by less than this share mean the same. */
const SAME = 1e-6;

export interface ReplaySetup {
  readonly recording: Recording;
  readonly speed: TurnSpeed;
  readonly clock: Clock;
}

/** What changes in an instrument; only this file writes it. */
interface State {
  online: boolean;
  engaged: boolean;
  at: SamplePoint;
  /** Where the tip is and what bias it has while an operation runs. */
  live: { readonly at?: () => SamplePoint; readonly volts?: () => number };
}

interface Replay extends ReplaySetup {
  readonly turns: Turns;
  readonly state: State;
  /** Largest |current| of the recording, amperes. */
  readonly largest: number;
}

/** A replay of a recording, not yet connected. Throws `config/invalid` for a recording that does not hold together. */
export function createReplay(setup: ReplaySetup): Instrument {
  const { recording, clock, speed } = setup;
  checkRecording(recording);
  const state: State = { online: false, engaged: false, at: samplePoint(0, 0), live: {} };
  return drive({ ...setup, turns: createTurns('replay', clock, speed), state, largest: largestCurrent(recording) });
}

function drive(replay: Replay): Instrument {
  const { recording, turns, state } = replay;
  const { frame, sweep } = recording;

  async function operate<T>(name: 'move' | 'scan' | 'sweep', signal: AbortSignal, work: (turn: Turn) => Promise<T>) {
    if (!state.online)
      throw new ConsoleError({
        code: 'instrument/offline',
        message: `The replay is not connected; the ${name} was refused.`,
        hint: 'Connect first.',
      });
    return turns.take(name, signal, async (turn) => {
      try {
        return await work(turn);
      } finally {
        state.at = state.live.at?.() ?? state.at;
        state.live = {};
      }
    });
  }

  async function withdraw(): Promise<void> {
    state.engaged = false;
    await turns.stop();
  }

  const { startVolts, peakVolts } = sweep;
  const biasRangeVolts = [Math.min(startVolts, peakVolts), Math.max(startVolts, peakVolts)] as const;
  return Object.freeze<Instrument>({
    identity: Object.freeze({ name: `Replay of ${recording.source}`, version: '1', simulated: recording.simulated }),
    capabilities: Object.freeze({
      lineEvents: true,
      abortScan: true,
      abortSweep: true,
      positionReadback: true,
      // What was recorded is given back as it is; a limit can only be flagged.
      hardwareCompliance: false,
      maxFrameMetres: Math.max(frame.widthMetres, frame.heightMetres),
      biasRangeVolts,
    }),
    connect: async (signal) => {
      if (state.online) return;
      await turns.take('connect', signal, async ({ pass }) => {
        await pass(CONNECT_SECONDS);
        state.online = true;
      });
    },
    status: () => Promise.resolve(statusOf(replay)),
    scanFrame: (settings, onLine, signal) =>
      operate('scan', signal, (turn) => replayFrame(replay, turn, settings, onLine)),
    moveTo: (at, signal) => operate('move', signal, (turn) => replayMove(replay, turn, at)),
    sweepBias: (asked, limit, signal) => operate('sweep', signal, (turn) => replaySweep(replay, turn, asked, limit)),
    makeSafe: () => turns.stop(),
    withdraw,
    close: async () => {
      await withdraw();
      state.online = false;
    },
  });
}

async function replayFrame(
  replay: Replay,
  turn: Turn,
  settings: ScanSettings,
  onLine: (line: ScanLine) => void,
): Promise<Frame> {
  const { recording, state } = replay;
  const { frame } = recording;
  const { rows, cols, widthMetres, heightMetres, lineSeconds } = settings;
  if (widthMetres > frame.widthMetres * (1 + SAME) || heightMetres > frame.heightMetres * (1 + SAME))
    throw outOfRange(
      `A frame of ${m(widthMetres)} by ${m(heightMetres)} is larger than the recorded one, ${m(frame.widthMetres)} by ${m(frame.heightMetres)}.`,
      'Choose a smaller frame.',
    );
  await engage(replay, turn);
  const heightsMetres = new Float32Array(rows * cols).fill(NaN);
  for (let row = 0; row < rows; row++) {
    const start = pixelToSample(settings, { row, col: 0 });
    const end = pixelToSample(settings, { row, col: cols - 1 });
    state.live = { at: () => between(start, end, 1 - Math.abs(2 * turn.progress() - 1)) };
    await turn.pass(lineSeconds);
    state.live = { at: () => start }; // there and back
    const line = recordedLine(recording, { rows, cols, widthMetres, heightMetres }, row);
    heightsMetres.set(line, row * cols);
    onLine({ row, heightsMetres: line });
  }
  return { rows, cols, widthMetres, heightMetres, heightsMetres };
}

/** Goes to the place of the nearest curve and says where that is. */
async function replayMove(replay: Replay, turn: Turn, to: SamplePoint): Promise<SamplePoint> {
  const { recording, state } = replay;
  const { widthMetres, heightMetres } = recording.frame;
  const [w, h] = [(widthMetres / 2) * (1 + SAME), (heightMetres / 2) * (1 + SAME)];
  if (!(Math.abs(to.xMetres) <= w && Math.abs(to.yMetres) <= h))
    throw outOfRange(
      `x ${m(to.xMetres)}, y ${m(to.yMetres)} lies outside the recorded frame, ±${m(w)} by ±${m(h)}.`,
      'Choose a place inside the frame.',
    );
  const from = state.at;
  const reached = nearestCurve(recording, to).at;
  const share = distanceMetres(from, reached) / Math.max(widthMetres, heightMetres);
  state.live = { at: () => between(from, reached, turn.progress()) };
  await turn.pass(share * CROSSING_SECONDS + SETTLE_SECONDS);
  state.live = { at: () => reached };
  await engage(replay, turn);
  return reached;
}

async function replaySweep(replay: Replay, turn: Turn, asked: BiasSweep, limit: number): Promise<SweepResult> {
  const { recording, state, largest } = replay;
  refuseOtherSweep(recording.sweep, asked);
  if (!(limit > 0))
    throw outOfRange(`A current limit of ${formatQuantity(limit, 'A')} is not above 0 A.`, 'Set a current limit.');
  await engage(replay, turn);
  const { index, at } = nearestCurve(recording, state.at);
  const amperes = recordedCurve(recording, index);
  if (!amperes.every(Number.isFinite))
    throw new ConsoleError({
      code: 'instrument/fault',
      message: `Curve ${index + 1} of ${recording.source} holds values that are no numbers.`,
      hint: 'Veto this place.',
    });
  const volts = sweepVolts(asked);
  state.live = {
    at: () => at,
    volts: () => volts[Math.min(Math.floor(turn.progress() * volts.length), volts.length - 1)]!,
  };
  await turn.pass(sweepSeconds(asked));
  const compliance = amperes.some((current) => Math.abs(current) > limit);
  const flags = { complete: true, compliance, saturated: isSaturated(amperes, largest) };
  return { volts, amperes, positionBefore: at, positionAfter: at, flags };
}

/** A recording has one sweep: it gives that or none. How long a point takes may be chosen. */
function refuseOtherSweep(recorded: BiasSweep, asked: BiasSweep): void {
  const span = Math.abs(recorded.peakVolts - recorded.startVolts);
  const same =
    Math.abs(asked.startVolts - recorded.startVolts) <= SAME * span &&
    Math.abs(asked.peakVolts - recorded.peakVolts) <= SAME * span &&
    asked.upPoints === recorded.upPoints &&
    asked.downPoints === recorded.downPoints;
  if (same) return;
  throw outOfRange(
    `The recording was swept ${sweepWords(recorded)}; ${sweepWords(asked)} was asked for.`,
    'Take the sweep of the recording.',
  );
}

function sweepWords({ startVolts, peakVolts, upPoints, downPoints }: BiasSweep): string {
  const back = downPoints === 0 ? 'and not back' : `and back in ${downPoints}`;
  return `from ${formatQuantity(startVolts, 'V')} to ${formatQuantity(peakVolts, 'V')} in ${upPoints} points ${back}`;
}

async function engage({ state }: Replay, turn: Turn): Promise<void> {
  if (state.engaged) return;
  await turn.pass(ENGAGE_SECONDS);
  state.engaged = true;
}

function statusOf({ recording, turns, state }: Replay): InstrumentStatus {
  if (!state.online) return OFFLINE;
  const turn = turns.current();
  const position = state.live.at?.() ?? state.at;
  return {
    phase: phaseOf(turn),
    tipEngaged: state.engaged,
    position,
    biasVolts: turn?.stopped() === true ? 0 : (state.live.volts?.() ?? 0),
    heightMetres: state.engaged ? recordedHeight(recording, position) : undefined,
  };
}

function phaseOf(turn: Turn | undefined): InstrumentStatus['phase'] {
  if (turn === undefined) return 'idle';
  if (turn.stopped()) return 'stopping';
  return ({ connect: 'idle', move: 'moving', scan: 'scanning', sweep: 'sweeping' } as const)[turn.name];
}

function between(from: SamplePoint, to: SamplePoint, share: number): SamplePoint {
  return samplePoint(
    from.xMetres + share * (to.xMetres - from.xMetres),
    from.yMetres + share * (to.yMetres - from.yMetres),
  );
}

function outOfRange(message: string, hint: string): ConsoleError {
  return new ConsoleError({ code: 'instrument/out-of-range', message, hint });
}

function m(metres: number): string {
  return formatQuantity(metres, 'm');
}
