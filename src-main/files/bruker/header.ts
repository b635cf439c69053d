/**
 * The text header of Bruker (Digital Instruments, Veeco) NanoScope files: sections `\*Name`, lines `\Key: value`, and
 * "Ciao" parameters `\@2:Key: V [soft scale] (hard scale) hard value`. Source: the published layout of the NanoScope
 * file format, "Ciao" appendix.
 */
import { latin1 } from '../byteCursor';
import { fileProblem } from '../measurement';
import { numberFrom } from '../sizes';

export interface HeaderSection {
  readonly name: string;
  /** Values by key in lower case: what differs between versions is how the words are written. */
  readonly values: ReadonlyMap<string, string>;
}

/** A Ciao parameter taken apart. */
export interface CiaoValue {
  readonly softScale: string;
  readonly hardScale: number;
  readonly hardScaleUnit: string;
  readonly value: number;
  readonly unit: string;
  /** What stands behind the brackets, as written. */
  readonly text: string;
}

const HEADER_END = '\\*File list end';

/** Whether bytes begin like a NanoScope file, of images or of force curves. */
export function isNanoscope(bytes: Uint8Array): boolean {
  return /^[\\?]\*(EC |Force )?[Ff]ile list\r?\n/.test(latin1(bytes, 0, Math.min(bytes.length, 40)));
}

/** The sections of the header in their order. Throws a `file/unreadable` error. */
export function readSections(bytes: Uint8Array, file: string): HeaderSection[] {
  if (bytes[0] === 0x3f)
    throw fileProblem(
      { file, what: 'NanoScope files with values as text are not read.' },
      'Save it in the binary format.',
    );
  const length = /\\Data length: (\d+)/.exec(latin1(bytes, 0, Math.min(bytes.length, 0x1000)))?.[1];
  const headerLength = numberFrom(length);
  if (!(headerLength <= bytes.length))
    throw fileProblem({ file, where: 'header', what: `the header is said to be ${length ?? 'of no'} bytes long.` });
  const sections: { name: string; values: Map<string, string> }[] = [];
  for (const line of latin1(bytes, 0, headerLength).split(/\r?\n/)) {
    if (line.startsWith(HEADER_END)) return sections;
    if (line.startsWith('\\*')) sections.push({ name: line.slice(2).trim(), values: new Map() });
    else if (line.startsWith('\\')) addLine(sections.at(-1)?.values, line.slice(1));
  }
  throw fileProblem({ file, where: 'header', what: `the line ${HEADER_END} is missing.` });
}

function addLine(values: Map<string, string> | undefined, line: string): void {
  const found = /^(@\d+:[^:]+|@?[^:]+):\s?(.*)$/.exec(line);
  if (found !== null) values?.set(found[1]!.trim().toLowerCase(), found[2]!.trim());
}

/** The first section of one of the names. */
export function findSection(sections: readonly HeaderSection[], names: readonly string[]): HeaderSection | undefined {
  return sections.find(({ name }) => names.includes(name));
}

/** Takes `V [soft] (hard V/LSB) 220 V` apart; parts that are missing are empty or NaN. */
export function parseCiao(text: string | undefined): CiaoValue | undefined {
  const found = /^[VSC]\s*(?:\[([^\]]*)\])?\s*(?:\(([^)]*)\))?\s*(.*)$/.exec(text ?? '');
  if (found === null) return undefined;
  const [hardScale, hardScaleUnit] = splitNumber(found[2] ?? '');
  const [value, unit] = splitNumber(found[3] ?? '');
  return { softScale: found[1] ?? '', hardScale, hardScaleUnit, value, unit, text: found[3] ?? '' };
}

/** A number and what follows it. */
export function splitNumber(text: string): [number, string] {
  const found = /^\s*(\S+)\s*(.*)$/.exec(text);
  return [numberFrom(found?.[1]), found?.[2]?.trim() ?? ''];
}
