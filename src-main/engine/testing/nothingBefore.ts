/** What a session that has just begun holds already. */
import type { EnginePorts } from '../engine';

export const NOTHING_BEFORE: EnginePorts['before'] = {
  sweeps: 0,
  nextIntent: 0,
  vetoes: [],
  proposals: [],
  edits: [],
  taken: [],
  grid: undefined,
  frame: undefined,
  points: [],
  drift: [],
  references: [],
};
