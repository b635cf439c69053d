import { setTimeout as wait } from 'node:timers/promises';
import type { BiasSweep } from '../../src-shared/sweep';
import { systemClock } from '../clock';
import { instrumentContract, type ContractBench } from './contractTests';
import { createSimulator } from './simulator/driver';
import { STABLE } from './simulator/imperfections';
import { startSimulatedMeter } from './sourceMeter/simulatedMeter';
import { openLine } from './testing/line';
import { withSourceMeter } from './sourceMeter/withSourceMeter';

const sweep: BiasSweep = { startVolts: 0, peakVolts: 1, upPoints: 76, downPoints: 75, pointSeconds: 0.003 };
const DIODE = (volts: number): number => 1e-9 * (Math.exp(3 * volts) - 1);

instrumentContract('source-meter on the tip of the simulator', async (): Promise<ContractBench> => {
  const clock = systemClock;
  const meter = await startSimulatedMeter(DIODE, clock);
  const setup = { pixels: 64, filmSeed: 3, speed: 10, clock, imperfections: STABLE } as const;
  const { instrument } = createSimulator(setup);
  const line = await openLine(meter.port);
  return {
    instrument: withSourceMeter(instrument, { host: '127.0.0.1', port: line.port }, clock),
    line: { ...line, stopWords: [':ABOR', ':SOUR:VOLT 0', ':OUTP OFF'] },
    scan: { rows: 64, cols: 64, widthMetres: 1e-6, heightMetres: 1e-6, lineSeconds: 0.05 },
    sweep,
    maxCurrentAmperes: 1e-7,
    heightToleranceMetres: 1.5e-9,
    positionToleranceMetres: 5e-9,
    abortSeconds: 5,
    seconds: () => clock.monotonicSeconds(),
    turn: () => wait(5),
    dismantle: async () => {
      await Promise.all([line.close(), meter.close()]);
    },
  };
});
