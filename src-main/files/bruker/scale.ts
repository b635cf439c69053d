/** What a stored integer of a NanoScope file means: the chain of scales behind a Ciao parameter. */
import { fileProblem } from '../measurement';
import { productUnit, scaledUnit } from '../units';
import { findSection, parseCiao, splitNumber, type CiaoValue, type HeaderSection } from './header';

export interface PhysicalScale {
  readonly unit: string;
  /** Value of one count, in `unit`. */
  readonly perCount: number;
}

/** Where soft scales are looked up, in this order. */
const SCALE_SECTIONS = [
  ['Scanner list', 'Microscope list'],
  ['Ciao scan list', 'Afm list', 'Stm list', 'NC Afm list'],
  ['Ciao force list'],
  ['Equipment list'],
  ['Controller list'],
] as const;

/** The soft scale of a name, such as `Sens. Zsens`, as a number with its unit. */
function softScale(sections: readonly HeaderSection[], name: string): CiaoValue | undefined {
  for (const names of SCALE_SECTIONS) {
    const found = parseCiao(findSection(sections, names)?.values.get(`@${name.toLowerCase()}`));
    if (found !== undefined && Number.isFinite(found.value)) return found;
  }
  return undefined;
}

/**
 * The scale of an image channel. The hard value is what the full range of 256^`scaleBytes` counts stands for; the soft
 * scale turns it into the measured quantity.
 */
export function imageScale(
  sections: readonly HeaderSection[],
  channel: HeaderSection,
  scaleBytes: number,
  file: string,
): PhysicalScale {
  const counts = 256 ** scaleBytes;
  const old = channel.values.get('z scale');
  if (old !== undefined) {
    const [value, rest] = splitNumber(old);
    const { unit, factor } = scaledUnit(rest.replace(/\(.*$/, ''));
    return finite({ unit, perCount: (value * factor) / counts }, file);
  }
  const ciao = parseCiao(channel.values.get('@4:z scale') ?? channel.values.get('@2:z scale'));
  if (ciao === undefined)
    throw fileProblem(
      { file, where: channel.name, what: 'it has no Z scale.' },
      'NanoScope files from version 4.2 are read.',
    );
  const { unit, factor } = throughSoftScale(sections, ciao, ciao.unit);
  return finite({ unit, perCount: (ciao.value * factor) / counts }, file);
}

/** The scale of a curve: the hard scale is that of one count. */
export function curveScale(sections: readonly HeaderSection[], channel: HeaderSection, file: string): PhysicalScale {
  const ciao = parseCiao(channel.values.get('@4:z scale'));
  if (ciao === undefined) throw fileProblem({ file, where: channel.name, what: 'it has no Z scale.' });
  const { unit, factor } = throughSoftScale(sections, ciao, ciao.hardScaleUnit.replace(/\/LSB$/, ''));
  return finite({ unit, perCount: ciao.hardScale * factor }, file);
}

/** Unit and factor that a hard value in `hardUnit` gets from its soft scale. */
export function throughSoftScale(sections: readonly HeaderSection[], ciao: CiaoValue, hardUnit: string) {
  const soft = ciao.softScale === '' ? undefined : softScale(sections, ciao.softScale);
  if (soft === undefined) return scaledUnit(hardUnit);
  // Some versions write the sensitivity of the phase without its unit.
  const softUnit = soft.unit === '' && /phase/i.test(ciao.softScale) ? 'deg/V' : soft.unit;
  const { unit, factor } = productUnit(softUnit, hardUnit === '' ? 'V' : hardUnit);
  return { unit, factor: factor * soft.value };
}

function finite(scale: PhysicalScale, file: string): PhysicalScale {
  if (Number.isFinite(scale.perCount)) return scale;
  throw fileProblem({ file, where: 'header', what: 'a Z scale is not a number.' });
}
