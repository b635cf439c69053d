/** What the processes of a program take, read from /proc; Linux only. */
import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks in a second, the unit of the times in /proc; the same on every Linux that Electron runs on. */
const TICKS = 100;
const KIBIBYTE = 1024;

/** The fields of a stat file after the name of the command, which stands in brackets and may hold anything: state first. */
export function statFields(stat) {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/** The sum of the lines of a smaps_rollup file that have a name, bytes. */
export function rollupBytes(rollup, name) {
  const line = rollup.split('\n').find((text) => text.startsWith(`${name}:`));
  return line === undefined ? 0 : Number(line.split(/\s+/)[1]) * KIBIBYTE;
}

/** A process and all that it has started, by number. */
export function processTree(root) {
  const children = new Map();
  for (const name of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const parent = Number(read(`/proc/${name}/stat`, (stat) => statFields(stat)[1]));
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const tree = [root];
  for (const pid of tree) tree.push(...(children.get(pid) ?? []));
  return tree;
}

/** Processor time that the processes have used so far, seconds. */
export function cpuSeconds(pids) {
  const ticks = (stat) => {
    const fields = statFields(stat);
    return Number(fields[11]) + Number(fields[12]);
  };
  return pids.reduce((sum, pid) => sum + (read(`/proc/${pid}/stat`, ticks) ?? 0), 0) / TICKS;
}

/** Memory of the processes, bytes: `rss` counts what they share in each of them, `pss` once. */
export function memoryOf(pids) {
  const sum = (name) =>
    pids.reduce((total, pid) => total + (read(`/proc/${pid}/smaps_rollup`, (text) => rollupBytes(text, name)) ?? 0), 0);
  return { rss: sum('Rss'), pss: sum('Pss') };
}

/** What a function makes of a file; undefined where the process has ended or belongs to somebody else. */
function read(file, use) {
  try {
    return use(readFileSync(file, 'utf8'));
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'EACCES'].includes(error.code)) return undefined;
    throw error;
  }
}
