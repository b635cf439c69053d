/** Tip, bias and Z controller of the simulated Nanonis; scan and sweep live in their own files. */
import { distanceMetres, samplePoint, type SamplePoint } from '../../../../src-shared/geometry';
import type { Plant } from './plant';
import { createZController, type ZController } from './zController';

const SETTLE_SECONDS = 0.1;
/** Z of a withdrawn tip. */
export const AWAY_METRES = 1e-6;

export interface Microscope {
  readonly plant: Plant;
  /** Where the tip is now, on the way too. */
  position(): SamplePoint;
  /** A scan or a sweep holds the tip: says where it is meanwhile. */
  hold(where: (() => SamplePoint) | undefined): void;
  placeTip(at: SamplePoint): void;
  moveTip(to: SamplePoint): Promise<void>;
  stopMove(): void;
  setSpeed(metresPerSecond: number): void;
  biasVolts: number;
  /** The bias while a sweep sets it. */
  sweptBias: (() => number) | undefined;
  readonly z: ZController;
  height(): number;
  current(): number;
}

/** A microscope with the tip withdrawn over the middle of the film, at 0 V. */
export function createMicroscope(plant: Plant): Microscope {
  const noise = plant.stream('status');
  let at = samplePoint(0, 0);
  let live: (() => SamplePoint) | undefined;
  let speed = 2e-6;
  let mover: AbortController | undefined;
  const z = createZController(plant);

  const position = (): SamplePoint => live?.() ?? at;
  const bias = (): number => microscope.sweptBias?.() ?? microscope.biasVolts;
  const limit = (metres: number): number => Math.max(-plant.rangeMetres / 2, Math.min(plant.rangeMetres / 2, metres));

  const microscope: Microscope = {
    plant,
    position,
    hold(where) {
      at = position();
      live = where;
    },
    placeTip(place) {
      at = place;
    },
    /** Limits the place to the range of the scanner, without a word, as the real one does. */
    async moveTip(to) {
      mover?.abort();
      const own = new AbortController();
      mover = own;
      const from = position();
      const target = samplePoint(limit(to.xMetres), limit(to.yMetres));
      const seconds = distanceMetres(from, target) / speed + SETTLE_SECONDS;
      const passing = plant.pass(seconds, own.signal);
      const share = (): number => passing.progress();
      live = () =>
        samplePoint(
          from.xMetres + share() * (target.xMetres - from.xMetres),
          from.yMetres + share() * (target.yMetres - from.yMetres),
        );
      await passing.done;
      if (mover !== own) return;
      at = own.signal.aborted ? position() : target;
      live = undefined;
      mover = undefined;
      plant.worked(seconds);
    },
    stopMove: () => mover?.abort(),
    setSpeed: (metresPerSecond) => void (speed = Math.max(metresPerSecond, 1e-12)),
    biasVolts: 0,
    sweptBias: undefined,
    z,
    height: () => (z.holds() ? plant.height(position(), noise) : AWAY_METRES),
    current: () => (z.holds() ? plant.current(position(), bias()) : 0),
  };
  return microscope;
}
