/** The places that can be decided about now, those set aside, and what was decided. Pure. */
import type { PixelPoint } from '../../../src-shared/geometry';
import { candidatePixel, type MapSet } from '../../../src-shared/maps';
import type { Proposal } from '../../../src-shared/proposal';
import type { ProposalHistory, SessionView } from '../../../src-shared/session/view';
import { text } from '../../messages';

/** A place of the list. */
export interface PlaceRow {
  readonly key: string;
  readonly candidate: number;
  readonly at: PixelPoint;
  /** Combined score; absent where none was computed. */
  readonly score: number | undefined;
  readonly state: string;
  readonly proposal: Proposal | undefined;
}

/** How many places are offered at once. */
const OFFERED = 5;
/** Decided proposals that are listed, newest first. */
const REMEMBERED = 50;

/**
 * The places with the highest values of a map, highest first, no two nearer than `apart` candidates to each other, so that
 * they are not five names for one place. NaN are places that are measured or ruled out.
 */
export function bestCandidates(
  { grid, layers }: MapSet,
  { count, apart, without }: { readonly count: number; readonly apart: number; readonly without: readonly number[] },
): readonly { readonly candidate: number; readonly value: number }[] {
  const values = layers.combined ?? layers.acquisition;
  if (values === undefined) return [];
  const order = [...values.keys()]
    .filter((candidate) => Number.isFinite(values[candidate]))
    .sort((a, b) => values[b]! - values[a]! || a - b);
  const taken = [...without];
  const far = (a: number, b: number): boolean =>
    Math.max(
      Math.abs(Math.floor(a / grid.cols) - Math.floor(b / grid.cols)),
      Math.abs((a % grid.cols) - (b % grid.cols)),
    ) >= apart;
  const found: { candidate: number; value: number }[] = [];
  for (const candidate of order) {
    if (found.length === count) break;
    if (!taken.every((other) => far(candidate, other))) continue;
    taken.push(candidate);
    found.push({ candidate, value: values[candidate]! });
  }
  return found;
}

/** The proposal that waits, then the next best places of the map that it was chosen from. */
export function offeredPlaces(session: SessionView, proposal: Proposal | undefined): readonly PlaceRow[] {
  if (proposal === undefined) return [];
  const first: PlaceRow = {
    key: proposal.id,
    candidate: proposal.candidate,
    at: proposal.at,
    score: proposal.combined,
    state: text.proposals.waiting,
    proposal,
  };
  const { maps } = session;
  if (maps === undefined) return [first];
  const apart = Math.max(1, Math.round(session.config.patch.size / 2 / maps.grid.stride));
  const more = bestCandidates(maps, { count: OFFERED - 1, apart, without: [proposal.candidate] });
  return [
    first,
    ...more.map(({ candidate, value }) => ({
      key: `candidate-${candidate}`,
      candidate,
      at: candidatePixel(maps.grid, candidate),
      score: value,
      state: text.proposals.candidate,
      proposal: undefined,
    })),
  ];
}

/** Places that are left alone for some steps. */
export function deferredPlaces(session: SessionView): readonly PlaceRow[] {
  const next = (session.points.at(-1)?.step ?? 0) + 1;
  return session.editState.rules.flatMap(({ rule, active, until }): PlaceRow[] =>
    !active || until === undefined || next >= until
      ? []
      : [
          {
            key: rule.id,
            candidate: rule.candidate,
            at: rule.at,
            score: session.maps?.layers.combined?.[rule.candidate],
            state: text.proposals.until(until),
            proposal: undefined,
          },
        ],
  );
}

/** What was decided, newest first. */
export function decidedPlaces(session: SessionView): readonly PlaceRow[] {
  return session.proposals
    .filter(({ decision, withdrawn }) => decision !== undefined || withdrawn !== undefined)
    .slice(-REMEMBERED)
    .reverse()
    .map((entry) => ({
      key: entry.proposal.id,
      candidate: entry.proposal.candidate,
      at: entry.proposal.at,
      score: entry.proposal.combined,
      state: `${text.proposals.step(entry.proposal.step)}: ${decidedWords(entry)}`,
      proposal: entry.proposal,
    }));
}

function decidedWords({ decision, withdrawn }: ProposalHistory): string {
  if (withdrawn !== undefined) return text.proposals.withdrawn[withdrawn];
  if (decision === undefined) return '';
  return `${text.proposals.decided[decision.choice]} ${text.proposals.by[decision.by]}`;
}

/** The rows chosen after an arrow key: from the anchor to the new place with Shift, else that place alone. */
export function movedChoice(
  count: number,
  { active, anchor }: { readonly active: number; readonly anchor: number },
  by: 1 | -1,
  extend: boolean,
): { readonly active: number; readonly anchor: number } {
  const next = Math.min(count - 1, Math.max(0, active + by));
  return { active: next, anchor: extend ? anchor : next };
}
