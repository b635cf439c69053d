/** The opening of a current-voltage loop: the scalar that a search without novelty would maximise. */
import type { IvCurve } from '../../../src-shared/sweep';

/**
 * Mean |I back - I forth| over the points of the way back, amperes; the way forth is interpolated at their bias. The
 * turn is the first point farthest from the start. 0 for a sweep without a way back.
 */
export function loopAreaAmperes({ volts, amperes }: IvCurve): number {
  const turn = farthest(volts);
  let sum = 0;
  let forth = turn;
  for (let back = turn + 1; back < volts.length; back++) {
    const bias = Math.abs(volts[back]! - volts[0]!);
    while (forth > 1 && Math.abs(volts[forth - 1]! - volts[0]!) >= bias) forth--;
    const [low, high] = [Math.abs(volts[forth - 1]! - volts[0]!), Math.abs(volts[forth]! - volts[0]!)];
    const share = high > low ? Math.min(1, Math.max(0, (bias - low) / (high - low))) : 0;
    sum += Math.abs(amperes[back]! - (amperes[forth - 1]! + share * (amperes[forth]! - amperes[forth - 1]!)));
  }
  const points = volts.length - 1 - turn;
  return turn > 0 && points > 0 ? sum / points : 0;
}

function farthest(volts: Float64Array): number {
  let turn = 0;
  for (let k = 1; k < volts.length; k++)
    if (Math.abs(volts[k]! - volts[0]!) > Math.abs(volts[turn]! - volts[0]!)) turn = k;
  return turn;
}
