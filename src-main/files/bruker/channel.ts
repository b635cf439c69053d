/** Values and names of the channels of a NanoScope file. */
import { byteCursor } from '../byteCursor';
import { claimedCount, type Samples } from '../measurement';
import { numberFrom } from '../sizes';
import { parseCiao, type HeaderSection } from './header';

/** What readers of the parts need. */
export interface NanoscopeFile {
  readonly bytes: Uint8Array;
  readonly file: string;
  readonly sections: readonly HeaderSection[];
  /** Bytes of a stored value where a section does not show it. */
  readonly storedBytes: 2 | 4;
}

interface StoredIntegers {
  readonly count: number;
  readonly storedBytes: 2 | 4;
  readonly perCount: number;
  /** Values to pass over first. */
  readonly skip?: number;
}

/** The scaled integers of a section; 4-byte ones need double precision. */
export function readIntegers(
  { bytes, file }: NanoscopeFile,
  list: HeaderSection,
  { count, storedBytes, perCount, skip = 0 }: StoredIntegers,
): Samples {
  const cursor = byteCursor(bytes, { file, littleEndian: true });
  cursor.moveTo(numberFrom(list.values.get('data offset')));
  cursor.skip(skip * storedBytes);
  claimedCount({ file, where: list.name, what: 'a channel' }, count, storedBytes, cursor.left());
  const view = new DataView(bytes.buffer, bytes.byteOffset + cursor.position(), count * storedBytes);
  const values = storedBytes === 4 ? new Float64Array(count) : new Float32Array(count);
  for (let i = 0; i < count; i++)
    values[i] = (storedBytes === 4 ? view.getInt32(4 * i, true) : view.getInt16(2 * i, true)) * perCount;
  return values;
}

/** The name of a channel: `S [Height] "Height Sensor"` is called by its quoted words. */
export function channelName({ values }: HeaderSection): string {
  const ciao = parseCiao(values.get('@2:image data') ?? values.get('@3:image data') ?? values.get('@4:image data'));
  const quoted = ciao?.text.replace(/^"(.*)"$/, '$1') ?? '';
  return quoted || (ciao?.softScale ?? values.get('image data') ?? 'Channel');
}
