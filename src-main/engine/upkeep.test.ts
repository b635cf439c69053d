/** Rows 21 and 22 of docs/failures.md: drift and wear on the simulated film, through whole runs. */
import { describe, expect, it } from 'vitest';
import { distanceMetres, pixelToSample, samplePoint, type SamplePoint } from '../../src-shared/geometry';
import type { Instrument } from '../engine/ports';
import { STABLE } from '../instrument/simulator/imperfections';
import { faultRun, SHORT_RUN, type FaultRunSetup } from './testing/faultRun';

const PIXEL = SHORT_RUN.scan.widthMetres / SHORT_RUN.scan.cols;
const WIDE = 64;
const config = {
  ...SHORT_RUN,
  steps: 20,
  scan: { ...SHORT_RUN.scan, rows: WIDE, cols: WIDE, widthMetres: WIDE * PIXEL, heightMetres: WIDE * PIXEL },
  drift: { ...SHORT_RUN.drift, everyCurves: 4, pixels: 32 },
};
const off = { ...config.drift, everyCurves: 0 };

/** Pixels a minute: 300 times a good day. */
const FAST = { ...STABLE, driftMetresPerSecond: 1.5e-9 };

/** Where each sweep really was: how far over the sample from what the survey showed at its pixel, metres. */
function residuals(pixels: () => readonly { row: number; col: number }[]) {
  const off: number[] = [];
  let atSurvey: SamplePoint | undefined;
  const wrap: FaultRunSetup['wrap'] = (instrument, wandered): Instrument => ({
    ...instrument,
    scanFrame: (settings, onLine, signal) =>
      instrument.scanFrame(
        settings,
        (line) => {
          onLine(line);
          if (line.row === WIDE / 2) atSurvey ??= wandered() as SamplePoint;
        },
        signal,
      ),
    async sweepBias(...all) {
      const curve = await instrument.sweepBias(...all);
      const now = wandered();
      const pixel = pixels().at(-1);
      if (pixel === undefined || atSurvey === undefined) return curve;
      const meant = pixelToSample(config.scan, pixel);
      const met = samplePoint(
        curve.positionBefore.xMetres + now.xMetres - atSurvey.xMetres,
        curve.positionBefore.yMetres + now.yMetres - atSurvey.yMetres,
      );
      off.push(distanceMetres(meant, met) / PIXEL);
      return curve;
    },
  });
  return { wrap, off };
}

async function drifting(drift: typeof config.drift) {
  let records: Awaited<ReturnType<typeof faultRun>>['records'] = [];
  const pixels = () =>
    records.flatMap((body) => (body.kind === 'intent' && body.effect.kind === 'sweepBias' ? [body.effect.pixel] : []));
  const { wrap, off: apart } = residuals(pixels);
  const journal = { append: (body: (typeof records)[number]) => Promise.resolve(void records.push(body)) };
  records = [];
  const run = await faultRun({ config: { ...config, drift }, imperfections: FAST, wrap, journal });
  return { ...run, records, apart };
}

describe('21 drift', () => {
  it('is measured and made up for: the tip meets the places that the survey showed', async () => {
    const without = await drifting(off);
    const { ended, apart, records } = await drifting(config.drift);
    expect(ended).toBe('idle');
    const checks = records.flatMap((body) => (body.kind === 'drift.checked' ? [body] : []));
    expect(checks.map(({ curves }) => curves)).toEqual([4, 8, 12, 16, 20]);
    expect(checks.every(({ registered }) => registered)).toBe(true);
    expect(checks.every(({ alarm, changeMetres }) => alarm && changeMetres > PIXEL)).toBe(true);
    // Without checks the tip ends up eight pixels away; with them it is off by what it drifts from one check to the next.
    expect(without.apart.at(-1)).toBeGreaterThan(7);
    expect(Math.max(...apart.slice(-8))).toBeLessThan(1.4);
    expect(apart.at(-4)).toBeLessThan(0.5);
  });

  it('a good day raises no alarm, and shifts the places by less than half a pixel', async () => {
    const { of, ended } = await faultRun({ config });
    const checks = of('drift.checked');
    expect([ended, checks.length, checks.some(({ alarm }) => alarm)]).toEqual(['idle', 5, false]);
    expect(Math.max(...checks.map(({ shift }) => Math.hypot(shift.xMetres, shift.yMetres)))).toBeLessThan(PIXEL / 2);
    expect(of('intent').filter(({ effect }) => effect.kind === 'scanFrame' && effect.part !== undefined)).toHaveLength(
      5,
    );
  });

  it('is looked at by time as well', async () => {
    const { of } = await faultRun({ config: { ...config, drift: { ...off, everyMinutes: 1e-6 } } });
    expect(of('drift.checked').length).toBe(of('curve.recorded').length - 1);
  });

  it('that cannot be told holds the run once; whoever resumes goes on with the places as they were', async () => {
    const wrap: FaultRunSetup['wrap'] = (instrument) => ({
      ...instrument,
      async scanFrame(settings, onLine, signal) {
        const frame = await instrument.scanFrame(settings, onLine, signal);
        return settings.rows === WIDE
          ? frame
          : { ...frame, heightsMetres: frame.heightsMetres.map((_, k) => (k * k) % 7) };
      },
    });
    const { ended, engine, problems, until, of, sent, curves } = await faultRun({
      config: { ...config, steps: 6 },
      wrap: (instrument, wandered) => inMetres(wrap(instrument, wandered)),
    });
    expect([ended, problems, curves(), sent.safe]).toEqual(['suspended', ['instrument/drift'], 4, 1]);
    expect(of('drift.checked')).toMatchObject([{ curves: 4, registered: false, alarm: true, changeMetres: 0 }]);
    engine.command({ kind: 'resume' });
    expect(await until(['suspended'])).toBe('suspended');
    expect(curves()).toBe(8);
    engine.command({ kind: 'resume' });
    expect([await until(['idle']), curves()]).toEqual(['idle', 10]);
  });
});

/** Heights of some nanometres, so that they can be heights at all. */
function inMetres(instrument: Instrument): Instrument {
  return {
    ...instrument,
    async scanFrame(settings, ...rest) {
      const frame = await instrument.scanFrame(settings, ...rest);
      return settings.rows === WIDE
        ? frame
        : { ...frame, heightsMetres: frame.heightsMetres.map((height) => 1e-9 * height) };
    },
  };
}

describe('22 wear of the tip', () => {
  const watched = { ...SHORT_RUN, steps: 12, reference: { everyCurves: 4, alarmShare: 0.3 } };

  it('shows at the reference place, holds the run, and the trend is in the journal', async () => {
    const { ended, of, problems, engine, until, curves, sent } = await faultRun({
      config: watched,
      imperfections: { ...STABLE, gainLossPerHour: 90 },
    });
    expect([ended, problems]).toEqual(['suspended', ['instrument/wear']]);
    const trend = of('reference.swept');
    const shares = trend.map(({ share }) => share!);
    expect(shares.every((share, k) => k === 0 || share < shares[k - 1]!)).toBe(true);
    expect(trend.map(({ alarm }) => alarm)).toEqual(trend.map((_, k) => k === trend.length - 1));
    expect(shares.at(-1)).toBeLessThan(0.7);
    // Always the same place, one of the seeds, and none of these curves is a point of the session.
    const seeds = of('curve.recorded').filter(({ origin }) => origin === 'seed');
    expect(new Set(trend.map(({ candidate }) => candidate)).size).toBe(1);
    expect(seeds.map(({ candidate }) => candidate)).toContain(trend[0]?.candidate);
    expect(sent.sweeps).toBe(curves() + trend.length);
    engine.command({ kind: 'resume' });
    if ((await until(['idle', 'suspended'])) === 'suspended') engine.command({ kind: 'resume' });
    expect([await until(['idle']), curves()]).toEqual(['idle', 16]);
  });

  it('a tip that does not wear raises no alarm', async () => {
    const { ended, of } = await faultRun({ config: watched, imperfections: STABLE });
    const trend = of('reference.swept');
    expect([ended, trend.map(({ curves }) => curves)]).toEqual(['idle', [4, 8, 12]]);
    for (const { share, alarm } of trend) expect([Math.abs(share! - 1) < 0.05, alarm]).toEqual([true, false]);
  });

  it('a reference sweep that fails holds the run and is made again', async () => {
    const { ended, engine, until, of, curves } = await faultRun({
      config: watched,
      imperfections: STABLE,
      faults: [{ on: 'sweepBias', fault: 'refusal', call: 5 }],
    });
    expect([ended, of('reference.swept').length]).toEqual(['suspended', 0]);
    engine.command({ kind: 'resume' });
    expect([await until(['idle']), curves(), of('reference.swept').length]).toEqual(['idle', 16, 3]);
  });
});
