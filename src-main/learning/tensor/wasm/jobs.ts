/** How a job is handed to the compiled kernels: its arguments as words and numbers in the shared memory. */
import { addressOf } from './arena';
import type { KernelInstance } from './instance';
import { createThreadChoice } from './threadChoice';

/** Operations by their number in kernels/operations.as. */
export const OPERATIONS = {
  packPanels: 1,
  product: 2,
  columnSums: 3,
  adam: 4,
  rbfMatrix: 5,
  rbfGradient: 6,
  rowSums: 7,
  solveRows: 8,
  invertFactor: 9,
  gram: 10,
  spatial: 11,
  crossEntropy: 12,
} as const;

/** Where the arguments lie, see kernels/layout.as. */
const ARGUMENTS = 512;
const NUMBERS = 768;
const WORDS = 64;
const MAX_NUMBERS = 32;
/** Jobs are of one kind where operation and number of tiles agree. */
const KINDS_PER_OPERATION = 2 ** 24;

/** An argument: an array, of which the kernels get the address, a whole number, or undefined for no array. */
export type Argument = Float32Array | Float64Array | number | undefined;

/** Puts arguments into the shared memory and runs jobs. The answer comes when every tile is done. */
export interface Jobs {
  /** @param words arguments from number 1 on */
  run(operation: keyof typeof OPERATIONS, tiles: number, words: readonly Argument[], numbers?: readonly number[]): void;
}

/** How many threads help, and when: `whenFaster` learns from the clock, `always` is for tests. */
export interface Help {
  readonly helpers: number;
  readonly when: 'whenFaster' | 'always';
  readonly monotonicSeconds: () => number;
}

export function createJobs({ memory, exports }: KernelInstance, { helpers, when, monotonicSeconds }: Help): Jobs {
  const wordsAt = new Int32Array(memory.buffer, ARGUMENTS, WORDS);
  const numbersAt = new Float64Array(memory.buffer, NUMBERS, MAX_NUMBERS);
  const choice = createThreadChoice();
  return {
    run(operation, tiles, words, numbers = []) {
      const code = OPERATIONS[operation];
      wordsAt[0] = code;
      words.forEach((word, k) => {
        wordsAt[k + 1] = typeof word === 'number' ? word : word === undefined ? 0 : addressOf(word);
      });
      numbersAt.set(numbers);
      if (helpers === 0 || tiles <= 1 || when === 'always') {
        exports.runJob(tiles, helpers);
        return;
      }
      const kind = code * KINDS_PER_OPERATION + tiles;
      const started = monotonicSeconds();
      const help = choice.useHelpers(kind, started);
      exports.runJob(tiles, help ? helpers : 0);
      choice.report(kind, help, monotonicSeconds() - started);
    },
  };
}
