import { expect, test } from '@playwright/test';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../fixtures/commandLine';

let folder: string;
test.beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'curioscope-vae-'))));
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A session at random places: nothing is fitted, so that it takes a second. */
async function measure(name: string, steps: number): Promise<string> {
  const session = join(folder, name);
  const { code, stderr } = await runCommand('run', '--policy', 'random', '--steps', `${steps}`, '--out', session);
  expect(code, stderr).toBe(0);
  return session;
}

const found = { top1: expect.any(Number), top5: expect.any(Number), mrr: expect.any(Number) };

test('a Dual-VAE is trained without a window, repeats itself, and is in the figures and the report', async () => {
  test.setTimeout(120_000);
  const session = await measure('session', 25);
  const train = async () => {
    const order = ['vae', session, '--profile', 'fast', '--epochs', '5', '--seed', '4', '--json'];
    const { code, stdout, stderr } = await runCommand(...order);
    expect(code, stderr).toBe(0);
    expect(stderr).toContain('epoch 5/5');
    return JSON.parse(stdout) as { loss: { first: number; last: number }; terms: { total: number }; model: string };
  };
  const result = await train();
  expect(result).toMatchObject({
    mode: 'corrected',
    coord: 1,
    epochs: 5,
    points: 35,
    excluded: {},
    retrieval: { imageToSpectrum: found, spectrumToImage: found },
    secondsPerEpoch: expect.any(Number),
    latentStd: { image: [expect.any(Number), expect.any(Number)], spectrum: [expect.any(Number), expect.any(Number)] },
  });
  expect(result.loss.last).toBeLessThan(result.loss.first);
  expect(result.terms.total).toBe(result.loss.last);
  const again = await train();
  expect([again.model, again.terms]).toEqual([result.model, result.terms]);

  const figures = await runCommand('export', session, '--format', 'svg', '--out', join(folder, 'figures'));
  expect(figures.code, figures.stderr).toBe(0);
  for (const panel of ['5b', '5c', '5d', '6a', '6b'])
    expect(readFileSync(join(folder, 'figures', `figure-${panel}.svg`), 'utf8')).toContain('</svg>');
  expect((await runCommand('report', session)).code).toBe(0);
  const report = readFileSync(join(session, 'report.html'), 'utf8');
  for (const panel of ['5b', '5c', '5d', '5e', '6a', '6b']) expect(report).toContain(`>${panel}<`);
  const verified = await runCommand('verify', session);
  expect(verified.code, verified.stderr).toBe(0);
});

test('a Dual-VAE of too few points is refused with the number that is missing', async () => {
  const { code, stdout, stderr } = await runCommand('vae', await measure('short', 2), '--json');
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain('needs at least 30 points with a patch and a curve; this session has 12.');
  expect(stderr).toContain('Measure 18 more.');
});
