/** The next place to measure, in the words of the card. */
import { pixelToSample } from '../../../src-shared/geometry';
import { VETO_REASONS, type Proposal, type VetoReason } from '../../../src-shared/proposal';
import type { Countdown, RunState } from '../../../src-shared/run';
import type { SessionView } from '../../../src-shared/session/view';
import { formatNumber, formatQuantity } from '../../../src-shared/units';
import { text } from '../../messages';
import { rasterOf } from '../../store/nearestPoint';

export interface ProposalFacts {
  readonly place: string;
  readonly rows: readonly { readonly term: string; readonly value: string }[];
  readonly why: string;
  /** Shares in percent, adding up to 100; absent where the gate has no shares. */
  readonly shares: { readonly spectral: number; readonly image: number } | undefined;
}

/** What is said about a proposal. */
export function proposalFacts(session: SessionView, proposal: Proposal): ProposalFacts {
  const at = pixelToSample(rasterOf(session), proposal.at);
  const rows = [
    { term: text.next.novelty, value: withUncertainty(proposal.novelty, proposal.sigma) },
    { term: text.next.imageNovelty, value: formatNumber(proposal.imageNovelty) },
    { term: text.next.combined, value: formatNumber(proposal.combined) },
  ];
  const spectral = proposal.share && Math.round(proposal.share.spectral * 100);
  return {
    place: text.point.place(formatQuantity(at.xMetres, 'm'), formatQuantity(at.yMetres, 'm')),
    rows,
    why: text.next.reasons[proposal.reason],
    shares: spectral === undefined ? undefined : { spectral, image: 100 - spectral },
  };
}

/** "0.731 ± 0.082": both with the decimals that the uncertainty allows. */
export function withUncertainty(value: number | undefined, sigma: number | undefined): string {
  if (value === undefined || sigma === undefined || !Number.isFinite(value) || !Number.isFinite(sigma))
    return formatNumber(value);
  const decimals = sigma > 0 ? Math.min(6, Math.max(0, 1 - Math.floor(Math.log10(sigma)))) : 3;
  return `${value.toFixed(decimals)} \u00b1 ${sigma.toFixed(decimals)}`.replace('-', '\u2212');
}

/** `open` while an answer still counts, `held` while the run is paused before one was given, else `decided`. */
export type AnswerState = 'open' | 'held' | 'decided';

/** Whether the shown proposal can be answered now. A run that ends after this step still waits for the answer to it. */
export function answerState(
  run: RunState | undefined,
  session: Pick<SessionView, 'proposals'> | undefined,
  waitingProposal?: string,
): AnswerState {
  const last = session?.proposals.at(-1);
  // The next proposal can be answered while the tip is still busy with the one before.
  if (last !== undefined && last.proposal.id === waitingProposal) return 'open';
  if (last === undefined || last.decision !== undefined) return 'decided';
  return answerStateOf(run);
}

/** What a run does with an answer to a proposal that has none yet. */
function answerStateOf(run: RunState | undefined): AnswerState {
  if (run === undefined || !('phase' in run)) return 'decided';
  if (isHeld(run)) return 'held';
  return run.phase === 'awaitDecision' ? 'open' : 'decided';
}

function isHeld(run: RunState): boolean {
  return run.kind === 'paused' || run.kind === 'suspended' || (run.kind === 'pausing' && run.when === 'now');
}

/** The countdown of this proposal and of no other. */
export function countdownOf(countdown: Countdown | undefined, proposal: Proposal | undefined): Countdown | undefined {
  return countdown?.proposalId === proposal?.id ? countdown : undefined;
}

/** The veto reason of a key "1" to "9". */
export function reasonOfKey(key: string): VetoReason | undefined {
  return /^[1-9]$/.test(key) ? VETO_REASONS[Number(key) - 1] : undefined;
}

/** How far a veto reaches. A region is drawn on the large map. */
export type Scope = 'point' | 'radius' | 'lookAlike' | 'region';

/** The scope of a key; digits are reasons. */
export function scopeOfKey(key: string): Scope | undefined {
  const wanted = key.toUpperCase();
  return (['point', 'radius', 'lookAlike', 'region'] as const).find((scope) => text.rule.scopeKeys[scope] === wanted);
}
