/** The Z controller of the simulated Nanonis: on, off, withdrawing, or off after a Safe Tip event. */
import { Z_OFF, Z_ON, Z_SAFE_TIP, Z_WITHDRAWING } from '../commands';
import type { Plant } from './plant';

const ENGAGE_SECONDS = 0.5;
const WITHDRAW_SECONDS = 0.3;

export interface ZController {
  engage(): Promise<void>;
  withdraw(): Promise<void>;
  switchOff(): void;
  safeTip(): void;
  state(): number;
  /** The feedback holds the tip on the surface. */
  holds(): boolean;
}

/** A controller that is off, with the tip away. */
export function createZController(plant: Plant): ZController {
  let z = Z_OFF;
  /** Counts changes, so that an older one that is still under way does not win. */
  let change = 0;
  const set = (state: number): void => {
    change += 1;
    z = state;
  };
  async function go(meanwhile: number, seconds: number, after: number): Promise<void> {
    set(meanwhile);
    const own = change;
    await plant.pass(seconds, new AbortController().signal).done;
    if (own === change) z = after;
  }
  return {
    async engage() {
      if (z !== Z_ON && z !== Z_SAFE_TIP) await go(Z_OFF, ENGAGE_SECONDS, Z_ON);
    },
    async withdraw() {
      if (z !== Z_OFF) await go(Z_WITHDRAWING, WITHDRAW_SECONDS, Z_OFF);
      else set(Z_OFF); // an engaging that is under way must not win
    },
    switchOff: () => set(Z_OFF),
    safeTip: () => set(Z_SAFE_TIP),
    state: () => z,
    holds: () => z === Z_ON,
  };
}
