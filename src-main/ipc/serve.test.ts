import { beforeEach, describe, expect, it, vi } from 'vitest';
import { COMMAND_NAMES } from '../../src-shared/ipc/names';

type Handler = (event: unknown, input: unknown) => unknown;
const handlers = new Map<string, Handler>();
vi.mock('electron', () => ({ ipcMain: { handle: (name: string, handler: Handler) => handlers.set(name, handler) } }));
const { serveCommands } = await import('./serve');

const asked: string[] = [];
beforeEach(() => {
  handlers.clear();
  asked.length = 0;
  serveCommands((name) => {
    asked.push(name);
    return Promise.resolve({ ok: true, value: undefined });
  }, 'app://console');
});

const frame = (url: string, parent: unknown = null) => ({ senderFrame: { url, parent } });

describe.each(COMMAND_NAMES)('the command %s', (name) => {
  it('is taken from the console’s own page', async () => {
    await handlers.get(name)?.(frame('app://console/index.html'), undefined);
    expect(asked).toEqual([name]);
  });

  it.each([
    ['another origin', frame('https://example.org/')],
    ['a look-alike origin', frame('app://console.evil/index.html')],
    ['a blank page', frame('about:blank')],
    ['an embedded frame', frame('app://console/index.html', {})],
    ['a frame that is gone', { senderFrame: null }],
  ])('is refused from %s', async (_who, event) => {
    expect(await handlers.get(name)?.(event, undefined)).toMatchObject({
      ok: false,
      error: { code: 'ipc/untrusted-sender' },
    });
    expect(asked).toEqual([]);
  });
});
