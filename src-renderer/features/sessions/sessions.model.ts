/** The list of sessions: what is found, and what two of them have in common. Pure. */
import type { SessionSummary } from '../../../src-shared/session/summary';
import type { SessionView } from '../../../src-shared/session/view';
import { differenceOf, type Picture } from '../../canvas/mapPicture';
import type { Chart, Curve } from '../../plot/figure';
import type { CurveColors } from '../../plot/theme';
import { text } from '../../messages';

/** The sessions in which every word of the search occurs: in name, id, state, instrument, policy, tags or notes. */
export function found(sessions: readonly SessionSummary[], search: string): readonly SessionSummary[] {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return sessions.filter((session) => {
    const said = [
      ...[session.name, session.id, text.sessions.states[session.state], session.instrument, session.policy],
      ...(session.tags ?? []),
      ...(session.notes ?? []),
    ];
    const all = said.join(' ').toLowerCase();
    return words.every((word) => all.includes(word));
  });
}

/** Tags as they are typed: between commas, each once, without what surrounds them. */
export function tagsOf(typed: string): readonly string[] {
  return [
    ...new Set(
      typed
        .split(',')
        .map((tag) => tag.trim())
        .filter((tag) => tag !== ''),
    ),
  ];
}

/** At most two ticked sessions; a third takes the place of the older one. */
export function ticked(before: readonly string[], id: string): readonly string[] {
  return before.includes(id) ? before.filter((other) => other !== id) : [...before, id].slice(-2);
}

/** Both diversities of one or two sessions against the step: the first drawn through, the second dashed. */
export function diversityOverlay(sessions: readonly SessionView[], colors: CurveColors): Chart {
  const curves = sessions.flatMap((session, i): Curve[] => {
    const dash = i === 0 ? 'solid' : 'dash';
    const letter = sessions.length > 1 ? `${'AB'.charAt(i)}: ` : '';
    // All seeds together are step 0, where the last of them counts.
    const points = [...new Map(session.diversity.map((point) => [point.step, point])).values()];
    const x = points.map(({ step }) => step);
    const shared = { x, dash, width: 2, hover: text.diversity.hover } as const;
    return [
      {
        ...shared,
        id: `structural-${i}`,
        name: letter + text.diversity.structural,
        y: points.map(({ structural }) => structural),
        color: colors.ink,
      },
      {
        ...shared,
        id: `spectral-${i}`,
        name: letter + text.diversity.spectral,
        y: points.map(({ spectral }) => spectral),
        color: colors.vermilion,
        right: true,
      },
    ];
  });
  return {
    curves,
    arrows: [],
    x: { title: text.diversity.stepAxis },
    y: { title: text.diversity.structuralAxis },
    right: { title: text.diversity.spectralAxis, color: colors.vermilion },
  };
}

/** A map of A minus that of B, place by place; undefined where they do not cover the same places. */
export function mapDifference([a, b]: readonly SessionView[], kind: 'novelty' | 'combined'): Picture | undefined {
  if (a?.frame === undefined || b?.frame === undefined) return undefined;
  return placesOf(a) === placesOf(b) ? differenceOf(a.frame, a.maps, b.maps, { kind }) : undefined;
}

/** Size of the frame and its candidates, in one word. */
function placesOf({ frame, grid }: SessionView): string {
  return JSON.stringify([frame?.rows, frame?.cols, frame?.widthMetres, frame?.heightMetres, grid]);
}
