import { expect, test } from 'vitest';
import { parameterCount } from './network';
import { DKL_PROFILES } from './profiles';

test('the networks have the parameters of their models', () => {
  const counts = Object.entries(DKL_PROFILES).map(([name, { hidden, embedding }]) => [
    name,
    parameterCount([256, ...hidden, embedding]),
  ]);

  expect(Object.fromEntries(counts)).toEqual({ 'dkl-small': 20_738, 'dkl-atomai': 782_652, 'dkl-engage': 42_192 });
});
