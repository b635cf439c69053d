import { describe, expect, it } from 'vitest';
import type { SessionView } from '../../src-shared/session/view';
import { reportHtml } from './reportHtml';
import { summarizeSession } from './summary';
import { exampleSession } from './testing/exampleSession';
import { readMarkup } from './testing/wellFormed';

function pageOf(view: SessionView): string {
  return reportHtml(view, summarizeSession(view));
}

const full = exampleSession(10, 30);

const CASES: readonly (readonly [name: string, view: SessionView])[] = [
  ['a finished session', full],
  ['a session before its survey', { ...exampleSession(0, 0), frame: undefined, grid: undefined, outcome: undefined }],
  ['a session without points', exampleSession(0, 0)],
  ['one point', exampleSession(1, 0)],
  ['only seeds', exampleSession(10, 0)],
  ['one step', exampleSession(2, 1)],
  ['no maps', { ...full, maps: undefined }],
  ['novelty one shorter than the points', { ...full, novelty: full.novelty.slice(0, -1) }],
  [
    'a curve that is all NaN',
    {
      ...full,
      points: full.points.map((p) => (p.index === 3 ? { ...p, amperes: p.amperes.map(() => Number.NaN) } : p)),
    },
  ],
  ['currents that are all 0', { ...full, points: full.points.map((p) => ({ ...p, amperes: new Float64Array(5) })) }],
  ['a frame of one height', { ...full, frame: { ...full.frame!, heightsMetres: new Float32Array(1024).fill(3e-9) } }],
  [
    'diversity that is not a number',
    { ...full, diversity: full.diversity.map((d) => ({ ...d, spectral: Number.NaN })) },
  ],
  ['times that cannot be read', { ...full, startedAt: 'never', lastAt: '' }],
];

describe('reportHtml', () => {
  it.each(CASES)('is a well-formed page with eight panels for %s', (_, view) => {
    const page = pageOf(view);
    const elements = readMarkup(page.trimEnd());
    const panels = elements.filter(({ name }) => name === 'figure').map(({ attributes }) => attributes['id']);
    expect(panels).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((letter) => `figure-${letter}`));
    // What tells of a number that was never computed. `undefined` is no word of the report.
    expect(page).not.toMatch(/NaN|Infinity|undefined|null\b/);
  });

  it('needs no script and loads nothing', () => {
    const page = pageOf(full);
    const elements = readMarkup(page.trimEnd());
    expect(
      elements.some(({ name }) => /^(script|link|iframe|object|embed|a|form|base|foreignObject)$/i.test(name)),
    ).toBe(false);
    const attributes = elements.flatMap((found) => Object.entries(found.attributes));
    expect(attributes.filter(([name]) => /^on|^src$|^style$/.test(name))).toEqual([]);
    const addresses = attributes.filter(([name]) => name === 'href').map(([, value]) => value);
    expect(addresses.length).toBeGreaterThanOrEqual(13); // six maps, six bars upright, one lying
    expect(addresses.filter((value) => !value.startsWith('data:image/png;base64,'))).toEqual([]);
    expect(page).not.toMatch(/url\(|@import|https?:(?!\/\/www\.w3\.org\/2000\/svg)/);
    const policy = elements.find(({ attributes }) => attributes['http-equiv'] === 'Content-Security-Policy');
    expect(policy?.attributes['content']).toBe(
      'default-src &#39;none&#39;; img-src data:; style-src &#39;unsafe-inline&#39;',
    );
  });

  it('writes every name of the session as text', () => {
    const bad = '"><script>alert(1)</script><img src=x onerror=alert(1)>';
    const view: SessionView = {
      ...full,
      id: bad,
      config: { ...full.config, name: bad },
      instrument: { ...full.instrument, name: bad, version: bad, settings: { [bad]: bad } },
      vetoes: [{ id: bad, scope: 'point', candidate: 1, at: { row: 9, col: 9 }, reason: 'other', step: 2 }],
    };
    const page = pageOf(view);
    const counts = (html: string): Record<string, number> => {
      const found: Record<string, number> = {};
      for (const { name } of readMarkup(html.trimEnd())) found[name] = (found[name] ?? 0) + 1;
      return found;
    };
    expect(counts(page)).toEqual(
      counts(
        pageOf({ ...view, id: 'x', config: full.config, instrument: { ...full.instrument, settings: { a: 'b' } } }),
      ),
    );
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).not.toContain('<script');
  });

  it('marks a simulated instrument, and only that', () => {
    expect(pageOf(full)).toContain('SIMULATED');
    const real = { ...full, instrument: { ...full.instrument, simulated: false } };
    expect(pageOf(real)).not.toContain('SIMULATED');
  });

  it('tells how the session ended and what the operator vetoed', () => {
    expect(pageOf({ ...full, outcome: undefined })).toContain('no end recorded');
    expect(pageOf(full)).toContain('The operator vetoed no proposal.');
    const vetoes = [
      { id: 'v', scope: 'point', candidate: 77, at: { row: 0, col: 31 }, reason: 'tip risk (steep)', step: 9 } as const,
    ];
    const page = pageOf({ ...full, vetoes });
    // Top right pixel of a frame of 1 µm and 32 pixels: 484.375 nm from the centre both ways.
    expect(page).toMatch(
      />9<\/td><td class="number">77<\/td><td class="number">484<\/td><td class="number">484<\/td><td>tip risk \(steep\)</,
    );
  });

  it('shows the fingerprint and is the same for the same session', () => {
    const summary = summarizeSession(full);
    expect(pageOf(full)).toContain(summary.proposalsSha256);
    expect(pageOf(full)).toBe(pageOf(exampleSession(10, 30)));
  });

  it('holds 2,000 points in a page of a few megabytes', () => {
    const page = pageOf(exampleSession(10, 1990));
    readMarkup(page.trimEnd());
    // Five maps and the topography show every point.
    expect(page.match(/<circle /g)!.length).toBeGreaterThanOrEqual(5 * 2000 + 1990);
    expect(page.length).toBeLessThan(3e6);
  });
});
