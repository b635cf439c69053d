import { describe, expect, it } from 'vitest';
import { proposalsSha256 } from './proposalsHash';
import { summarizeSession } from './summary';
import { exampleSession } from './testing/exampleSession';

/** Tenths and hundredths are not exact in binary. */
function close(value: number): unknown {
  return expect.closeTo(value, 12);
}

const PHASES = { decide: 30, travel: 20, sweep: 40, learn: 10 };

describe('summarizeSession', () => {
  it('has exactly the keys that --json promises', () => {
    const extras = {
      phaseSeconds: PHASES,
      totalSeconds: 120,
      surveySeconds: 20,
      classes: { club: 4, heart: 3, diamond: 1, null: 0 },
    };
    const view = exampleSession(3, 5);
    expect(summarizeSession(view, extras)).toEqual({
      policy: 'dn-dkl',
      seeds: 3,
      steps: 5,
      secondsPerStep: { median: 4, p95: 4 },
      phaseSeconds: PHASES,
      idleFraction: 0.4,
      diversity: {
        structural: {
          afterSeeds: close(0.202),
          step20: close(0.207),
          end: close(0.207),
        },
        spectral: {
          afterSeeds: close(0.104),
          step20: close(0.114),
          end: close(0.114),
        },
      },
      classes: { club: 4, heart: 3, diamond: 1, null: 0 },
      proposalsSha256: proposalsSha256(view),
      session: '2026-03-02-example',
    });
  });

  it('takes the diversity after 20 steps, not after 20 curves', () => {
    const { diversity } = summarizeSession(exampleSession(10, 30));
    // Entry of step s is that of the curve with index 9 + s.
    expect(diversity.structural.afterSeeds).toBeCloseTo(0.209, 12);
    expect(diversity.structural.step20).toBeCloseTo(0.229, 12);
    expect(diversity.structural.end).toBeCloseTo(0.239, 12);
  });

  it('leaves unknown what an interrupted session did not reach', () => {
    const complete = exampleSession(4, 3);
    const cut = { ...complete, points: complete.points.slice(0, 2), diversity: complete.diversity.slice(0, 1) };
    const summary = summarizeSession(cut);
    const nothing = { afterSeeds: undefined, step20: undefined, end: undefined };
    expect(summary.diversity).toEqual({ structural: nothing, spectral: nothing });
    expect([summary.seeds, summary.steps]).toEqual([2, 0]);
    expect(summary.secondsPerStep).toEqual({ median: undefined, p95: undefined });
    expect([summary.idleFraction, summary.phaseSeconds, summary.classes]).toEqual([undefined, undefined, undefined]);
  });

  it('measures a step from the curve before it, over steps only, and skips a clock set back', () => {
    const view = exampleSession(2, 4);
    const at = ['00.000', '50.000', '51.000', '53.000', '50.500', '56.500'];
    const points = view.points.map((point, i) => ({ ...point, recordedAt: `2026-03-02T09:00:${at[i]!}Z` }));
    // Steps take 1, 2, (-2.5) and 6 s.
    const { secondsPerStep } = summarizeSession({ ...view, points });
    expect(secondsPerStep.median).toBe(2);
    expect(secondsPerStep.p95).toBeCloseTo(2 + 0.9 * 4, 12);
  });

  it('keeps the idle share between 0 and 1 and undefined where the run took no time', () => {
    const idle = (totalSeconds: number, surveySeconds?: number): number | undefined =>
      summarizeSession(exampleSession(), { phaseSeconds: PHASES, totalSeconds, surveySeconds }).idleFraction;
    expect(idle(120)).toBe(0.5);
    expect(idle(50)).toBe(0);
    expect(idle(20, 20)).toBeUndefined();
  });

  it('shows a diversity that is not a number as unknown', () => {
    const view = exampleSession(3, 1);
    const diversity = view.diversity.map((entry) => ({ ...entry, spectral: Number.NaN }));
    expect(summarizeSession({ ...view, diversity }).diversity.spectral.end).toBeUndefined();
  });
});
