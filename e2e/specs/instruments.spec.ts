/** Whole sessions from the command line on every instrument that can be had without hardware, each checked from its files. */
import { expect, test } from '@playwright/test';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { python, startFakeBridge } from '../../src-main/instrument/aecroscopy/testing/fakeBridge';
import { startTwinServer, type TwinData } from '../../src-main/instrument/dtmicroscope/testing/twinServer';
import { sharedData } from '../../src-main/testing/sharedData';
import { runCommand, startCommand } from '../fixtures/commandLine';
import { listening } from '../fixtures/listening';

const data = sharedData('data');
/** Away from the ports that the instruments themselves take. */
const NANONIS_PORT = 16_521;
const METER_PORT = 16_531;

// Two whole programs for each test, on whatever processors are left.
test.describe.configure({ timeout: 180_000 });

let folder: string;
test.beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'curioscope-instruments-'))));
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Line {
  readonly body: {
    readonly kind: string;
    readonly instrument?: { readonly name: string };
    readonly error?: { readonly code: string };
    readonly reason?: string;
  };
}

/** Runs 10 seeds and 30 steps, then holds every line, every array and every choice against each other. */
async function wholeSession(...args: string[]): Promise<readonly Line['body'][]> {
  const out = join(folder, 'session');
  const run = await runCommand('run', '--json', '--steps', '30', '--out', out, ...args);
  expect(run.code, run.stderr).toBe(0);
  expect(JSON.parse(run.stdout)).toMatchObject({ seeds: 10, steps: 30, session: out });
  const verified = await runCommand('verify', '--replay', out);
  expect(verified, verified.stderr).toMatchObject({ code: 0 });
  expect(verified.stdout).toContain('30 proposals chosen again exactly as recorded');
  return linesOf(out);
}

function linesOf(session: string): readonly Line['body'][] {
  const text = readFileSync(join(session, 'journal.jsonl'), 'utf8').trimEnd();
  return text.split('\n').map((line) => (JSON.parse(line) as Line).body);
}

function instrumentOf(lines: readonly Line['body'][]): string | undefined {
  return lines.find(({ kind }) => kind === 'session.opened')?.instrument?.name;
}

test('a recorded Nanonis grid, replayed', async () => {
  test.skip(data === undefined, 'needs the recorded files of instruments');
  const lines = await wholeSession('--instrument', 'replay', '--file', join(data!, 'nanonis_sts_grid_lockin.3ds'));
  expect(instrumentOf(lines)).toBe('Replay of nanonis_sts_grid_lockin.3ds');
});

test('a Nanonis over TCP', async () => {
  const simulator = startCommand('simulate', 'nanonis', '--port', String(NANONIS_PORT), '--speed', 'max');
  try {
    await listening(NANONIS_PORT + 3);
    const lines = await wholeSession('--instrument', 'nanonis', '--port', String(NANONIS_PORT));
    expect(instrumentOf(lines)).toContain('Nanonis simulator');
  } finally {
    simulator.kill('SIGTERM');
    await simulator.ended;
  }
});

test('a source-meter that sweeps where the simulated tip goes', async () => {
  const simulator = startCommand('simulate', 'meter', '--port', String(METER_PORT));
  try {
    await listening(METER_PORT);
    const lines = await wholeSession('--meter', `127.0.0.1:${METER_PORT}`, '--set', 'sweep.pointSeconds=0.0004');
    expect(instrumentOf(lines)).toBe('Simulated film with MODEL 2450');
  } finally {
    simulator.kill('SIGTERM');
    await simulator.ended;
  }
});

test('the AEcroscopy bridge with a stand-in for its COM objects', async () => {
  test.skip(python === undefined, 'needs Python 3.9');
  const bridge = await startFakeBridge('--fake-speed', '1000');
  try {
    const lines = await wholeSession('--instrument', 'aecroscopy', '--port', String(bridge.port));
    expect(instrumentOf(lines)).toContain('AEcroscopy stand-in');
  } finally {
    await bridge.end();
  }
});

/** Something without symmetry; the slope of a curve tells its pixel. */
const TWIN: TwinData = {
  rows: 48,
  cols: 48,
  limits: [0, 1e-6, 0, 1e-6],
  height: (row, col) => 5e-9 * Math.sin(row / 5 + 0.002 * col * col) + 2e-9 * Math.cos(col / 7),
  volts: Array.from({ length: 64 }, (_, k) => -0.5 + k / 63),
  current: (row, col, volts) => 1e-9 * volts * (1.5 + Math.sin(row / 5 + 0.002 * col * col)) + 1e-10 * volts ** 3 * col,
  onRaster: true,
};

test('a server of DTMicroscope', async () => {
  const server = await startTwinServer(TWIN, () => Promise.resolve());
  try {
    const lines = await wholeSession('--instrument', 'dtm', '--host', '127.0.0.1', '--port', String(server.port));
    expect(instrumentOf(lines)).toBe(`DTMicroscope at 127.0.0.1:${server.port}`);
    // One place for each curve, and the curve of that place.
    expect(server.calls.filter(([method]) => method === 'get_spectrum').length).toBeGreaterThanOrEqual(40);
  } finally {
    await server.close();
  }
});

test('a move that stops short, curves cut off or at the limit, drift checks and reference sweeps are lived through', async () => {
  const file = join(folder, 'faults.json');
  const faults = [
    { on: 'moveTo', fault: 'clamped', afterSweeps: 3 },
    { on: 'sweepBias', fault: 'cutOff', afterSweeps: 12, times: 2 },
    { on: 'sweepBias', fault: 'saturated', afterSweeps: 20 },
  ];
  writeFileSync(file, JSON.stringify({ faults }));
  const settings = ['drift.everyCurves=10', 'reference.everyCurves=7', 'quality.action="reject"'];
  const lines = await wholeSession('--faults', file, ...settings.flatMap((words) => ['--set', words]));
  const count = (kind: string): number => lines.filter((line) => line.kind === kind).length;
  expect([count('drift.checked') > 1, count('reference.swept') > 2]).toEqual([true, true]);
  expect(lines.flatMap(({ error }) => (error === undefined ? [] : [error.code]))).toEqual(['instrument/off-place']);
});

test('a Safe Tip event ends a run without anybody there: tip away, nothing lost, said in the journal', async () => {
  const [file, out] = [join(folder, 'faults.json'), join(folder, 'session')];
  writeFileSync(file, JSON.stringify({ faults: [{ on: 'status', fault: 'latched', afterSweeps: 12 }] }));
  const run = await runCommand('run', '--json', '--steps', '30', '--out', out, '--faults', file);
  expect(run.code).toBe(1);
  expect(run.stderr).toContain('Bias is 0 V and the tip is withdrawn.');
  const lines = linesOf(out);
  expect(lines.filter(({ kind }) => kind === 'curve.recorded').length).toBeGreaterThanOrEqual(11);
  expect(lines.flatMap(({ error }) => (error === undefined ? [] : [error.code]))).toContain('instrument/tip-fault');
  expect((await runCommand('verify', '--replay', out)).code).toBe(0);
});

test('24 a console that is killed in a sweep: the bridge withdraws and sets 0 V without it, and the session verifies', async () => {
  test.skip(python === undefined, 'needs Python 3.9');
  const bridge = await startFakeBridge('--fake-speed', '20');
  const out = join(folder, 'session');
  try {
    // A sweep of two and a half seconds, so that one is running when nobody is there any more.
    const set = ['--set', 'scan.lineSeconds=0.05', '--set', 'sweep.pointSeconds=0.2'];
    const run = startCommand('run', '--instrument', 'aecroscopy', '--port', String(bridge.port), '--out', out, ...set);
    await expect(() => expect(linesOf(out).filter(({ kind }) => kind === 'curve.recorded').length).toBe(1)).toPass({
      timeout: 60_000,
    });
    run.kill('SIGKILL');
    await run.ended;

    await expect(async () => {
      const { engaged, bias, phase } = await statusOf(bridge.port);
      expect({ engaged, bias, phase }).toEqual({ engaged: false, bias: 0, phase: 'idle' });
    }).toPass({ timeout: 60_000 });
    expect((await runCommand('verify', out)).code).toBe(0);
  } finally {
    await bridge.end();
  }
});

/** What the bridge says of the microscope to anybody who asks. */
function statusOf(port: number): Promise<Readonly<Record<'engaged' | 'bias' | 'phase', unknown>>> {
  return new Promise((answered, failed) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write('{"id":1,"op":"status"}\n'));
    socket.setEncoding('utf8').on('error', failed);
    socket.on('data', (chunk: string) => {
      text += chunk;
      if (!text.includes('\n')) return;
      socket.destroy();
      answered(
        (JSON.parse(text.slice(0, text.indexOf('\n'))) as { result: Awaited<ReturnType<typeof statusOf>> }).result,
      );
    });
  });
}
