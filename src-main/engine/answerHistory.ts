/** How often the proposals were accepted lately, for "ask me only when you are unsure". */
import type { DecisionChoice } from '../../src-shared/proposal';

/** Answers that count. */
const RECENT = 20;
/** Never before this step. */
const FIRST_STEP = 21;
const SURE = 0.9;

export interface AnswerHistory {
  note(choice: DecisionChoice): void;
  /** Whether a yes is expected with more than nine tenths: (yes + 1) / (answers + 2), the rule of succession. */
  isSure(step: number): boolean;
}

export function createAnswerHistory(): AnswerHistory {
  const accepted: boolean[] = [];
  return {
    note(choice) {
      accepted.push(choice === 'approve');
      if (accepted.length > RECENT) accepted.shift();
    },
    isSure: (step) => step >= FIRST_STEP && (accepted.filter((yes) => yes).length + 1) / (accepted.length + 2) > SURE,
  };
}
