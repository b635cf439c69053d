import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { HeldAlarm } from '../../../src-shared/alarm';
import { DEFAULT_NOTIFICATIONS, type NotificationSettings } from '../../../src-shared/notifications';
import { createFakeClock } from '../../testing/fakeClock';
import { createNotifier, type DesktopNotice } from './notifier';
import { webhookUrl } from './webhook';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly type: string | undefined;
  readonly body: unknown;
}

/** A lab's address that keeps what it is told, and answers with a status; a redirection goes to `location`. */
async function labAddress(status = 204, location?: string) {
  const seen: Seen[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const { method, url, headers } = request;
      seen.push({ method, url, type: headers['content-type'], body: text === '' ? undefined : JSON.parse(text) });
      response.writeHead(status, location === undefined ? {} : { location }).end();
    });
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { seen, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/alarms`, server };
}

const alarm: HeldAlarm = {
  ...{ key: 'disk', priority: 1, title: 'Disk nearly full', message: '1 GB free.', guidance: 'Make room.' },
  ...{ since: Date.UTC(2026, 0, 5, 9), over: undefined, acknowledged: undefined, shelved: undefined },
};

/** A notifier; `changed` resolves with the next word about the address. */
function notifierFor(settings: NotificationSettings) {
  const shown: DesktopNotice[] = [];
  let now = settings;
  let tell: () => void = () => undefined;
  const notifier = createNotifier({
    clock: createFakeClock(),
    settings: () => now,
    showNotice: (notice) => shown.push(notice),
    where: () => ({ session: '2026-01-05-film', step: 41 }),
    onChange: () => tell(),
  });
  const changed = () => new Promise<void>((done) => (tell = done));
  return { notifier, shown, changed, use: (next: NotificationSettings) => (now = next) };
}

const withHook = (url: string, change: Partial<NotificationSettings['webhook']> = {}): NotificationSettings => ({
  ...DEFAULT_NOTIFICATIONS,
  webhook: { on: true, url, priorities: [1, 2], ...change },
});

describe('notices of the desktop', () => {
  it('are shown for the priorities that are on', () => {
    const { notifier, shown } = notifierFor({ ...DEFAULT_NOTIFICATIONS, desktop: [1] });
    notifier.tell(alarm);
    notifier.tell({ ...alarm, priority: 2 });
    expect(shown).toEqual([{ title: 'P1 Disk nearly full', body: '1 GB free. Make room.', priority: 1 }]);
  });
});

describe('the address of the lab', () => {
  it('is told what happened, since when and where, and nothing that was measured', async () => {
    const lab = await labAddress();
    const { notifier, changed } = notifierFor(withHook(lab.url));
    const told = changed();
    notifier.tell(alarm);
    await told;
    expect(lab.seen).toEqual([
      {
        method: 'POST',
        url: '/alarms',
        type: 'application/json',
        body: {
          program: 'Curioscope',
          session: '2026-01-05-film',
          alarm: 'Disk nearly full',
          priority: 1,
          since: '2026-01-05T09:00:00.000Z',
          step: 41,
        },
      },
    ]);
    expect(notifier.untold()).toBeUndefined();
  });

  it('is not told unless it is switched on, for the priority', async () => {
    const lab = await labAddress();
    const off = notifierFor(withHook(lab.url, { on: false }));
    off.notifier.tell(alarm);
    await off.notifier.test();
    const urgentOnly = notifierFor(withHook(lab.url, { priorities: [1] }));
    urgentOnly.notifier.tell({ ...alarm, priority: 2 });
    await urgentOnly.notifier.test(); // arrives after anything that was sent before
    expect(lab.seen.map(({ body }) => (body as { alarm: string }).alarm)).toEqual(['Test of the notices']);
    expect(DEFAULT_NOTIFICATIONS.webhook.on).toBe(false);
  });

  it.each([500, 404])(
    'that answers %i is an alarm of its own, tried once and not told to the address',
    async (status) => {
      const lab = await labAddress(status);
      const { notifier, changed } = notifierFor(withHook(lab.url, { priorities: [1, 2, 3] }));
      const told = changed();
      notifier.tell(alarm);
      await told;
      const untold = notifier.untold()!;
      expect(untold).toMatchObject({ key: 'webhook', priority: 3 });
      expect(untold.message).toContain(String(status));
      notifier.tell({ ...alarm, ...untold });
      await notifier.test().catch(() => undefined);
      expect(lab.seen.map(({ body }) => (body as { alarm: string }).alarm)).toEqual([
        'Disk nearly full',
        'Test of the notices',
      ]);
    },
  );

  it('that sends on to another address is not followed', async () => {
    const other = await labAddress();
    const lab = await labAddress(307, other.url);
    await expect(notifierFor(withHook(lab.url)).notifier.test()).rejects.toMatchObject({ code: 'notice/failed' });
    expect(lab.seen).toHaveLength(1);
    expect(other.seen).toEqual([]);
  });

  it('that is not there makes an alarm, which a new address or a notice that arrives ends', async () => {
    const lab = await labAddress();
    const gone = await labAddress();
    await new Promise((done) => gone.server.close(done));
    const { notifier, use } = notifierFor(withHook(gone.url));
    await expect(notifier.test()).rejects.toMatchObject({ code: 'notice/failed', message: /ECONNREFUSED/ });
    expect(notifier.untold()?.message).toContain('ECONNREFUSED');
    use(withHook(lab.url));
    expect(notifier.untold()).toBeUndefined();
    await notifier.test();
    use(withHook(gone.url));
    expect(notifier.untold()).toBeUndefined();
  });

  it.each(['', 'lab', 'file:///etc/passwd', 'ftp://lab/', 'javascript:alert(1)', 'http://user:secret@lab/'])(
    'is refused: "%s"',
    (url) => {
      expect(() => webhookUrl(url)).toThrow(/is not an address/);
    },
  );
});
