/** Igor binary waves for tests, from the layout of WaveMetrics Technical Note 003. */
import { byteWriter } from './byteWriter';

export interface TestWave {
  readonly version: 2 | 5;
  readonly littleEndian: boolean;
  /** 2 float32, 4 float64, 8 int8, 0x10 int16, 0x20 int32; plus 0x40 unsigned. */
  readonly type: number;
  readonly shape: readonly number[];
  readonly step: readonly number[];
  readonly unit: string;
  readonly values: readonly number[];
  readonly note: string;
  /** Labels of the last dimension. */
  readonly labels: readonly string[];
}

const PUT = { 2: 'f32', 4: 'f64', 8: 'u8', 0x10: 'i16', 0x20: 'i32', 0x48: 'u8', 0x50: 'u16', 0x60: 'u32' } as const;

/** The bytes of a wave with a sound checksum. */
export function writeIgor(wave: TestWave): Uint8Array {
  const bytes = wave.version === 5 ? version5(wave) : version2(wave);
  return repairIgor(bytes);
}

/** Makes the words of the header add up to 0 again. */
export function repairIgor(bytes: Uint8Array): Uint8Array {
  if (bytes.length < 126) return bytes;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const littleEndian = [2, 5].includes(view.getUint16(0, true));
  const version = view.getUint16(0, littleEndian);
  const [end, at] = version === 5 ? [384, 2] : [126, 14];
  if (bytes.length < end) return bytes;
  view.setUint16(at, 0, littleEndian);
  let sum = 0;
  for (let i = 0; i < end; i += 2) sum = (sum + view.getUint16(i, littleEndian)) & 0xffff;
  view.setUint16(at, -sum & 0xffff, littleEndian);
  return bytes;
}

function put(wave: TestWave): Uint8Array {
  return byteWriter(wave.littleEndian)
    [PUT[wave.type as keyof typeof PUT]](...wave.values)
    .done();
}

function version5(wave: TestWave): Uint8Array {
  const { shape, step, unit, note, labels, values } = wave;
  const data = put(wave);
  const last = shape.length - 1;
  const labelBytes = labels.length === 0 ? 0 : 32 * (labels.length + 1);
  const four = <T>(make: (i: number) => T): T[] => [0, 1, 2, 3].map(make);
  const writer = byteWriter(wave.littleEndian)
    .u16(5, 0)
    .u32(320 + data.length, 0, note.length, 0, 0, 0, 0, 0, ...four((i) => (i === last ? labelBytes : 0)), 0, 0, 0)
    .u32(0, 0, 0, values.length)
    .u16(wave.type)
    .fillTo(64 + 26)
    .u16(1)
    .text('wave0', 32)
    .fillTo(64 + 68)
    .u32(...four((i) => shape[i] ?? 0))
    .f64(...four((i) => step[i] ?? 1), 0, 0, 0, 0)
    .text(unit, 4);
  four((i) => writer.text(shape.length === 3 && i < 2 ? 'm' : i === 0 ? 's' : '', 4));
  writer.fillTo(384).bytes(data).text(note);
  if (labelBytes > 0) for (const label of ['', ...labels]) writer.text(label, 32);
  return writer.done();
}

function version2(wave: TestWave): Uint8Array {
  const data = put(wave);
  const { note, unit, values, step } = wave;
  return byteWriter(wave.littleEndian)
    .u16(2)
    .u32(110 + data.length + 16, note.length, 0)
    .u16(0)
    .u16(wave.type)
    .u32(0)
    .text('wave0', 20)
    .fillTo(16 + 34)
    .text(unit, 4)
    .text('s', 4)
    .u32(values.length)
    .fillTo(16 + 48)
    .f64(step[0] ?? 1, 0)
    .fillTo(126)
    .bytes(data)
    .fillTo(126 + data.length + 16)
    .text(note)
    .done();
}
