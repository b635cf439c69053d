/**
 * What every driver must do, as a vitest suite: connecting and refusing, reading back, stopping anything at any time,
 * and above all being at the place it says it is. A driver's own test file calls {@link instrumentContract}.
 */
import { afterEach, beforeEach, describe } from 'vitest';
import { signal, type ContractBench, type Lack } from './testing/bench';
import { testOffline, testOrientation, testPlaces, testReading, testRefusals, testSweepBias } from './testing/readings';
import { testEmergencyStop } from './testing/emergencyStop';
import { testAborts, testStops } from './testing/stops';

export type { ContractBench } from './testing/bench';

/**
 * Declares the suite of a driver. `open` makes a fresh bench for each test. What the instrument `lacks` is not asked of
 * it; its own tests then have to show that nothing is mirrored.
 */
export function instrumentContract(
  name: string,
  open: () => Promise<ContractBench>,
  lacks: readonly Lack[] = [],
): void {
  describe(`instrument contract: ${name}`, () => {
    let bench: ContractBench;
    const opened = (): ContractBench => bench;
    beforeEach(async () => {
      bench = await open();
    });
    afterEach(async () => {
      await bench.instrument.close();
      await bench.dismantle();
    });

    describe('while offline', () => {
      testOffline(opened);
    });
    describe('once connected', () => {
      beforeEach(() => bench.instrument.connect(signal()));
      testReading(opened);
      if (!lacks.includes('sweepBias')) testSweepBias(opened);
      testPlaces(opened);
      if (!lacks.includes('height')) testOrientation(opened);
      testRefusals(opened);
      testStops(opened);
      testAborts(opened, lacks);
      testEmergencyStop(opened, lacks);
    });
  });
}
