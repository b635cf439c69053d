/** Reading the options of a command, with messages that say which option was wrong and what it takes. */
import { parseArgs, type ParseArgsConfig } from 'node:util';

/** The call itself was wrong: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

type Options = NonNullable<ParseArgsConfig['options']>;

/** The values of the options of a command; an unknown option or a missing value is a {@link UsageError}. */
export function readOptions<T extends Options>(args: readonly string[], options: T, positionals: number) {
  const parsed = parse(args, options);
  if (parsed.positionals.length > positionals)
    throw new UsageError(`"${parsed.positionals[positionals] ?? ''}" is one argument too many.`);
  return parsed;
}

function parse<T extends Options>(args: readonly string[], options: T) {
  try {
    return parseArgs({ args: joinNegatives(args), options, allowPositionals: true, strict: true });
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    throw new UsageError(text.split('. ')[0]?.replace(/\.?$/, '.') ?? text);
  }
}

/** `--steps -3` means the number -3, about which there is a better message than about an option called -3. */
function joinNegatives(args: readonly string[]): string[] {
  const joined: string[] = [];
  for (const arg of args) {
    const last = joined.at(-1);
    if (last?.startsWith('--') === true && !last.includes('=') && /^-\d/.test(arg))
      joined[joined.length - 1] = `${last}=${arg}`;
    else joined.push(arg);
  }
  return joined;
}

/** A whole number within bounds. */
export function wholeNumber(option: string, text: string, lowest: number, highest: number): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isInteger(value) || value < lowest || value > highest)
    throw new UsageError(`--${option} takes a whole number from ${lowest} to ${highest}, not "${text}".`);
  return value;
}

/** A number within bounds, with a point or a comma. */
export function realNumber(option: string, text: string, lowest: number, highest: number): number {
  const value = Number(text.replace(',', '.'));
  if (text.trim() === '' || !(value >= lowest && value <= highest))
    throw new UsageError(`--${option} takes a number from ${lowest} to ${highest}, not "${text}".`);
  return value;
}

/** One of a few words. */
export function oneOf<T extends string>(option: string, text: string, words: readonly T[]): T {
  const found = words.find((word) => word === text);
  if (found === undefined) throw new UsageError(`--${option} takes ${words.join(' or ')}, not "${text}".`);
  return found;
}
