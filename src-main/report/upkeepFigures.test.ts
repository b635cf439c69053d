import { expect, it } from 'vitest';
import { samplePoint } from '../../src-shared/geometry';
import type { SessionView } from '../../src-shared/session/view';
import { reportHtml } from './reportHtml';
import { summarizeSession } from './summary';
import { exampleSession } from './testing/exampleSession';
import { upkeepFigures } from './upkeepFigures';

const flags = { complete: true, compliance: false, saturated: false };
const at = { row: 20, col: 20 };

function watched(): SessionView {
  const recordedAt = '2026-01-01T00:00:00.000Z';
  const share = (curves: number, value: number, alarm = false) => ({
    ...{ curves, candidate: 4, at, flags, rmsAmperes: 1e-9, alarm, recordedAt },
    share: value,
  });
  const look = (curves: number, x: number, registered: boolean) => ({
    ...{ curves, rows: 16, cols: 16, widthMetres: 1e-7, heightMetres: 1e-7, score: 0.9, changeMetres: 0, recordedAt },
    ...{ registered, alarm: !registered, shift: samplePoint(x, 0) },
    heights: { sha256: '0'.repeat(64), dtype: 'f32' as const, length: 256 },
  });
  return {
    ...exampleSession(),
    references: [share(2, 1), share(4, 0.9), share(6, 0.4, true)],
    drift: [look(3, 1e-8, true), look(6, 2e-8, false)],
  };
}

it('draws wear in percent of the first current and drift in nanometres, with a cross for each alarm', () => {
  const [wear, drift] = upkeepFigures(watched());
  expect([wear?.letter, drift?.letter]).toEqual(['i', 'j']);
  expect(String(wear?.drawings[0])).toContain('current, % of the first');
  for (const figure of [wear, drift]) expect(String(figure?.drawings[0]).match(/class="veto-key"/g)).toHaveLength(1);
  expect(wear?.caption).toMatch(/holds the run: 1 time/);
  expect(drift?.caption).toMatch(/At the end x 20\.0 nm.*not found again 1 time/);
});

it('stands in the report where something was looked at, and only there', () => {
  const page = (view: SessionView): string => reportHtml(view, summarizeSession(view));
  expect(page(watched())).toContain('Tip and drift');
  expect(page(exampleSession())).not.toContain('Tip and drift');
});
