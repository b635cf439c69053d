import { describe, expect, it } from 'vitest';
import { ConsoleError } from '../../src-shared/errors';
import type { Envelope, HostBridge } from '../../src-shared/ipc/contract';
import { hostOf } from './host';

function bridgeThatAnswers(envelope: Envelope<unknown>, seen: unknown[] = []): HostBridge {
  return {
    invoke: async (name, input) => {
      seen.push([name, input]);
      return envelope;
    },
    subscribe: () => () => undefined,
  };
}

describe('hostOf', () => {
  it('hands over the name and the input and unwraps the value', async () => {
    const seen: unknown[] = [];
    const host = hostOf(bridgeThatAnswers({ ok: true, value: 'here' }, seen));

    await expect(host.call('session.maps', { step: 4 })).resolves.toBe('here');
    await host.call('run.pause', { when: 'now' });

    expect(seen).toEqual([
      ['session.maps', { step: 4 }],
      ['run.pause', { when: 'now' }],
    ]);
  });

  it('rejects with the code, message and hint of a refusal', async () => {
    const error = { code: 'run/illegal', message: 'No run is going on.', hint: 'Start one.' } as const;
    const host = hostOf(bridgeThatAnswers({ ok: false, error }));

    const refusal = await host.call('run.stop').then(
      () => undefined,
      (reason: unknown) => reason,
    );

    expect(refusal).toBeInstanceOf(ConsoleError);
    expect(refusal).toMatchObject(error);
  });
});
