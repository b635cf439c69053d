/** What one more veto rule would do, counted before it is in force. */
import type { VetoRule } from '../../src-shared/proposal';
import type { RuleEffect } from '../../src-shared/rules';
import { vetoEffect } from './policy/vetoMask';
import { allowedCandidates, type LearnerSession } from './session';

/**
 * A rule that only weighs reaches every candidate a little; it touches those that lose this share of their score. At the
 * width of the look-alikes and full strength these are the ones within 2.1 widths.
 */
const NOTABLE_LOSS = 0.1;

/**
 * @param rules what is in force already
 * @param extra what would come to it
 */
export function ruleEffect(
  session: LearnerSession,
  rules: readonly VetoRule[],
  extra: readonly VetoRule[],
): RuleEffect {
  const open = allowedCandidates(session, []);
  const [without, with_] = [vetoEffect(session.set, rules), vetoEffect(session.set, [...rules, ...extra])];
  const touched: number[] = [];
  let [before, after] = [0, 0];
  for (let k = 0; k < open.length; k++) {
    if (open[k] === 0 || without.allowed[k] === 0) continue;
    before++;
    if (with_.allowed[k] === 1) after++;
    const weighsMore = (with_.factor?.[k] ?? 1) <= (1 - NOTABLE_LOSS) * (without.factor?.[k] ?? 1);
    if (with_.allowed[k] === 0 || weighsMore) touched.push(k);
  }
  return { before, after, touched: Uint32Array.from(touched) };
}

/** 1 for every candidate that may be proposed under these rules. */
export function openUnder(session: LearnerSession, rules: readonly VetoRule[], barred: readonly number[]): Uint8Array {
  const { allowed } = vetoEffect(session.set, rules);
  return allowedCandidates(session, barred).map((flag, k) => flag & allowed[k]!);
}
