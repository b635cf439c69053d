/** Single curves of NanoScope files: force against Z, or current against the sample's bias, there and back. */
import { fileProblem, type MeasuredSpectra } from '../measurement';
import { numberFrom, positiveCount } from '../sizes';
import { findSection, parseCiao, type HeaderSection } from './header';
import { channelName, readIntegers, type NanoscopeFile } from './channel';
import { curveScale, throughSoftScale } from './scale';

interface Ramp {
  readonly name: string;
  readonly unit: string;
  readonly start: number;
  readonly end: number;
}

/** The two curves of a channel, each in the order in which it was measured. */
export function readCurves(source: NanoscopeFile, list: HeaderSection): MeasuredSpectra[] {
  const { file, sections } = source;
  const [first, second = first] = (list.values.get('samps/line') ?? '').split(/\s+/).map(numberFrom);
  const there = positiveCount(file, '"Samps/line"', first ?? NaN);
  const back = positiveCount(file, 'the second "Samps/line"', second ?? NaN);
  const length = numberFrom(list.values.get('data length'));
  const storedBytes = length === 4 * (there + back) ? 4 : length === 2 * (there + back) ? 2 : undefined;
  if (storedBytes === undefined)
    throw fileProblem({ file, where: list.name, what: `${there} and ${back} values do not make ${length} bytes.` });
  const { unit, perCount } = curveScale(sections, list, file);
  const ramp = rampOf(sections, list, file);
  const name = channelName(list);
  const stored = { storedBytes, perCount } as const;
  const extend = readIntegers(source, list, { ...stored, count: there });
  const retract = readIntegers(source, list, { ...stored, count: back, skip: there });
  const axis = (values: Float64Array) => ({ name: ramp.name, unit: ramp.unit, values });
  // Along Z both curves are stored from the sample outwards: the way there ends where the way back begins.
  const alongZ = ramp.name === 'Z';
  return [
    {
      channel: name,
      unit,
      direction: 'forward',
      axis: axis(steps(ramp, there)),
      count: 1,
      values: alongZ ? extend.reverse() : extend,
    },
    {
      channel: name,
      unit,
      direction: 'backward',
      axis: axis(steps(ramp, back).reverse()),
      count: 1,
      values: alongZ ? retract : retract.reverse(),
    },
  ];
}

/** Values of the ramp: each point stands for one n-th of it, from its start. */
function steps({ start, end }: Ramp, count: number): Float64Array {
  return Float64Array.from({ length: count }, (_none, i) => start + ((end - start) * i) / count);
}

function rampOf(sections: readonly HeaderSection[], list: HeaderSection, file: string): Ramp {
  const force = findSection(sections, ['Ciao force list'])?.values;
  const channel = parseCiao(force?.get('@4:ramp channel'))?.text.replaceAll('"', '').trim();
  if (channel === 'DC Sample Bias') {
    const [begin, end] = ['begin', 'end'].map((word) =>
      rampValue(sections, force?.get(`@4:ramp ${word} dc sample bias`), file),
    );
    return { name: 'Bias', unit: end!.unit, start: begin!.value, end: end!.value };
  }
  if (channel === 'Z' || channel === undefined) {
    const size = rampValue(sections, list.values.get('@4:ramp size') ?? force?.get('@4:ramp size zsweep'), file);
    return { name: 'Z', unit: size.unit, start: 0, end: size.value };
  }
  throw fileProblem(
    { file, where: 'Ramp channel', what: `curves along "${channel}" are not read.` },
    'Z and DC Sample Bias are.',
  );
}

function rampValue(sections: readonly HeaderSection[], text: string | undefined, file: string) {
  const ciao = parseCiao(text);
  if (ciao === undefined || !Number.isFinite(ciao.value))
    throw fileProblem({ file, where: 'header', what: 'the size of the ramp is missing.' });
  const { unit, factor } = throughSoftScale(sections, ciao, ciao.unit);
  return { unit, value: ciao.value * factor };
}
