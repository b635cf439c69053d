/** Channel names of Nanonis files: `Current [bwd] (A)`, `Current (A) [bwd] [filt]`. */
import type { Direction } from '../measurement';
import { scaledUnit } from '../units';

export interface NanonisColumn {
  readonly channel: string;
  readonly unit: string;
  /** What stored values are multiplied with to be in `unit`. */
  readonly factor: number;
  readonly direction: Direction;
}

/** Takes a channel name apart. The unit is in the last round brackets, `[bwd]` marks the way back. */
export function nanonisColumn(written: string): NanonisColumn {
  const marks = [...written.matchAll(/\[([^\]]*)\]/g)].map((match) => match[1]!);
  const plain = written.replaceAll(/\s*\[[^\]]*\]/g, '').trim();
  const parts = /^(.*?)\s*\(([^()]*)\)$/.exec(plain);
  const others = marks.filter((mark) => mark !== 'bwd').map((mark) => ` [${mark}]`);
  const { unit, factor } = scaledUnit(parts?.[2] ?? '');
  const direction = marks.includes('bwd') ? 'backward' : 'forward';
  return { channel: `${parts?.[1] ?? plain}${others.join('')}`, unit, factor, direction };
}
