/** More starting points in the middle of a session. */
import type { SeedRequest } from '../engine/ports';
import { deriveRandom, integerBelow } from '../numerics/random';
import { openCandidates } from './policy/choice';
import { openUnder } from './ruleEffect';
import type { LearnerSession } from './session';

/** Random open candidates without replacement. */
export function moreSeeds(session: LearnerSession, request: SeedRequest, barred: readonly number[]): number[] {
  const { rules, excluded, count, name } = request;
  const free = openCandidates(openUnder(session, rules, [...barred, ...excluded]));
  const stream = deriveRandom(session.random, `more seeds ${name}`);
  return Array.from(
    { length: Math.min(count, free.length) },
    () => free.splice(integerBelow(stream, free.length), 1)[0]!,
  );
}
