/**
 * The simulated instrument: a conductive tip on a made-up film, with the timing, noise and refusals of a real one.
 *
 * A new simulator is offline and its tip withdrawn. Every move, scan and sweep engages a withdrawn tip by itself first
 * (a move after it has arrived), so that a run may go on after a withdrawal without a command of its own. Closing
 * withdraws; a withdrawal while offline finds the tip away already and succeeds.
 */
import { samplePoint, type SamplePoint } from '../../../src-shared/geometry';
import { createRandom, deriveRandom } from '../../numerics/random';
import type { Clock, Instrument, InstrumentCapabilities, InstrumentStatus } from '../../engine/ports';
import { OFFLINE } from '../offline';
import { createFilm } from './film';
import type { GroundTruth } from './groundTruth';
import { groundTruth } from './groundTruth';
import type { Imperfections } from './imperfections';
import { DEFAULT_IMPERFECTIONS } from './imperfections';
import type { Machine, Speed } from './machine';
import { operate, placeOnFilm, stopOperation } from './machine';
import { readHeight, refuseLargeFrame, takeFrame } from './scan';
import { BIAS_RANGE_VOLTS, refuseSweep, sweepHere } from './sweep';
import { driftPath, NEW_TIP } from './tip';
import { readPosition, refuseOutside, travel } from './travel';

const CONNECT_SECONDS = 0.2;

/** What a simulator is made from. */
export interface SimulatorSetup {
  /** Pixels of the film on a side: 128 is 2 µm, 256 is 4 µm. */
  readonly pixels: number;
  /** Seed of everything random: film, noise, drift and wear. */
  readonly filmSeed: number;
  readonly speed: Speed;
  readonly clock: Clock;
  /** What differs from {@link DEFAULT_IMPERFECTIONS}. */
  readonly imperfections?: Partial<Imperfections>;
}

/** An instrument, and apart from it the truth about its film, which no part of the instrument gives away. */
export interface Simulator {
  readonly instrument: Instrument;
  readonly groundTruth: GroundTruth;
  /** How far the sample has crept under the tip by now, metres: the tip sent to p is over p plus this. */
  readonly wandered: () => SamplePoint;
}

/** A simulated instrument, not yet connected. Making a film of 128 pixels takes about 0.2 s, of 256 about 0.7 s. */
export function createSimulator(setup: SimulatorSetup): Simulator {
  if (setup.speed !== 'max' && !(setup.speed > 0 && Number.isFinite(setup.speed)))
    throw new RangeError(`speed: expected a number above 0 or 'max', given ${setup.speed}`);
  const machine = assemble(setup);
  return {
    instrument: drive(machine),
    groundTruth: groundTruth(machine.film),
    wandered: () => placeOnFilm(machine, samplePoint(0, 0)),
  };
}

function assemble({ pixels, filmSeed, speed, clock, imperfections }: SimulatorSetup): Machine {
  const root = deriveRandom(createRandom(filmSeed), 'instrument');
  const whole = { ...DEFAULT_IMPERFECTIONS, ...imperfections };
  return {
    film: createFilm(pixels, filmSeed),
    clock,
    speed,
    imperfections: whole,
    drift: driftPath(deriveRandom(root, 'drift'), whole.driftMetresPerSecond),
    // How often the state is asked for must not change what is measured, so it has a stream of its own.
    streams: { root, readback: deriveRandom(root, 'readback'), status: deriveRandom(root, 'status') },
    online: false,
    engaged: false,
    at: samplePoint(0, 0),
    seconds: 0,
    tip: NEW_TIP,
    frames: 0,
    sweeps: 0,
    visits: new Map(),
    operation: undefined,
  };
}

function drive(machine: Machine): Instrument {
  return Object.freeze<Instrument>({
    identity: Object.freeze({ name: 'Simulated film', version: '1', simulated: true }),
    capabilities: capabilitiesOf(machine),
    connect: async (signal) => {
      if (machine.online) return;
      await operate(machine, 'connect', signal, async ({ pass }) => {
        await pass(CONNECT_SECONDS);
        machine.online = true;
      });
    },
    status: () => Promise.resolve(statusOf(machine)),
    scanFrame: (settings, onLine, signal) =>
      operate(machine, 'scan', signal, (operation) => {
        refuseLargeFrame(machine, settings);
        return takeFrame(machine, operation, settings, onLine);
      }),
    moveTo: (at, signal) =>
      operate(machine, 'move', signal, async (operation) => {
        refuseOutside(machine, at);
        await travel(machine, operation, at);
        return readPosition(machine, machine.at, machine.streams.readback);
      }),
    sweepBias: (sweep, maxCurrentAmperes, signal) =>
      operate(machine, 'sweep', signal, (operation) => {
        refuseSweep(sweep, maxCurrentAmperes);
        return sweepHere(machine, operation, sweep, maxCurrentAmperes);
      }),
    makeSafe: () => stopOperation(machine),
    withdraw: () => withdraw(machine),
    close: async () => {
      await withdraw(machine);
      machine.online = false;
    },
  });
}

function capabilitiesOf(machine: Machine): InstrumentCapabilities {
  return Object.freeze({
    lineEvents: true,
    abortScan: true,
    abortSweep: true,
    positionReadback: true,
    hardwareCompliance: true,
    maxFrameMetres: machine.film.widthMetres,
    biasRangeVolts: BIAS_RANGE_VOLTS,
  });
}

/** The tip leaves the surface at once; the operation that ran ends as soon as it notices. */
async function withdraw(machine: Machine): Promise<void> {
  machine.engaged = false;
  await stopOperation(machine);
}

function statusOf(machine: Machine): InstrumentStatus {
  if (!machine.online) return OFFLINE;
  const { operation, engaged, streams } = machine;
  const at = operation?.live.position?.() ?? machine.at;
  return {
    phase: phaseOf(machine),
    tipEngaged: engaged,
    position: readPosition(machine, at, streams.status),
    biasVolts: operation?.signal.aborted ? 0 : (operation?.live.biasVolts?.() ?? 0),
    heightMetres: engaged ? readHeight(machine, at, streams.status) : undefined,
  };
}

function phaseOf({ operation }: Machine): InstrumentStatus['phase'] {
  if (!operation) return 'idle';
  if (operation.signal.aborted) return 'stopping';
  const phases = { connect: 'idle', move: 'moving', scan: 'scanning', sweep: 'sweeping' } as const;
  return phases[operation.name];
}
