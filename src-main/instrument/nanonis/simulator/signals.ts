/** The signals of the simulated Nanonis: 128 of them, most of which are unused inputs. */
import { CURRENT_NAME, HEIGHT_NAME } from '../link';

export const CURRENT_SIGNAL = 0;
export const BIAS_SIGNAL = 24;
export const X_SIGNAL = 25;
export const Y_SIGNAL = 26;
export const HEIGHT_SIGNAL = 30;

const NAMED: Readonly<Record<number, string>> = {
  [CURRENT_SIGNAL]: CURRENT_NAME,
  [BIAS_SIGNAL]: 'Bias (V)',
  [X_SIGNAL]: 'X (m)',
  [Y_SIGNAL]: 'Y (m)',
  [HEIGHT_SIGNAL]: HEIGHT_NAME,
};

/** Names by index. */
export const SIGNAL_NAMES: readonly string[] = Array.from({ length: 128 }, (_none, i) => NAMED[i] ?? `Input ${i} (V)`);
