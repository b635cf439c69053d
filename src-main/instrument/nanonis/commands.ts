/**
 * The commands of the Nanonis TCP protocol that the driver uses and the simulator serves, with the layouts of their bodies.
 * Source: SPECS, "Nanonis TCP Protocol", as of release 14718.
 */
import type { Field, Values } from './fields';

interface Layout {
  readonly request: readonly Field[];
  readonly reply: readonly Field[];
}

/** How coded choices are written. */
export const YES = 1;
export const NO = 2;
export const SCAN_START = 0;
export const SCAN_STOP = 1;
export const SCAN_DOWN = 0;
export const SCAN_UP = 1;
/** Constant time for each line rather than constant speed. */
export const KEEP_TIME = 2;
/** What a safe condition does, and which side of the threshold it looks at. */
export const CONDITION_OFF = 1;
export const CONDITION_STOP = 3;
export const ABOVE = 0;
export const BELOW = 1;
/** How a second safe condition goes with the first. */
export const SINGLE = 0;
export const EITHER = 1;
/** States of the Z controller. */
export const Z_OFF = 1;
export const Z_ON = 2;
export const Z_HOLD = 3;
export const Z_SWITCHING_OFF = 4;
export const Z_SAFE_TIP = 5;
export const Z_WITHDRAWING = 6;

export const COMMANDS = {
  'Util.VersionGet': { request: [], reply: ['text', 'text', 'u32', 'u32'] },
  'Signals.NamesGet': { request: [], reply: ['texts'] },
  'Signals.ValGet': { request: ['i32', 'u32'], reply: ['f32'] },
  'Signals.ValsGet': { request: ['ints', 'u32'], reply: ['floats'] },
  'Scan.FrameSet': { request: ['f32', 'f32', 'f32', 'f32', 'f32'], reply: [] },
  'Scan.FrameGet': { request: [], reply: ['f32', 'f32', 'f32', 'f32', 'f32'] },
  'Scan.BufferSet': { request: ['ints', 'i32', 'i32'], reply: [] },
  'Scan.BufferGet': { request: [], reply: ['ints', 'i32', 'i32'] },
  'Scan.SpeedSet': { request: ['f32', 'f32', 'f32', 'f32', 'u16', 'f32'], reply: [] },
  'Scan.PropsSet': { request: ['u32', 'u32', 'u32', 'text', 'text', 'texts', 'u32'], reply: [] },
  'Scan.Action': { request: ['u16', 'u32'], reply: [] },
  'Scan.StatusGet': { request: [], reply: ['u32'] },
  'Scan.WaitEndOfScan': { request: ['i32'], reply: ['u32', 'text'] },
  'Scan.FrameDataGrab': { request: ['u32', 'u32'], reply: ['text', 'matrix', 'u32'] },
  'FolMe.XYPosSet': { request: ['f64', 'f64', 'u32'], reply: [] },
  'FolMe.XYPosGet': { request: ['u32'], reply: ['f64', 'f64'] },
  'FolMe.SpeedSet': { request: ['f32', 'u32'], reply: [] },
  'FolMe.Stop': { request: [], reply: [] },
  'Bias.Set': { request: ['f32'], reply: [] },
  'Bias.Get': { request: [], reply: ['f32'] },
  'Current.Get': { request: [], reply: ['f32'] },
  'BiasSpectr.Open': { request: [], reply: [] },
  'BiasSpectr.Stop': { request: [], reply: [] },
  'BiasSpectr.StatusGet': { request: [], reply: ['u32'] },
  'BiasSpectr.ChsSet': { request: ['ints'], reply: [] },
  'BiasSpectr.PropsSet': { request: ['u16', 'i32', 'u16', 'i32', 'f32', 'u16', 'u16'], reply: [] },
  // Clients and releases disagree about what follows these four.
  'BiasSpectr.PropsGet': { request: [], reply: ['u16', 'i32', 'u16', 'i32', 'rest'] },
  'BiasSpectr.LimitsSet': { request: ['f32', 'f32'], reply: [] },
  'BiasSpectr.LimitsGet': { request: [], reply: ['f32', 'f32'] },
  'BiasSpectr.TimingSet': { request: ['f32', 'f32', 'f32', 'f32', 'f32', 'f32', 'f32', 'f32'], reply: [] },
  'BiasSpectr.AdvPropsSet': { request: ['u16', 'u16', 'u16', 'u16'], reply: [] },
  'BiasSpectr.SafeCond1Set': { request: ['u16', 'f32', 'i32', 'u16'], reply: [] },
  'BiasSpectr.SafeCond2Set': { request: ['i32', 'f32', 'i32', 'u16'], reply: [] },
  'BiasSpectr.Start': { request: ['u32', 'text'], reply: ['texts', 'matrix', 'floats'] },
  'ZCtrl.OnOffSet': { request: ['u32'], reply: [] },
  'ZCtrl.OnOffGet': { request: [], reply: ['u32'] },
  'ZCtrl.SetpntGet': { request: [], reply: ['f32'] },
  'ZCtrl.SetpntSet': { request: ['f32'], reply: [] },
  'ZCtrl.ZPosGet': { request: [], reply: ['f32'] },
  'ZCtrl.Withdraw': { request: ['u32', 'i32'], reply: [] },
  'ZCtrl.StatusGet': { request: [], reply: ['u16'] },
  'SafeTip.OnOffGet': { request: [], reply: ['u16'] },
  'Piezo.RangeGet': { request: [], reply: ['f32', 'f32', 'f32'] },
} as const satisfies Record<string, Layout>;

export type CommandName = keyof typeof COMMANDS;
export type Arguments<N extends CommandName> = Values<(typeof COMMANDS)[N]['request']>;
export type Reply<N extends CommandName> = Values<(typeof COMMANDS)[N]['reply']>;

/** Whether a command only looks; the others may have been carried out when no reply comes. */
export function isRead(name: CommandName): boolean {
  return /(Get|Grab|Open)$/.test(name) || name.startsWith('Scan.WaitEnd');
}

/** The layout of a command by its name on the wire; undefined where there is none. */
export function layoutOf(name: string): Layout | undefined {
  return Object.hasOwn(COMMANDS, name) ? COMMANDS[name as CommandName] : undefined;
}
