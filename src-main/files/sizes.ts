/** Sizes that a file claims, checked before anything is allocated. */
import { fileProblem } from './measurement';

/** A number from text; NaN where the text is no number. `Infinity` and an empty text are no numbers. */
export function numberFrom(text: string | undefined): number {
  const trimmed = text?.trim() ?? '';
  const value = trimmed === '' ? NaN : Number(trimmed);
  return Number.isFinite(value) ? value : NaN;
}

/** A whole number of at least 1 that a file gives for its `what`, or the error that it does not. */
export function positiveCount(file: string, what: string, value: number): number {
  if (Number.isSafeInteger(value) && value >= 1) return value;
  const given = Number.isNaN(value) ? 'not given as a number' : String(value);
  throw fileProblem({ file, what: `${what} is ${given}; it must be a whole number of at least 1.` });
}

/** A length in metres, or NaN where the file gives none that could be one. */
export function lengthOrNaN(metres: number): number {
  return Number.isFinite(metres) && metres > 0 ? metres : NaN;
}
