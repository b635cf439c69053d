import { expect, it } from 'vitest';
import type { StopReport } from '../../src-shared/ipc/contract';
import { createTurnClock } from '../testing/turnClock';
import type { InstrumentStatus } from './ports';
import { watchStop } from './stopWatch';

/** The stages of a stop after which the instrument reads this back; none of them later than five seconds. */
async function stagesOf(
  read: Partial<InstrumentStatus>,
  withdraw: () => Promise<void> = () => Promise.resolve(),
): Promise<StopReport['stage'][]> {
  const clock = createTurnClock();
  const status: InstrumentStatus = {
    phase: 'idle',
    tipEngaged: false,
    position: undefined,
    biasVolts: 0,
    heightMetres: undefined,
    ...read,
  };
  const stages: StopReport['stage'][] = [];
  watchStop({ clock, instrument: { status: () => Promise.resolve(status) }, withdraw }, ({ stage }) =>
    stages.push(stage),
  );
  await clock.sleep(5);
  return stages;
}

it.each([0, 0.0003, -0.0009])('calls a bias that reads %d V zero: no converter is exact', async (biasVolts) => {
  expect(await stagesOf({ biasVolts })).toEqual(['requested', 'acknowledged', 'safe']);
});

it.each([0.0011, -1.5, NaN, undefined])('does not call a bias that reads %s V safe', async (biasVolts) => {
  expect(await stagesOf({ biasVolts })).toEqual(['requested', 'acknowledged', 'unconfirmed']);
});

it.each([true, 'unknown'] as const)('does not call a tip that reads %s safe', async (tipEngaged) => {
  expect(await stagesOf({ tipEngaged })).toEqual(['requested', 'acknowledged', 'unconfirmed']);
});

it('says unconfirmed after two seconds where nothing comes back', async () => {
  expect(await stagesOf({}, () => new Promise(() => undefined))).toEqual(['requested', 'unconfirmed']);
});
