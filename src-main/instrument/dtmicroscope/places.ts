/** Numbers and curves as the server gives them. */
import { readArray, unsuitable } from './dataSet';
import type { PyroClient } from './pyroClient';

/** Where the places of a data set end, in its units. */
export interface Limits {
  readonly left: number;
  readonly right: number;
  readonly low: number;
  readonly high: number;
}

/** An attribute that is a number. Rejects with `instrument/fault` where it is none. */
export async function readNumber(client: PyroClient, name: string): Promise<number> {
  const value = Number(await client.read(name));
  if (Number.isFinite(value)) return value;
  throw unsuitable(`Its ${name} is not a number.`);
}

/** Where places end. Rejects with `instrument/fault` where they have no room between. */
export async function readLimits(client: PyroClient): Promise<Limits> {
  const [left, right] = [await readNumber(client, 'x_min'), await readNumber(client, 'x_max')];
  const [low, high] = [await readNumber(client, 'y_min'), await readNumber(client, 'y_max')];
  if (!(right > left && high > low)) throw unsuitable(`Its places run from ${left} to ${right} and ${low} to ${high}.`);
  return { left, right, low, high };
}

/** Axis and values of the curve under the tip. Rejects with `instrument/fault` where they do not belong together. */
export async function readSpectrum(client: PyroClient): Promise<{ axis: Float64Array; values: Float64Array }> {
  const answer = await client.call('get_spectrum');
  if (!Array.isArray(answer) || answer.length !== 2) throw unsuitable('It answered get_spectrum with something else.');
  const [axis, values] = [readArray(answer[0]).values, readArray(answer[1]).values];
  if (axis.length < 3 || axis.length !== values.length)
    throw unsuitable(`Its curve has ${axis.length} biases and ${values.length} values.`);
  return { axis, values };
}
